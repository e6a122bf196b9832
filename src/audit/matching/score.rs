//! How well a schema fits a type, all evidence but structure taken together.

use super::binding::Evidence;
use super::content_match::{ContentWeights, compare_contents, compare_objects};
use super::name_match::WordWeights;
use super::schema_view::{NodeId, SchemaView};
use super::type_graph::{TypeGraph, TypeIx};
use crate::audit::model::{Object, Shape};

/// Compares types with schemas.
#[derive(Debug)]
pub(super) struct Scorer<'g> {
    pub(super) types: &'g TypeGraph,
    pub(super) view: &'g SchemaView,
    pub(super) words: WordWeights,
    pub(super) contents: ContentWeights,
}

/// How well a schema fits a type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored {
    /// From 0 to 1.
    pub(super) score: f64,
    /// How alike the names are, from 0 to 1.
    pub(super) name: f64,
    pub(super) is_exact_name: bool,
    /// How alike the contents are; `None` if one of them has none.
    pub(super) content: Option<f64>,
    pub(super) information: f64,
    /// The strongest first.
    pub(super) evidence: Vec<Evidence>,
}

/// Contents less alike than this speak against the same name.
const LEAST_CONTENT: f64 = 0.15;
/// A type whose content nobody knows, of the same name.
const UNSEEN: f64 = 0.8;
/// A type with keys, and a schema of the same name without.
const ONE_SIDED: f64 = 0.55;
const NAME_SHARE: f64 = 0.45;

impl<'g> Scorer<'g> {
    pub(super) fn new(types: &'g TypeGraph, view: &'g SchemaView) -> Scorer<'g> {
        Scorer {
            types,
            view,
            words: WordWeights::new(types, view),
            contents: ContentWeights::new(view),
        }
    }

    /// How well a schema fits a type; `None` if one cannot stand for the other.
    pub(super) fn score(&self, at: TypeIx, schema: NodeId) -> Option<Scored> {
        let content = compare_contents(self.types, self.view, &self.contents, at, schema);
        if content.is_contradicted {
            return None;
        }
        let name = self.words.compare(&self.types[at], &self.view[schema]);
        let score = match content.similarity {
            Some(similarity) if name.is_exact && similarity < LEAST_CONTENT => return None,
            Some(similarity) if name.is_exact => name.strength * (0.62 + 0.38 * similarity),
            None if name.is_exact => name.strength * self.without_content(at, schema),
            Some(similarity) => {
                let confidence = confidence(content.information);
                NAME_SHARE * name.strength + (1.0 - NAME_SHARE) * similarity * confidence
            }
            None => NAME_SHARE * name.strength,
        };
        let documented = self.names_operation(at, schema);
        let mut evidence: Vec<Evidence> = name.evidence.into_iter().collect();
        evidence.extend(documented.then_some(Evidence::Documented));
        evidence.extend(content.evidence);
        Some(Scored {
            score: if documented {
                score.max(0.4 + 0.5 * score)
            } else {
                score
            },
            name: if documented {
                name.strength.max(0.7)
            } else {
                name.strength
            },
            is_exact_name: name.is_exact,
            content: content.similarity,
            information: content.information,
            evidence,
        })
    }

    /// How well a schema fits the object of one variant; `None` if one cannot stand for the other.
    pub(super) fn score_object(&self, object: &Object, schema: NodeId) -> Option<f64> {
        let content = compare_objects(self.types, self.view, &self.contents, object, schema);
        (!content.is_contradicted).then(|| content.similarity.unwrap_or(0.0) * confidence(content.information))
    }

    fn without_content(&self, at: TypeIx, schema: NodeId) -> f64 {
        let is_bare = self.types.all_keys(at).is_empty() && self.types.words(at).is_empty();
        let is_bare_schema = self.view.all_keys(schema).is_empty() && self.view.all_words(schema).is_empty();
        match matches!(self.types[at].shape, Shape::Unknown) || (is_bare && is_bare_schema) {
            true => UNSEEN,
            false => ONE_SIDED,
        }
    }

    /// Whether the documentation of a type names the operation whose body the schema is.
    fn names_operation(&self, at: TypeIx, schema: NodeId) -> bool {
        let docs = &self.types[at].docs;
        let mut names = self.view[schema].names.iter();
        !docs.is_empty() && names.any(|name| mentions(docs, &name.operation))
    }
}

/// How far a resemblance of contents is more than chance.
fn confidence(information: f64) -> f64 {
    1.0 - (-1.6 * information).exp()
}

/// Whether a text has an identifier as a word of its own.
fn mentions(text: &str, identifier: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '/');
    !identifier.is_empty() && text.split(|char| !is_part(char)).any(|word| word == identifier)
}
