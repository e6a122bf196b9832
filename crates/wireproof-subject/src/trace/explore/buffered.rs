//! The objects that a type reads out of serde's buffer: of an untagged or internally tagged enum, or in a flattened part.
//!
//! The type asks for nothing that could be seen then. But its errors are seen, even those that serde discards: the keys that are
//! missing; and for each key that is tried, an error that quotes its value, or says that it is repeated.

use super::explorer::Explorer;
use super::repair::Entries;
use super::run::Run;
use crate::trace::context::Context;
use crate::trace::log::{Asked, What};
use crate::trace::model::{Accepts, Answer, JsonKind, OtherKeys, Reads, Request, TracedKey, TracedObject};
use crate::trace::samples;
use crate::trace::sketch::Sketch;
use std::collections::BTreeSet;

/// An object, and an example of it.
#[derive(Debug, Default)]
pub(super) struct Buffered {
    pub(super) object: TracedObject,
    pub(super) example: Option<Entries>,
}

/// Adds a key, or what is new about a known one.
fn merge(keys: &mut Vec<TracedKey>, key: TracedKey) {
    let Some(known) = keys.iter_mut().find(|known| known.name == key.name) else {
        return keys.push(key);
    };
    known.required = known.required.min(key.required);
    known.nullable = known.nullable.max(key.nullable);
    known.aliases.extend(key.aliases);
    for (kind, accepts) in key.kinds {
        let before = known.kinds.entry(kind).or_insert(accepts);
        *before = accepts.max(*before);
    }
}

impl Explorer {
    pub(super) fn examine_untagged(&mut self, index: usize) {
        self.nodes[index].traced.is_buffered = true;
        if self.nodes[index].traced.kinds.get(&JsonKind::Object) == Some(&Accepts::No) {
            return;
        }
        let context = self.nodes[index].context.clone();
        let found = self.buffered(&context, &Entries::new(), &BTreeSet::new());
        if let Some(example) = found.example {
            self.try_value(index, Sketch::Object(example));
        }
        let node = &mut self.nodes[index];
        node.traced.example = node.filler.as_ref().map(Sketch::to_string);
        node.traced.object = Some(found.object);
    }

    /// The object of a variant, which the tag names.
    pub(super) fn tagged_content(&mut self, context: &Context, tag: &str, word: &str) -> Buffered {
        let fixed = vec![(tag.to_owned(), Sketch::text(word))];
        let mut found = self.buffered(context, &fixed, &BTreeSet::from([tag.to_owned()]));
        let key = TracedKey {
            name: tag.to_owned(),
            read: Reads::Yes,
            required: Answer::Yes,
            ..TracedKey::default()
        };
        found.object.keys.insert(0, key);
        found
    }

    /// Keeps the object of a variant as a type of its own.
    pub(super) fn add_content(&mut self, index: usize, name: &str, found: Buffered) {
        let Some(at) = self.add_node(index, name, found.object, &[]) else {
            return;
        };
        let example = found.example.map(Sketch::Object);
        let node = &mut self.nodes[at];
        node.traced.example = example.as_ref().map(Sketch::to_string);
        node.filler = example;
        node.traced.is_buffered = true;
        node.is_finished = true;
    }

    /// Adds a type whose object is known: a variant, at the place of its enum.
    pub(super) fn add_node(
        &mut self,
        index: usize,
        name: &str,
        object: TracedObject,
        fixed: &[(String, Sketch)],
    ) -> Option<usize> {
        let asked = self.nodes[index].asked?;
        let context = self.nodes[index].context.clone();
        let as_struct = Asked {
            request: Request::StructVariant,
            ..asked
        };
        self.meet_named(name.to_owned(), &as_struct, context)?;
        let at = *self.by_name.get(name)?;
        self.waiting.retain(|&waiting| waiting != at);
        let node = &mut self.nodes[at];
        (node.traced.value, node.traced.visitor) = (String::new(), String::new());
        node.traced.object = Some(object);
        node.fixed = fixed.to_vec();
        Some(at)
    }

