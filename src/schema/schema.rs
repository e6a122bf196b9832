//! One component of a spec, compiled.

use jsonschema::{Draft, Validator};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use super::bundle::Bundle;
use super::depth::{MAX_DEPTH, depth, with_stack};
use super::dialect::Dialect;
use super::document::Document;
use super::documented::{self, Documented};
use super::error::SpecError;
use super::explain::Explainer;
use super::glance;
use super::instance::{Instance, Trees};
use super::keyword::children;
use super::naming::Naming;
use super::tags::{self, Tags};
use super::undocumented::{self, Undocumented};
use super::violation::Violation;
use super::words::{self, Listed, WordsByKey};
use crate::json::Tree;

/// One component of a spec, compiled.
pub struct Schema {
    name: String,
    pointer: String,
    bundle: Bundle,
    naming: Naming,
    validator: Validator,
    /// The same for texts that are parsed already; made when the first comes.
    of_trees: OnceLock<Option<Validator<Trees>>>,
    tags: Vec<Tags>,
    /// The keys that only overlays name, by where they stand in the document.
    added: HashSet<String>,
    /// The words that only overlays list, each with the schema that does.
    added_words: HashSet<(String, String)>,
    /// Which words stand under which key; made when somebody asks.
    words_by_key: OnceLock<WordsByKey>,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema")
            .field("name", &self.name)
            .field("pointer", &self.pointer)
            .finish_non_exhaustive()
    }
}

impl Schema {
    /// Compiles the schema at the JSON pointer `at`.
    pub(super) fn compile(document: &Document, dialect: Dialect, name: &str, at: &str) -> Result<Self, SpecError> {
        let bundle = Bundle::new(document, at, dialect)?;
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(false)
            .offline();
        let validator = with_stack(levels_of(&bundle), || {
            options.build(&bundle.schema).map_err(|e| refused(&bundle, &e))
        })?;
        let tags = tags::alternatives(bundle.graph(), bundle.root());
        let naming = Naming::new(&bundle);
        Ok(Self {
            name: name.to_owned(),
            pointer: format!("#{at}"),
            added: documented::added(document, &bundle, &naming),
            added_words: words::added(document, &bundle, &naming),
            words_by_key: OnceLock::new(),
            naming,
            bundle,
            validator,
            of_trees: OnceLock::new(),
            tags,
        })
    }

    /// The component's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the component stands in the published document, as a URI fragment.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The component and all that it refers to as one JSON Schema document (2020-12), as the dialect reads them.
    pub fn json_schema(&self) -> &Value {
        &self.bundle.schema
    }

