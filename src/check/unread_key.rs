//! Does the type carry a documented key without reading it?

use super::{Check, CheckContext, RuleInfo, Sink, swapped_keys, unread_word};
use crate::case::CaseKind;
use crate::diff::differences;
use crate::finding::Code;
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::{Documented, Schema};
use crate::subject::{Attempt, Decoder};
use serde_json::Value;
use std::ops::Range;

pub(super) struct UnreadKey;

impl Check for UnreadKey {
    fn code(&self) -> Code {
        Code::UnreadKey
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does the type carry a documented key along without reading it?",
            summary: "type carries along what the document names, and does not read it as that",
            rationale: "A type that keeps unknown keys in a map loses nothing when the name of a field is misspelt, or the field \
                  is missing: the key lands among the unknown ones and comes back unchanged. But nobody who uses the \
                  type ever sees the value in its field. It is shown by asking the type: whatever stands under the key \
                  comes back unchanged, though the schema forbids it; the key may stand twice; and it is written between \
                  keys that nobody knows. A field of type `Value` does not do the last two. What `Debug` shows tells two more \
                  faults apart. `word`: a listed word, or the tag of a branch, is shown as a word is that nobody knows, and \
                  another word of the same place is not. `swapped`: the values of two keys are shown in each \
                  other's fields, or two words under each other's names.",
            fix: "Add the field, or give it the key's name with `rename` or `rename_all`. To leave the key to the map of \
                   unknown keys, or a word to a catch-all, may be a choice: then accept the finding with a reason.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let Some(schema) = context.schema else { return };
        match context.case.kind {
            CaseKind::Mutant => carried(self.code(), context, schema, sink),
            CaseKind::Sample if context.is_to_survive() && context.shows() => {
                unread_word::check_case(context, schema, sink);
                swapped_keys::check_case(context, schema, sink);
            }
            _ => {}
        }
    }
}

/// Looks at the key of a mutant whose value has the wrong type, and comes back unchanged.
fn carried(code: Code, context: &CheckContext<'_>, schema: &Schema, sink: &mut Sink) {
    let is_wrong_type = |fault: &&crate::case::Fault| fault.operator == "wrong_type";
    let Some(fault) = context.case.fault.as_ref().filter(is_wrong_type) else {
        return;
    };
    if context.read().done().is_none()
        || !context.differences().is_some_and(<[_]>::is_empty)
        || context.has_duplicate_keys()
    {
        return;
    }
    let texts = valid_texts(context, schema, &fault.pointer);
    let Some(sample) = texts
        .iter()
        .find_map(|text| Sample::new(context, schema, text, &fault.pointer))
    else {
        return;
    };
    let Some(documented) = sample.unread() else { return };
    let mut hit = context.hit_at(fault.pointer.clone());
    hit.schema_pointer = Some(documented.schema_pointer);
    hit.message = "carried along, but not read: anything in its place comes back unchanged".to_owned();
    sink.hit(code, hit);
}

