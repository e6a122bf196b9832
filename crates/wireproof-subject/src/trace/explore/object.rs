//! The objects that a type reads, where serde hands it their keys.

use super::explorer::Explorer;
use super::run::{Run, Seen};
use crate::trace::context::Context;
use crate::trace::log::{Asked, What};
use crate::trace::model::{Answer, OtherKeys, Reads, Request, TracedKey, TracedObject};
use crate::trace::name;
use crate::trace::samples::{NONSENSE, NUMBER_KEY};
use crate::trace::sketch::Sketch;
use std::collections::BTreeSet;

/// How many candidates are tried at once: each that the type refuses ends the run.
const CHUNK: usize = 256;

impl Explorer {
    pub(super) fn examine_object(&mut self, index: usize, asked: &Asked) {
        let context = self.nodes[index].context.clone();
        let mut object = TracedObject::default();
        let mut named: Vec<String> = asked.names.iter().map(|&name| name.to_owned()).collect();
        let Some(empty) = self.probe(&context, Sketch::Object(Vec::new())) else {
            return;
        };
        named.extend(missing(&empty));
        let Some(run) = self.probe(&context, Sketch::with(NONSENSE, Sketch::Null)) else {
            return;
        };
        let Some((key, value)) = run.value().entries().first() else {
            return;
        };
        let stranger = run.seen(value);
        match &stranger {
            Seen::Ignored => object.others = OtherKeys::Dropped,
            Seen::Buffered => object.others = OtherKeys::Buffered,
            Seen::Read(of_value) => {
                object.others = OtherKeys::Kept {
                    value: self.meet(of_value, context.key(&[], NONSENSE)),
                    is_map: name::is_plain_map(asked),
                };
            }
            Seen::NotReached => {
                let denied = run
                    .own_complaints()
                    .chain(of_key(&run, key))
                    .find_map(|what| match what {
                        What::UnknownField(listed) => Some(*listed),
                        _ => None,
                    });
                match denied {
                    Some(listed) => {
                        object.others = OtherKeys::Denied;
                        named.extend(listed.iter().map(|&name| name.to_owned()));
                    }
                    None => self.restricted_keys(&context, &run, asked, &mut object),
                }
            }
        }
        if let Some((of_key, _)) = run.key_request(key)
            && name::is_adjacent_key(of_key.value)
        {
            return self.examine_adjacent(index, asked);
        }
        let is_map = matches!(object.others, OtherKeys::Kept { is_map: true, .. });
        if !is_map {
            let place = Place {
                context: &context,
                before: &[],
                stranger: &stranger,
            };
            self.own_keys(&place, named, &mut object);
            self.candidate_keys(&place, &mut object);
        }
        if let Some(known) = &mut self.nodes[index].traced.object {
            // Read in another way before: an untagged enum in the place of the object.
            known.keys.extend(object.keys);
            return;
        }
        let was_asked = matches!(asked.request, Request::Struct | Request::StructVariant | Request::Map);
        if was_asked || !object.keys.is_empty() || object.others != OtherKeys::Unknown {
            self.nodes[index].traced.object = Some(object);
        }
    }

    /// A map that does not read every key.
    fn restricted_keys(&mut self, context: &Context, refused: &Run, asked: &Asked, object: &mut TracedObject) {
        let mut keys = vec![NUMBER_KEY.to_owned(), "true".to_owned()];
        if let Some((key, _)) = refused.value().entries().first() {
            for what in of_key(refused, key) {
                if let What::UnknownWord { listed, .. } = what {
                    object.key_words = listed.iter().map(|&word| word.to_owned()).collect();
                    keys = object.key_words.clone();
                }
            }
        }
        if object.key_words.is_empty() {
            keys.extend(self.candidates.words.iter().take(64).cloned());
        }
        for key in keys {
            let Some(run) = self.probe(context, Sketch::with(&key, Sketch::Null)) else {
                return;
            };
            let Some((_, value)) = run.value().entries().first() else {
                return;
            };
            if let Seen::Read(of_value) = run.seen(value) {
                object.others = OtherKeys::Kept {
                    value: self.meet(&of_value, context.key(&[], &key)),
                    is_map: name::is_plain_map(asked),
                };
                return;
            }
        }
    }

