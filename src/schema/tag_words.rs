//! Which words a schema itself allows under a key.

use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::BTreeSet;

use super::document::Document;
use super::language::Language;
use super::pointer::{child, item};
use super::refs;

/// The most schemas that are followed for one key: what has more is taken to contradict.
const MAX_OF_ONE: usize = 500;
/// The most schemas that are followed for all keys of a document.
const MAX_OF_ALL: usize = 2_000_000;
/// Schemas that apply to one value, one inside another, are followed so far.
const MAX_DEPTH: usize = 64;

/// What a schema says of the words under a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TagWords {
    /// The words that it allows; `None` if it allows every word.
    pub(super) words: Option<BTreeSet<String>>,
    /// It requires the key.
    pub(super) is_required: bool,
    /// It names the key.
    is_named: bool,
}

impl TagWords {
    fn only(words: impl IntoIterator<Item = String>) -> TagWords {
        TagWords {
            words: Some(words.into_iter().collect()),
            ..TagWords::default()
        }
    }

    /// The same with fewer words.
    pub(super) fn and(mut self, words: BTreeSet<String>) -> TagWords {
        self.words = Some(match self.words {
            Some(own) => own.intersection(&words).cloned().collect(),
            None => words,
        });
        self
    }

    /// What two schemas say that apply both.
    fn with(self, other: TagWords) -> TagWords {
        let (is_required, is_named) = (self.is_required || other.is_required, self.is_named || other.is_named);
        let both = match other.words {
            Some(words) => self.and(words),
            None => self,
        };
        TagWords {
            is_required,
            is_named,
            ..both
        }
    }

    /// What two schemas say of which one applies.
    fn or(self, other: TagWords) -> TagWords {
        TagWords {
            words: self.words.zip(other.words).map(|(a, b)| &a | &b),
            is_required: self.is_required && other.is_required,
            is_named: self.is_named || other.is_named,
        }
    }

    /// Whether it allows a word.
    pub(super) fn allows(&self, word: &str) -> bool {
        self.words.as_ref().is_none_or(|own| own.contains(word))
    }

    /// Whether it allows none of some words.
    pub(super) fn contradicts(&self, words: &[String]) -> bool {
        !words.iter().any(|word| self.allows(word))
    }
}

/// Follows the schemas of a document that apply to one value, as far as there is room.
pub(super) struct Walk<'d> {
    document: &'d Document,
    ignores_siblings: bool,
    left_for_all: Cell<usize>,
    left: Cell<usize>,
}

impl<'d> Walk<'d> {
    pub(super) fn new(document: &'d Document) -> Walk<'d> {
        Walk {
            document,
            ignores_siblings: Language::of_kind(document.kind()).ignores_siblings(),
            left_for_all: Cell::new(MAX_OF_ALL),
            left: Cell::new(0),
        }
    }

    /// What the schema at a pointer says of a key of its objects.
    pub(super) fn of(&self, at: &str, key: &str) -> TagWords {
        let all = self.left_for_all.get();
        let room = MAX_OF_ONE.min(all);
        self.left.set(room);
        let says = self.of_object(at, key, 0);
        self.left_for_all.set(all - (room - self.left.get()));
        says
    }

    fn of_object(&self, at: &str, key: &str, depth: usize) -> TagWords {
        let Some(members) = self.members(at, depth) else {
            return self.unread(depth);
        };
        let inside = |at: &str| self.of_object(at, key, depth + 1);
        let mut says = self.parts(at, members, &inside);
        if members.contains_key("$ref") && self.ignores_siblings {
            return says;
        }
        let names = |keyword: &str| members.get(keyword).is_some_and(|held| held.get(key).is_some());
        let is_closed = |keyword: &str| members.get(keyword) == Some(&Value::Bool(false));
        if names("properties") {
            says.is_named = true;
            let of_value = self.of_value(&child(&child(at, "properties"), key), depth + 1);
            says = says.with(of_value);
        } else if (is_closed("additionalProperties") && !members.contains_key("patternProperties"))
            || (is_closed("unevaluatedProperties") && !says.is_named)
        {
            // The key is forbidden.
            says = says.and(BTreeSet::new());
        }
        let required = members.get("required").and_then(Value::as_array);
        says.is_required |= required.is_some_and(|names| names.iter().any(|name| name == key));
        says
    }

    fn of_value(&self, at: &str, depth: usize) -> TagWords {
        let Some(members) = self.members(at, depth) else {
            return self.unread(depth);
        };
        let inside = |at: &str| self.of_value(at, depth + 1);
        let says = self.parts(at, members, &inside);
        if members.contains_key("$ref") && self.ignores_siblings {
            return says;
        }
        let texts = |values: &[Value]| -> Vec<String> {
            let texts = values.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        };
        let mut own = TagWords::default();
        if let Some(only) = members.get("const") {
            own = own.with(TagWords::only(texts(std::slice::from_ref(only))));
        }
        if let Some(Value::Array(listed)) = members.get("enum") {
            own = own.with(TagWords::only(texts(listed)));
        }
        let has_strings = match members.get("type") {
            Some(Value::String(name)) => name == "string",
            Some(Value::Array(names)) => names.iter().any(|name| name == "string"),
            _ => true,
        };
        if !has_strings {
            own = own.with(TagWords::only([]));
        }
        says.with(own)
    }

    /// What the schemas say that a schema refers to or is made of.
    fn parts(&self, at: &str, members: &Map<String, Value>, inside: &dyn Fn(&str) -> TagWords) -> TagWords {
        let mut says = TagWords::default();
        if let Some(target) = refs::target(self.document, at, members) {
            says = says.with(inside(&target));
        }
        let list = |keyword: &str| {
            let count = members.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            let list = child(at, keyword);
            (0..count).map(move |index| item(&list, index))
        };
        for part in list("allOf") {
            says = says.with(inside(&part));
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches = list(keyword).map(|branch| inside(&branch));
            says = says.with(branches.reduce(TagWords::or).unwrap_or_default());
        }
        says
    }

    /// The members of the schema at a pointer, if there is room for one more.
    fn members(&self, at: &str, depth: usize) -> Option<&'d Map<String, Value>> {
        if depth == MAX_DEPTH {
            self.left.set(0);
        }
        self.left.set(self.left.get().checked_sub(1)?);
        self.document.value().pointer(at)?.as_object()
    }

