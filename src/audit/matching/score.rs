//! How well a schema fits a type, all evidence but structure taken together.

use super::binding::Evidence;
use super::content_match::{ContentMatch, ContentWeights, compare_contents};
use super::name_match::WordWeights;
use super::name_words::NameWords;
use super::schema_view::{NodeId, SchemaView};
use super::type_content::TypeContent;
use super::type_graph::{TypeGraph, TypeIx};
use crate::audit::model::{Object, Shape};
use crate::schema::ir::TypeSet;
use std::collections::BTreeSet;

/// Compares types with schemas.
#[derive(Debug)]
pub(super) struct Scorer<'g> {
    pub(super) types: &'g TypeGraph,
    pub(super) view: &'g SchemaView,
    pub(super) words: WordWeights,
    pub(super) weights: ContentWeights,
    contents: Vec<TypeContent>,
}

/// How well a schema fits a type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored {
    /// From 0 to 1.
    pub(super) score: f64,
    /// How alike the names are, from 0 to 1.
    pub(super) name: f64,
    pub(super) is_exact_name: bool,
    pub(super) is_same_subject: bool,
    /// How much of the type's name the schema's name has, from 0 to 1.
    pub(super) covered: f64,
    /// How alike the contents are; `None` if one of them has none.
    pub(super) content: Option<f64>,
    pub(super) information: f64,
    /// The keys that both have, those of the type, and those of the schema; `None` if words were compared.
    pub(super) keys: Option<(usize, usize, usize)>,
    /// The strongest first.
    pub(super) evidence: Vec<Evidence>,
}

/// Contents less alike than this speak against the same name.
const LEAST_CONTENT: f64 = 0.15;
/// A type of the same name whose content is unknown.
const UNSEEN: f64 = 0.8;
/// A type with keys, and a schema of the same name without.
const ONE_SIDED: f64 = 0.55;
/// Less resemblance of what a type may read says nothing.
const LEAST_OF_GUESS: f64 = 0.3;
const HAS_ALL: f64 = 0.05;
const SAME_VERSION: f64 = 0.02;
const NAME_SHARE: f64 = 0.45;

impl<'g> Scorer<'g> {
    pub(super) fn new(types: &'g TypeGraph, view: &'g SchemaView) -> Scorer<'g> {
        Scorer {
            types,
            view,
            words: WordWeights::new(types, view),
            weights: ContentWeights::new(view),
            contents: types.ids().map(|at| TypeContent::of(types, at)).collect(),
        }
    }

    /// What a type holds.
    pub(super) fn content(&self, at: TypeIx) -> &TypeContent {
        &self.contents[at.0 as usize]
    }

    /// How well a schema fits a type; `None` if one cannot stand for the other.
    pub(super) fn score(&self, at: TypeIx, schema: NodeId) -> Option<Scored> {
        let mut content = self.compare(at, schema);
        // What a type would read if serde had made its code speaks for a schema, and not against it.
        if self.types[at].is_guess && content.similarity.is_none_or(|similarity| similarity < LEAST_OF_GUESS) {
            content = ContentMatch::default();
        }
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
        let score = score + self.hints(at, schema, &content);
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
            is_same_subject: name.is_same_subject,
            covered: name.covered,
            keys: content.keys,
            content: content.similarity,
            information: content.information,
            evidence,
        })
    }

    fn compare(&self, at: TypeIx, schema: NodeId) -> ContentMatch {
        let (types, view) = (self.types, self.view);
        let mut found = compare_contents(view, &self.weights, self.content(at), &types[at].tags_outside, schema);
        let kinds = types.kinds(at).without(TypeSet::NULL);
        let documented = view[schema].kinds;
        found.is_contradicted |= !kinds.is_empty() && !documented.is_empty() && !kinds.meets(documented);
        found
    }

    /// What decides between schemas that are equally alike otherwise.
    fn hints(&self, at: TypeIx, schema: NodeId, content: &ContentMatch) -> f64 {
        // The schema has all of many keys of the type.
        let has_all = content
            .keys
            .is_some_and(|(shared, of_type, _)| shared == of_type && of_type >= 6);
        // A module and the schema are named after the same version.
        let modules = self.types[at].modules.iter();
        let versions = modules.filter(|module| module.chars().any(|char| char.is_ascii_digit()));
        let names = || self.view[schema].names.iter().flat_map(|name| &name.words.stems);
        let is_version = versions
            .flat_map(|module| NameWords::new(module).stems)
            .any(|stem| names().any(|other| *other == stem));
        f64::from(u8::from(has_all)) * HAS_ALL + f64::from(u8::from(is_version)) * SAME_VERSION
    }

    /// How well a schema fits the object of one variant; `None` if one cannot stand for the other.
    pub(super) fn score_object(&self, object: &Object, schema: NodeId) -> Option<f64> {
        let content = TypeContent::of_object(self.types, object);
        let content = compare_contents(self.view, &self.weights, &content, &BTreeSet::new(), schema);
        (!content.is_contradicted).then(|| content.similarity.unwrap_or(0.0) * confidence(content.information))
    }

    fn without_content(&self, at: TypeIx, schema: NodeId) -> f64 {
        let is_bare = self.content(at).is_empty();
        let is_bare_schema = self.view.all_keys(schema).is_empty() && self.view.all_words(schema).is_empty();
        let is_unknown = self.types[at].is_guess || matches!(self.types[at].shape, Shape::Unknown);
        match is_unknown || (is_bare && is_bare_schema) {
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