    /// The keys that a type lists or misses.
    fn own_keys(&mut self, place: &Place<'_>, named: Vec<String>, object: &mut TracedObject) {
        let mut done = BTreeSet::new();
        for key in named {
            if !done.insert(key.clone()) {
                continue;
            }
            let Some(run) = self.probe(place.context, place.with(std::slice::from_ref(&key))) else {
                return;
            };
            let Some(value) = run.value().last() else { return };
            let seen = run.seen(value);
            let read = match &seen {
                Seen::Ignored => Reads::No,
                // In the flattened part, which is examined later.
                Seen::Buffered if matches!(place.stranger, Seen::Buffered) => continue,
                Seen::Read(of_value) if is_same(of_value, place.stranger) => Reads::Unknown,
                Seen::NotReached => Reads::Unknown,
                Seen::Buffered | Seen::Read(_) => Reads::Yes,
            };
            object.keys.push(self.key(place, &run, &key, value, &seen, read));
        }
    }

    fn key(&mut self, place: &Place<'_>, run: &Run, key: &str, value: &Sketch, seen: &Seen, read: Reads) -> TracedKey {
        let of_value = match seen {
            Seen::Read(of_value) => self.meet(of_value, place.context.key(place.before, key)),
            _ => None,
        };
        TracedKey {
            name: key.to_owned(),
            read,
            nullable: match (seen, run.child_outcome(value)) {
                (Seen::Read(_), Some(true)) => Answer::Yes,
                (Seen::Read(_), Some(false)) => Answer::No,
                _ => Answer::Unknown,
            },
            value: of_value,
            ..TracedKey::default()
        }
    }

    /// Tries the candidates, as many in a run as the type reads on.
    pub(super) fn candidate_keys(&mut self, place: &Place<'_>, object: &mut TracedObject) {
        if matches!(place.stranger, Seen::NotReached) {
            // A type that denies unknown keys has named those that it knows.
            object.tried_candidates = object.others == OtherKeys::Denied;
            return;
        }
        let is_new = |key: &&String| object.key(key).is_none() && place.before.iter().all(|(known, _)| known != *key);
        let mut rest: Vec<String> = self.candidates.keys.iter().filter(is_new).cloned().collect();
        while !rest.is_empty() {
            let tried = &rest[..rest.len().min(CHUNK)];
            let Some(run) = self.probe(place.context, place.with(tried)) else {
                return;
            };
            let mut passed = 0;
            for (key, value) in run.value().entries().iter().skip(place.before.len()) {
                let seen = run.seen(value);
                let is_unlike = match (&seen, place.stranger) {
                    (Seen::NotReached, _) => break,
                    (Seen::Read(of_value), _) => !is_same(of_value, place.stranger),
                    (Seen::Ignored, Seen::Ignored) | (Seen::Buffered, Seen::Buffered) => false,
                    _ => true,
                };
                passed += 1;
                if is_unlike {
                    let found = self.key(place, &run, key, value, &seen, Reads::Yes);
                    object.keys.push(found);
                }
            }
            // The type may refuse the first key itself.
            rest.drain(..passed.max(1));
        }
        object.tried_candidates = true;
    }
}

/// A place whose keys are examined.
pub(super) struct Place<'p> {
    pub(super) context: &'p Context,
    /// The entries in front of the keys.
    pub(super) before: &'p [(String, Sketch)],
    /// What becomes of a key there that the type does not know.
    pub(super) stranger: &'p Seen,
}

impl Place<'_> {
    /// An object of the entries in front and of some keys.
    fn with(&self, keys: &[String]) -> Sketch {
        let keys = keys.iter().map(|key| (key.clone(), Sketch::Null));
        Sketch::Object(self.before.iter().cloned().chain(keys).collect())
    }
}

/// Whether a value is read as that of a key that the type does not know.
fn is_same(of_value: &Asked, stranger: &Seen) -> bool {
    matches!(stranger, Seen::Read(other) if name::are_same(other, of_value))
}

/// The keys that the type misses at a place.
fn missing(run: &Run) -> Vec<String> {
    let fields = run.own_complaints().filter_map(|what| match what {
        What::Missing(field) => Some(field.clone()),
        _ => None,
    });
    fields.collect()
}

fn of_key<'r>(run: &'r Run, key: &String) -> impl Iterator<Item = &'r What> {
    let complaints = run
        .key_request(key)
        .map(|(_, complaints)| complaints)
        .unwrap_or_default();
    complaints.iter().map(|complaint| &complaint.what)
}