    /// What is said by what is no object, or was not followed.
    fn unread(&self, depth: usize) -> TagWords {
        match self.left.get() == 0 || depth >= MAX_DEPTH {
            true => TagWords::only([]),
            false => TagWords::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(schemas: Value) -> (Option<Vec<String>>, bool) {
        let document = json!({"openapi": "3.1.0", "components": {"schemas": schemas}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let says = Walk::new(&document).of("/components/schemas/T", "t");
        (says.words.map(|words| words.into_iter().collect()), says.is_required)
    }

    fn refer(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    #[test]
    fn words_are_found_in_all_that_applies() {
        let words = |listed: &[&str]| Some(listed.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let tagged = |schema: Value| json!({"properties": {"t": schema}});
        for (schemas, expected) in [
            (json!({"T": tagged(json!({"type": "string"}))}), None),
            (json!({"T": tagged(json!({"const": "a"}))}), words(&["a"])),
            (json!({"T": tagged(json!({"type": "integer"}))}), words(&[])),
            (
                json!({"T": tagged(refer("W")), "W": {"enum": ["a", null, "b"]}}),
                words(&["a", "b"]),
            ),
            (
                json!({"T": {"allOf": [refer("B"), tagged(json!({"enum": ["b", "c"]}))]}, "B": tagged(json!({"enum": ["a", "b"]}))}),
                words(&["b"]),
            ),
            (
                json!({"T": {"oneOf": [tagged(json!({"const": "a"})), tagged(json!({"const": "b"}))]}}),
                words(&["a", "b"]),
            ),
            (json!({"T": {"oneOf": [tagged(json!({"const": "a"})), {}]}}), None),
            (json!({"T": {"additionalProperties": false}}), words(&[])),
            (
                json!({"T": {"allOf": [tagged(json!({}))], "unevaluatedProperties": false}}),
                None,
            ),
            (json!({"T": {"unevaluatedProperties": false}}), words(&[])),
            // A circle has no end, and nothing may be said of it.
            (json!({"T": {"allOf": [refer("T"), refer("T")]}}), words(&[])),
        ] {
            assert_eq!(said(schemas.clone()).0, expected, "{schemas}");
        }
    }

    #[test]
    fn a_key_is_required_if_all_branches_require_it() {
        let required = json!({"required": ["t"]});
        assert!(said(json!({"T": {"allOf": [{}, required]}})).1);
        assert!(said(json!({"T": {"oneOf": [required, required]}})).1);
        assert!(!said(json!({"T": {"oneOf": [required, {}]}})).1);
    }
}
