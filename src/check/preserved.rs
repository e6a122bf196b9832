//! Proves of a key that its value is preserved and not deserialized, by reading and writing alone.

use super::context::CheckContext;
use crate::diff::{Change, differences};
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::{Documented, Schema};
use crate::subject::Attempt;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;

/// One value of each JSON type, with an integer and a fraction for the numbers.
pub(super) const PROBES: [&str; 7] = ["null", "true", "1", "1.5", r#""x""#, "[]", "{}"];
/// How many of them the schema must forbid: if it allows most values, preserving them proves little.
const MIN_FORBIDDEN: usize = 3;
/// Unknown keys before and after the examined key, both in a map that keeps the order of the text and in a sorted map.
const BEFORE: [&str; 3] = ["!a", "!b", "!c"];
const AFTER: [&str; 3] = ["~a", "~b", "~c"];
/// How often the value is written: a hash map writes its keys in a different order each time, and must be seen to write the
/// examined key between unknown ones.
const ROUNDS: usize = 24;

/// The documentation of the key at a pointer into valid texts, if the key is proven to be unread. The first of the texts that has
/// the key is examined.
pub(super) fn unread_in_any(
    context: &CheckContext<'_>,
    schema: &Schema,
    texts: &[String],
    pointer: &Pointer,
) -> Option<Documented> {
    let sample = texts
        .iter()
        .find_map(|text| Sample::new(context, schema, text, pointer));
    sample?.unread()
}

/// A valid text, and the key in it that may be unread.
struct Sample<'e, 'a> {
    context: &'e CheckContext<'a>,
    schema: &'e Schema,
    tree: Tree<'e>,
    value: Value,
    pointer: &'e Pointer,
    object: Pointer,
    node: Node,
    documented: Documented,
    /// What the type changes in the text itself, apart from the key: an `Option` that was absent is written as null, say. The same
    /// changes in a probed text say nothing about the key.
    usual: BTreeSet<(Pointer, Change)>,
}

impl<'e, 'a> Sample<'e, 'a> {
    fn new(
        context: &'e CheckContext<'a>,
        schema: &'e Schema,
        text: &'e str,
        pointer: &'e Pointer,
    ) -> Option<Sample<'e, 'a>> {
        let tree = Tree::parse(text).ok()?;
        let value: Value = serde_json::from_str(text).ok()?;
        // Keys that only an overlay names are not in the document that the type follows.
        let documented = schema
            .documented(&value, pointer.as_str())
            .filter(|documented| documented.in_original)?;
        let node = tree.at(pointer)?;
        let mut sample = Sample {
            context,
            schema,
            object: pointer.parent(),
            tree,
            value,
            pointer,
            node,
            documented,
            usual: BTreeSet::new(),
        };
        sample.usual = changes(text, &sample.written(text)?)?;
        let is_kept = sample
            .usual
            .iter()
            .all(|(at, _)| !at.is_within(pointer) && !pointer.is_within(at));
        is_kept.then_some(sample)
    }

    /// The documentation of the key, if the key is proven to be unread.
    fn unread(self) -> Option<Documented> {
        let tells_branches = self.documented.is_constant && self.documented.in_union;
        if tells_branches || !self.preserves_anything() || !self.may_be_repeated() || self.is_anything(&self.object) {
            return None;
        }
        // If no other key is read, the whole object may be a map on purpose.
        let read = self.documented.others.iter().find(|other| self.is_read(other));
        let is_alone = self.documented.others.is_empty() && !self.documented.is_constant;
        let is_unread = (read.is_some() || is_alone) && self.is_among_unknown_keys(read);
        is_unread.then_some(self.documented)
    }

    /// The probes that the schema forbids at a pointer, with the rest of the text unchanged.
    fn forbidden(&self, pointer: &Pointer) -> Vec<&'static str> {
        self.forbidden_in(self.value.clone(), pointer)
    }

    fn forbidden_in(&self, mut value: Value, pointer: &Pointer) -> Vec<&'static str> {
        let mut forbids = |probe: &&str| {
            let (Some(place), Ok(probe)) = (value.pointer_mut(pointer.as_str()), serde_json::from_str(probe)) else {
                return false;
            };
            *place = probe;
            !self.schema.is_valid(&value)
        };
        PROBES.into_iter().filter(|probe| forbids(probe)).collect()
    }

    /// Whether every value that the schema forbids under the key is read and written back.
    fn preserves_anything(&self) -> bool {
        let forbidden = self.forbidden(self.pointer);
        let place = range(&self.tree, self.node);
        let comes_back = |probe: &&str| {
            let text = spliced(self.tree.text(), place.clone(), probe);
            self.written(&text).is_some_and(|written| self.is_kept(&text, &written))
        };
        forbidden.len() >= MIN_FORBIDDEN && forbidden.iter().all(comes_back)
    }

    /// Whether the key may be repeated. Derived types reject a repeated key that they name.
    fn may_be_repeated(&self) -> bool {
        let text = self.with("", &format!(",{}", self.member()));
        self.reads(&text)
    }

    /// Whether the type reads every value at a pointer that the schema forbids there.
    fn is_anything(&self, pointer: &Pointer) -> bool {
        let Some(node) = self.tree.at(pointer) else { return true };
        let place = range(&self.tree, node);
        let reads = |probe: &str| self.reads(&spliced(self.tree.text(), place.clone(), probe));
        self.forbidden(pointer).into_iter().all(reads)
    }

    /// Whether the type deserializes another key of the same object: it rejects a value under it, or its absence.
    fn is_read(&self, key: &str) -> bool {
        let mut pointer = self.object.clone();
        pointer.push(key);
        let Some(node) = self.tree.at(&pointer) else {
            return self.is_read_when_added(key, &pointer);
        };
        if !self.is_anything(&pointer) {
            return true;
        }
        let mut without = self.value.clone();
        let object = without.pointer_mut(self.object.as_str()).and_then(Value::as_object_mut);
        if object.and_then(|object| object.remove(key)).is_none() || self.schema.is_valid(&without) {
            return false;
        }
        !self.reads(&self.without(node))
    }

    /// The same for an absent key.
    fn is_read_when_added(&self, key: &str, pointer: &Pointer) -> bool {
        let mut value = self.value.clone();
        let object = value.pointer_mut(self.object.as_str()).and_then(Value::as_object_mut);
        object.map(|object| object.insert(key.to_owned(), Value::Null));
        let key = Value::from(key);
        let refused = |probe: &str| !self.reads(&self.with(&format!("{key}:{probe},"), ""));
        self.forbidden_in(value, pointer).into_iter().any(refused)
    }

    /// Whether the key is written between unknown keys with its valid value, and a key that is deserialized is not.
    fn is_among_unknown_keys(&self, read: Option<&String>) -> bool {
        let documented = |key: &&str| self.documented.others.contains(*key);
        if BEFORE.iter().chain(&AFTER).any(documented) {
            return false;
        }
        let before: String = BEFORE.iter().map(|key| format!("{key:?}:true,")).collect();
        let after: String = AFTER.iter().map(|key| format!(",{key:?}:true")).collect();
        let text = self.with(&before, &after);
        let key = self.pointer.steps().last().unwrap_or_default();
        for _ in 0..ROUNDS {
            let Some(written) = self.written(&text).filter(|written| self.is_kept(&text, written)) else {
                return false;
            };
            let Some(keys) = keys(&written, &self.object) else {
                return false;
            };
            let is_unknown = |key: &String| BEFORE.contains(&key.as_str()) || AFTER.contains(&key.as_str());
            let (first, last) = (keys.iter().position(is_unknown), keys.iter().rposition(is_unknown));
            let is_between = |key: &String| {
                keys.iter()
                    .position(|other| other == key)
                    .is_some_and(|at| Some(at) > first && Some(at) < last)
            };
            if read.is_some_and(is_between) {
                return false;
            }
            if is_between(&key) {
                return true;
            }
        }
        false
    }

    /// The key and its value, as written in the text.
    fn member(&self) -> &str {
        &self.tree.text()[self.member_range(self.node)]
    }

    fn member_range(&self, node: Node) -> Range<usize> {
        self.tree.key_range(node).start..range(&self.tree, node).end
    }

    /// The text with additions before the key and after its value.
    fn with(&self, before: &str, after: &str) -> String {
        let member = format!("{before}{}{after}", self.member());
        spliced(self.tree.text(), self.member_range(self.node), &member)
    }

    /// The text without a member.
    fn without(&self, node: Node) -> String {
        let Range { start, end } = self.member_range(node);
        let text = self.tree.text();
        let (front, rest) = (text[..start].trim_end(), text[end..].trim_start());
        match front.strip_suffix(',') {
            Some(front) => [front, rest].concat(),
            None => [front, rest.strip_prefix(',').unwrap_or(rest)].concat(),
        }
    }

    /// Whether a probed text comes back with no more changes than the text itself.
    fn is_kept(&self, read: &str, written: &str) -> bool {
        changes(read, written).is_some_and(|changes| changes.is_subset(&self.usual))
    }

    fn reads(&self, text: &str) -> bool {
        self.context.read_other(text).done().is_some()
    }

    fn written(&self, text: &str) -> Option<String> {
        let read = self.context.read_other(text);
        match self.context.write(read.done()?)? {
            Attempt::Done(written) => Some(written),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }
}

/// Where a value is in its text.
pub(super) fn range(tree: &Tree<'_>, node: Node) -> Range<usize> {
    let start = tree.start(node);
    start..start + tree.source(node).len()
}

/// A text with another text in the place of a part.
pub(super) fn spliced(text: &str, place: Range<usize>, with: &str) -> String {
    [&text[..place.start], with, &text[place.end..]].concat()
}

/// What changes from one text to the other, and where.
fn changes(read: &str, written: &str) -> Option<BTreeSet<(Pointer, Change)>> {
    let (read, written) = (Tree::parse(read).ok()?, Tree::parse(written).ok()?);
    let found = differences(&read, &written).into_iter();
    Some(
        found
            .map(|difference| (difference.pointer, difference.change))
            .collect(),
    )
}

/// The keys of an object in a text, in order.
fn keys(text: &str, object: &Pointer) -> Option<Vec<String>> {
    let tree = Tree::parse(text).ok()?;
    let object = tree.at(object).filter(|&node| tree.kind(node) == Kind::Object)?;
    Some(
        tree.children(object)
            .map(|child| tree.key(child).into_owned())
            .collect(),
    )
}