/// One value of each kind, and a number of either form.
const PROBES: [&str; 7] = ["null", "true", "1", "1.5", r#""x""#, "[]", "{}"];
/// So many of them must be forbidden, or to read them says little.
const ENOUGH: usize = 3;
/// Keys that nobody knows: in front of the key in question and behind it, whether a map keeps the order of the text or sorts.
const BEFORE: [&str; 3] = ["!a", "!b", "!c"];
const BEHIND: [&str; 3] = ["~a", "~b", "~c"];
/// A hash map writes its keys in another order each time; so often it is asked to write the one in question between others.
const ROUNDS: usize = 24;

/// The case with what stood in the place of its fault before; if nobody knows that, with what may stand there.
fn valid_texts(context: &CheckContext<'_>, schema: &Schema, pointer: &Pointer) -> Vec<String> {
    let Some(node) = context.at(pointer) else {
        return Vec::new();
    };
    let place = range(&context.tree, node);
    let known = context.case.was.as_deref().into_iter();
    let guesses = PROBES.into_iter().filter(|_| context.case.was.is_none());
    let texts = known
        .chain(guesses)
        .map(|was| spliced(context.tree.text(), place.clone(), was));
    let is_valid = |text: &String| serde_json::from_str(text).is_ok_and(|value| schema.is_valid(&value));
    texts.filter(is_valid).collect()
}

/// A valid text, and the key in it that may go unread.
struct Sample<'e, 'a> {
    context: &'e CheckContext<'a>,
    schema: &'e Schema,
    tree: Tree<'e>,
    value: Value,
    pointer: &'e Pointer,
    object: Pointer,
    node: Node,
    documented: Documented,
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
        // What an overlay names, somebody saw; the type was written after the document.
        let documented = schema
            .documented(&value, pointer.as_str())
            .filter(|documented| documented.in_original)?;
        let node = tree.at(pointer)?;
        Some(Sample {
            context,
            schema,
            object: pointer.parent(),
            tree,
            value,
            pointer,
            node,
            documented,
        })
    }

    /// What the schema says of the key, if it is proven to go unread.
    fn unread(self) -> Option<Documented> {
        let tells_branches = self.documented.is_constant && self.documented.in_union;
        if tells_branches || !self.holds_anything() || !self.may_stand_twice() || self.is_anything(&self.object) {
            return None;
        }
        // Else the whole object may be a map on purpose.
        let read = self.documented.others.iter().find(|other| self.is_read(other));
        let is_alone = self.documented.others.is_empty() && !self.documented.is_constant;
        let is_unread = (read.is_some() || is_alone) && self.is_among_strangers(read);
        is_unread.then_some(self.documented)
    }

    /// What the schema forbids at a pointer, all else being as it is.
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

    /// Whether all that the schema forbids under the key is read, and comes back.
    fn holds_anything(&self) -> bool {
        let forbidden = self.forbidden(self.pointer);
        let place = range(&self.tree, self.node);
        let comes_back = |probe: &&str| {
            let text = spliced(self.tree.text(), place.clone(), probe);
            self.written(&text).is_some_and(|written| same(&text, &written))
        };
        forbidden.len() >= ENOUGH && forbidden.iter().all(comes_back)
    }

    /// Whether the key may stand twice; a key that a type names may not, unless the type is written by hand.
    fn may_stand_twice(&self) -> bool {
        let text = self.with("", &format!(",{}", self.member()));
        self.reads(&text)
    }

    /// Whether the type takes anything for the value at a pointer, as far as the schema forbids it.
    fn is_anything(&self, pointer: &Pointer) -> bool {
        let Some(node) = self.tree.at(pointer) else { return true };
        let place = range(&self.tree, node);
        let reads = |probe: &str| self.reads(&spliced(self.tree.text(), place.clone(), probe));
        self.forbidden(pointer).into_iter().all(reads)
    }

    /// Whether the type reads another key of the same object: it refuses something under it, or wants it to be there.
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

    /// The same of a key that is not there.
    fn is_read_when_added(&self, key: &str, pointer: &Pointer) -> bool {
        let mut value = self.value.clone();
        let object = value.pointer_mut(self.object.as_str()).and_then(Value::as_object_mut);
        object.map(|object| object.insert(key.to_owned(), Value::Null));
        let key = Value::from(key);
        let refused = |probe: &str| !self.reads(&self.with(&format!("{key}:{probe},"), ""));
        self.forbidden_in(value, pointer).into_iter().any(refused)
    }

    /// Whether the key, with its valid value, is written between keys that nobody knows, where a key that is read is not.
    fn is_among_strangers(&self, read: Option<&String>) -> bool {
        let documented = |stranger: &&str| self.documented.others.contains(*stranger);
        if BEFORE.iter().chain(&BEHIND).any(documented) {
            return false;
        }
        let before: String = BEFORE.iter().map(|key| format!("{key:?}:true,")).collect();
        let behind: String = BEHIND.iter().map(|key| format!(",{key:?}:true")).collect();
        let text = self.with(&before, &behind);
        let key = self.pointer.steps().last().unwrap_or_default();
        for _ in 0..ROUNDS {
            let Some(written) = self.written(&text).filter(|written| same(&text, written)) else {
                return false;
            };
            let Some(keys) = keys(&written, &self.object) else {
                return false;
            };
            let is_stranger = |key: &String| BEFORE.contains(&key.as_str()) || BEHIND.contains(&key.as_str());
            let (first, last) = (keys.iter().position(is_stranger), keys.iter().rposition(is_stranger));
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

    /// The key and its value as they stand in the text.
    fn member(&self) -> &str {
        &self.tree.text()[self.member_range(self.node)]
    }

    fn member_range(&self, node: Node) -> Range<usize> {
        self.tree.key_range(node).start..range(&self.tree, node).end
    }

    /// The text with something in front of the key and something behind its value.
    fn with(&self, before: &str, behind: &str) -> String {
        let member = format!("{before}{}{behind}", self.member());
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

    fn reads(&self, text: &str) -> bool {
        self.context.read_through(Decoder::FromStr, text).done().is_some()
    }

    fn written(&self, text: &str) -> Option<String> {
        let read = self.context.read_through(Decoder::FromStr, text);
        match self.context.write(read.done()?)? {
            Attempt::Done(written) => Some(written),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }
}

fn range(tree: &Tree<'_>, node: Node) -> Range<usize> {
    let start = tree.start(node);
    start..start + tree.source(node).len()
}

fn spliced(text: &str, place: Range<usize>, with: &str) -> String {
    [&text[..place.start], with, &text[place.end..]].concat()
}

fn same(read: &str, written: &str) -> bool {
    match (Tree::parse(read), Tree::parse(written)) {
        (Ok(read), Ok(written)) => differences(&read, &written).is_empty(),
        _ => false,
    }
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