    /// The keys that the component and what it refers to give.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut rest = vec![&self.bundle.schema];
        while let Some(schema) = rest.pop() {
            if let Value::Object(members) = schema {
                let named = members.get("properties").and_then(Value::as_object);
                names.extend(named.into_iter().flat_map(|named| named.keys().cloned()));
                rest.extend(children(members, "").into_iter().map(|(.., schema)| schema));
            }
        }
        names
    }

    /// Whether any value satisfies the component; `None` if the schema algebra cannot tell.
    pub fn is_satisfiable(&self) -> Option<bool> {
        use jsonschema::canonical::Satisfiability;
        let canonical = jsonschema::canonical::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .canonicalize(&self.bundle.schema)
            .ok()?;
        match canonical.satisfiability() {
            Satisfiability::Yes => Some(true),
            Satisfiability::No => Some(false),
            _ => None,
        }
    }

    /// What of the component cannot be read, such as a pattern that is no regular expression. It is left away, so that a
    /// value may be found valid though the component as it was meant forbids it.
    pub fn unread(&self) -> Option<String> {
        let (first, more) = self.bundle.unread.split_first()?;
        let more = match more.len() {
            0 => String::new(),
            more => format!(" and at {more} more places"),
        };
        Some(format!("the schema cannot be read at #{first}{more}"))
    }

    /// Whether the component allows the value. Formats are not asserted.
    pub fn is_valid(&self, value: &Value) -> bool {
        with_stack(self.levels(value), || self.validator.is_valid(value))
    }

    /// As [`is_valid`](Self::is_valid), of a text that is parsed already: several times as fast, since no `Value` is made.
    /// `None` where a `Value` would hold something else than what is written there.
    ///
    /// The caller knows that no key stands twice.
    pub fn is_valid_as_written(&self, tree: &Tree<'_>) -> Option<bool> {
        if !tree.is_as_written() || tree.depth() >= MAX_DEPTH {
            return None;
        }
        let validator = self.of_trees.get_or_init(|| self.compile_for_trees()).as_ref()?;
        let levels = self.bundle.in_place.saturating_mul(tree.depth() + 1);
        Some(with_stack(levels, || {
            validator.is_valid(Instance::Value(tree, Tree::ROOT))
        }))
    }

    fn compile_for_trees(&self) -> Option<Validator<Trees>> {
        let options = jsonschema::options_for::<Trees>()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(false)
            .offline();
        with_stack(levels_of(&self.bundle), || options.build(&self.bundle.schema).ok())
    }

    /// Where the value breaks the component; empty if it is valid.
    ///
    /// Where a union fails, this reports what is wrong in the branch that was most likely meant: the one whose
    /// constants the value has, else the one with the fewest errors.
    pub fn violations(&self, value: &Value) -> Vec<Violation> {
        with_stack(self.levels(value), || self.explained(value).violations)
    }

    /// The outermost keys of the value that the component does not name.
    ///
    /// Objects that allow any key, or whose schema names none, hold nothing undocumented.
    pub fn undocumented(&self, value: &Value) -> Vec<Undocumented> {
        with_stack(self.levels(value), || {
            let choices = self.explained(value).choices;
            let evaluation = self.validator.evaluate(value);
            undocumented::find(&self.bundle, &self.naming, &evaluation, &choices, value)
        })
    }

    /// What the component says of the key at a pointer into a value; `None` if it does not name it, or it is not there.
    pub fn documented(&self, value: &Value, pointer: &str) -> Option<Documented> {
        with_stack(self.levels(value), || {
            let choices = self.explained(value).choices;
            let evaluation = self.validator.evaluate(value);
            let search = undocumented::Search::new(&self.bundle, &self.naming, &evaluation, &choices);
            documented::find(&search, &self.naming, &self.added, value, pointer)
        })
    }

    /// Whether the component lists that word somewhere under that key, or for an item of an array there.
    pub fn lists(&self, key: &str, word: &str) -> bool {
        let by_key = || words::by_key(&self.bundle, &self.naming);
        let words = self.words_by_key.get_or_init(by_key).get(key);
        words.is_some_and(|words| words.contains(word))
    }

    /// The words that the component lists for the place at a pointer into a value: those of an enum there, and the constants
    /// under its key in the branches of a union around it.
    pub fn words(&self, value: &Value, pointer: &str) -> Vec<Listed> {
        with_stack(self.levels(value), || {
            let choices = self.explained(value).choices;
            let evaluation = self.validator.evaluate(value);
            let search = undocumented::Search::new(&self.bundle, &self.naming, &evaluation, &choices);
            words::find(&search, &self.naming, &self.added_words, value, pointer)
        })
    }

    /// Which schemas of lists (and conditions) a value satisfies, by place, and the branches that were most likely meant where
    /// it satisfies none.
    pub(super) fn branches(&self, value: &Value) -> (undocumented::Valid, undocumented::Choices) {
        with_stack(self.levels(value), || {
            let evaluation = self.validator.evaluate(value);
            (undocumented::valid_branches(&evaluation), self.explained(value).choices)
        })
    }

    /// The schemas that look at the value at a pointer: those under its key, or of its items, before any reference is followed.
    /// Pointers into the published document.
    pub(super) fn places(&self, value: &Value, pointer: &str) -> Vec<String> {
        with_stack(self.levels(value), || {
            let choices = self.explained(value).choices;
            let evaluation = self.validator.evaluate(value);
            undocumented::places(&self.bundle, &self.naming, &evaluation, &choices, value, pointer)
        })
    }

    /// Whether the component is sure to name every key of a text that it allows. `false` means that only
    /// [`undocumented`](Self::undocumented) can tell, which costs much more.
    ///
    /// The caller knows that no key stands twice.
    pub(crate) fn names_all(&self, valid: &Tree<'_>) -> bool {
        // Recursion follows the text alone.
        valid.is_as_written() && valid.depth() < MAX_DEPTH && glance::names_all(&self.naming, valid)
    }

    pub(super) fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The constants of the component, one entry for each branch of a union.
    pub(super) fn tags(&self) -> &[Tags] {
        &self.tags
    }

    fn explained(&self, value: &Value) -> Explainer<'_> {
        let mut explainer = Explainer::new(&self.bundle);
        for error in self.validator.iter_errors(value) {
            explainer.explain(&error);
        }
        explainer
    }

    fn levels(&self, value: &Value) -> usize {
        self.bundle.in_place.saturating_mul(depth(value) + 1)
    }
}

/// How deep the calls nest that compile a component.
fn levels_of(bundle: &Bundle) -> usize {
    bundle.in_place.saturating_mul(2) + depth(&bundle.schema)
}

fn refused(bundle: &Bundle, error: &jsonschema::ValidationError<'_>) -> SpecError {
    SpecError::Refused {
        pointer: bundle.published(error.instance_path().as_str()),
        reason: super::violation::message(error.kind(), error.instance()),
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