    /// What a type reads of an object with fixed entries, beside the keys that are known.
    pub(super) fn buffered(&mut self, context: &Context, fixed: &Entries, known: &BTreeSet<String>) -> Buffered {
        let repaired = self.repair(context, fixed);
        let was_read = !repaired.found.is_empty();
        let bases: Vec<Entries> = match was_read {
            true => repaired.found.into_iter().map(|found| found.entries).collect(),
            false => vec![fixed.clone()],
        };
        let (mut is_denied, mut is_tried) = (false, true);
        let mut keys: Vec<TracedKey> = Vec::new();
        for (number, base) in bases.iter().enumerate() {
            let added: Vec<String> = base[fixed.len()..].iter().map(|(key, _)| key.clone()).collect();
            let is_new = |key: &&String| !known.contains(*key) && base.iter().all(|(other, _)| other != *key);
            let pool: Vec<String> = self.candidates.keys.iter().filter(is_new).cloned().collect();
            let signs = self.signs(context, base, pool);
            is_tried &= signs.is_some();
            let signs = signs.unwrap_or_default();
            is_denied |= signs.is_denied;
            let missing = repaired.missing.iter().filter(|_| !was_read);
            let of_base = added.iter().chain(missing).chain(&signs.names);
            let mut of_base: Vec<&String> = of_base.filter(|name| !known.contains(*name)).collect();
            of_base.dedup();
            for key in &mut keys {
                // What one variant requires, the type as a whole does not.
                if !added.contains(&key.name) {
                    key.required = Answer::No;
                }
            }
            for name in of_base {
                let mut key = match was_read {
                    true => self.key_in(context, base, name),
                    false => TracedKey {
                        name: name.clone(),
                        read: Reads::Yes,
                        ..TracedKey::default()
                    },
                };
                if number > 0 && keys.iter().all(|other| other.name != *name) {
                    key.required = Answer::No;
                }
                merge(&mut keys, key);
            }
        }
        Buffered {
            object: TracedObject {
                keys,
                others: if is_denied {
                    OtherKeys::Denied
                } else {
                    OtherKeys::Buffered
                },
                tried_candidates: is_tried,
                was_read,
                key_words: Vec::new(),
            },
            example: bases.into_iter().next().filter(|_| was_read),
        }
    }

    /// What is known of a key from putting it into an object that the type reads, and taking it out.
    fn key_in(&mut self, context: &Context, base: &Entries, name: &str) -> TracedKey {
        let mut key = TracedKey {
            name: name.to_owned(),
            read: Reads::Yes,
            ..TracedKey::default()
        };
        let without: Entries = base.iter().filter(|(other, _)| other != name).cloned().collect();
        let outcome = match without.len() < base.len() {
            true => self
                .probe(context, Sketch::Object(without.clone()))
                .and_then(|run| run.outcome()),
            false => Some(true),
        };
        key.required = match outcome {
            Some(true) => Answer::No,
            Some(false) => Answer::Yes,
            None => Answer::Unknown,
        };
        for kind in JsonKind::ALL {
            let mut entries = without.clone();
            entries.push((name.to_owned(), samples::simplest(kind)));
            let Some(run) = self.probe(context, Sketch::Object(entries)) else {
                break;
            };
            if let Some(accepts) = kind_of_key(&run, kind) {
                key.kinds.insert(kind, accepts);
            }
        }
        let value = samples::simplest(JsonKind::Null);
        key.nullable = match key.kinds.get(&value.kind()) {
            Some(Accepts::Yes) => Answer::Yes,
            Some(Accepts::No) => Answer::No,
            _ => Answer::Unknown,
        };
        // The error of a key that is there twice gives the name of the field.
        let read = JsonKind::ALL
            .into_iter()
            .find(|kind| key.kinds.get(kind) == Some(&Accepts::Yes));
        if let Some(value) = read.map(samples::simplest) {
            let mut entries = vec![(name.to_owned(), value.clone()), (name.to_owned(), value)];
            entries.extend(without);
            let run = self.probe(context, Sketch::Object(entries));
            let field =
                run.as_ref()
                    .into_iter()
                    .flat_map(|run| run.complaints())
                    .find_map(|complaint| match &complaint.what {
                        What::Duplicate(field) => Some(field.clone()),
                        _ => None,
                    });
            if let Some(field) = field.filter(|field| field != name) {
                key.name = field;
                key.aliases.push(name.to_owned());
            }
        }
        key
    }
}

/// Whether a type that reads the rest of an object reads a value of a kind under one of its keys.
fn kind_of_key(run: &Run, kind: JsonKind) -> Option<Accepts> {
    if run.outcome()? {
        return Some(Accepts::Yes);
    }
    let is_for_kind = |what: &What| matches!(what, What::Kind { found, .. } if *found == Some(kind));
    let refused = run.complaints().iter().any(|complaint| is_for_kind(&complaint.what));
    Some(if refused { Accepts::No } else { Accepts::Unsure })
}
