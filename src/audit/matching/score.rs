//! How well a schema fits a type, all evidence but structure taken together.

use super::binding::Evidence;
use super::content_match::{ContentMatch, ContentWeights, compare_contents};
use super::name_match::WordWeights;
use super::name_words::NameWords;
use super::schema_view::{NameKind, NodeId, SchemaView};
use super::type_content::TypeContent;
use super::type_graph::{TypeGraph, TypeIx};
use crate::audit::model::{Object, Shape};
use crate::schema::Direction;
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
    /// Whether one of the names has all words of the other.
    pub(super) is_inside: bool,
    /// How alike the contents are; `None` if one of them has none.
    pub(super) content: Option<f64>,
    pub(super) information: f64,
    /// The keys that both have, those of the type, and those of the schema; `None` if words were compared.
    pub(super) keys: Option<(usize, usize, usize)>,
    /// Whether the documentation of the type names the operation whose schema it is.
    pub(super) is_documented: bool,
    /// Whether the schema is that of query parameters.
    pub(super) is_query: bool,
    /// The strongest first.
    pub(super) evidence: Vec<Evidence>,
}

impl Scored {
    /// Whether a type lists all words of the schema, among others.
    pub(super) fn has_all_words(&self) -> bool {
        let has_all = |one: &Evidence| matches!(one, Evidence::Words { shared, of_schema, .. } if *shared > 0 && shared == of_schema);
        self.evidence.iter().any(has_all)
    }

    /// How many words a type and the schema have in common; `None` if one of them lists none.
    fn shared_words(&self) -> Option<usize> {
        self.evidence.iter().find_map(|one| match one {
            Evidence::Words { shared, .. } => Some(*shared),
            _ => None,
        })
    }

    /// Whether both list words, and none in common.
    pub(super) fn has_other_words(&self) -> bool {
        self.shared_words() == Some(0) && !self.is_exact_name
    }

    /// Whether most words are those of both.
    pub(super) fn has_most_words(&self) -> bool {
        self.shared_words().is_some_and(|shared| shared > 0) && self.content.is_some_and(|content| content >= 0.5)
    }

    /// Whether both have keys, and none in common, nor one that is misspelt; nor do they bear the same name.
    pub(super) fn has_other_keys(&self) -> bool {
        let has_none = matches!(self.keys, Some((0, ..))) && self.content == Some(0.0);
        has_none && !self.is_exact_name
    }

    /// Whether the schema has all keys of the type, and they are several.
    pub(super) fn has_all_keys_of_type(&self) -> bool {
        self.keys
            .is_some_and(|(shared, of_type, _)| shared > 1 && shared == of_type)
    }

    /// Whether both have the same keys.
    pub(super) fn has_same_keys(&self) -> bool {
        self.keys
            .is_some_and(|(shared, of_type, of_schema)| shared > 0 && shared == of_type && shared == of_schema)
    }

    /// Whether the schema has the keys of the type, all but one at most.
    pub(super) fn has_no_more_keys(&self) -> bool {
        self.keys
            .is_some_and(|(shared, of_type, _)| shared > 0 && shared + 1 >= of_type)
    }
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
const SAME_SECTION: f64 = 0.05;
const NAME_SHARE: f64 = 0.45;
/// The name of the operation in the documentation of a type counts as much as a name that is so alike.
const DOCUMENTED: f64 = 0.7;

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
        if content.is_contradicted || !self.is_sent_by(at, schema) {
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
        let is_documented = self.names_operation(at, schema);
        let mut evidence: Vec<Evidence> = name.evidence.into_iter().collect();
        evidence.extend(is_documented.then_some(Evidence::Documented));
        evidence.extend(content.evidence);
        let (least_score, least_name) = match is_documented {
            true => (0.4 + 0.5 * score, DOCUMENTED),
            false => (0.0, 0.0),
        };
        Some(Scored {
            score: score.max(least_score),
            name: name.strength.max(least_name),
            is_documented,
            is_query: self.view[schema].is_query,
            is_exact_name: name.is_exact,
            is_same_subject: name.is_same_subject,
            covered: name.covered,
            is_inside: name.is_inside,
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

    /// Whether a type can be sent where the document sends a body.
    fn is_sent_by(&self, at: TypeIx, schema: NodeId) -> bool {
        match self.view[schema].used_in {
            Direction::Requests => self.types[at].is_written,
            Direction::Responses => self.types[at].is_read,
            Direction::Unused | Direction::Both => true,
        }
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
        let names = self.view[schema].names.iter();
        let names = || names.clone().filter(|name| name.kind != NameKind::Body);
        let stems = || names().flat_map(|name| &name.words.stems);
        let is_version = versions
            .flat_map(|module| NameWords::new(module).stems)
            .any(|stem| stems().any(|other| *other == stem));
        // A module is named like the section of the API in which the operation is.
        let sections = self.view[schema]
            .names
            .iter()
            .filter_map(|name| name.operation.split_once('/'));
        let mut sections = sections.map(|(section, _)| NameWords::new(section).stemmed);
        let is_section = sections.any(|section| {
            let mut modules = self.types[at].modules.iter();
            modules.any(|module| NameWords::new(module).stemmed == section)
        });
        [
            (has_all, HAS_ALL),
            (is_version, SAME_VERSION),
            (is_section, SAME_SECTION),
        ]
        .into_iter()
        .filter_map(|(is_given, weight)| is_given.then_some(weight))
        .sum()
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

/// Whether a text has an identifier as a word of its own. One that may as well be a word of the text must be marked as code.
fn mentions(text: &str, identifier: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '/');
    let is_plain = identifier.chars().all(|char| char.is_ascii_lowercase());
    match is_plain {
        true => !identifier.is_empty() && text.contains(&format!("`{identifier}`")),
        false => text.split(|char| !is_part(char)).any(|word| word == identifier),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_mentioned_as_identifiers() {
        assert!(mentions("used in the `ContainerList` API", "ContainerList"));
        assert!(mentions("See issues/list-events.", "issues/list-events"));
        assert!(!mentions("ContainerListing", "ContainerList"));
        assert!(!mentions("a list of pets", "list") && mentions("see `list`", "list"));
        assert!(!mentions("pets", ""));
    }
}
