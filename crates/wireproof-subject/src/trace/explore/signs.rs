//! Which of some keys a type gives a sign to know, where serde buffers the object.
//!
//! Each key is given twice, with a value that carries a mark. A type that knows the key refuses the value, and the error quotes it;
//! or it reads the value, and says that the key is repeated.

use super::explorer::Explorer;
use super::repair::Entries;
use super::run::Run;
use crate::trace::context::Context;
use crate::trace::log::What;
use crate::trace::model::JsonKind;
use crate::trace::samples::{self, NONSENSE};
use crate::trace::sketch::Sketch;
use std::collections::BTreeSet;

/// How many keys are tried at once: each that is known costs another run of all of them.
const CHUNK: usize = 64;

/// Which value a key is tried with; the number is the key's.
type Value = dyn Fn(usize) -> Sketch;

impl Explorer {
    /// Which of some keys the type gives a sign to know; `None` if that cannot be found out.
    pub(super) fn signs(&mut self, context: &Context, base: &Entries, pool: Vec<String>) -> Option<Signs> {
        let plain = self.probe(context, Sketch::Object(base.clone()))?.outcome()?;
        let strangers = [NONSENSE.to_owned()];
        let mut signs = Signs::default();
        let mut values: Vec<Box<Value>> = Vec::new();
        let marked: [fn(usize) -> Sketch; 2] = [samples::marked_text, samples::marked_number];
        for value in marked {
            let control = self.probe(context, doubled(&strangers, &value, base))?;
            for complaint in control.complaints() {
                if let What::UnknownField(listed) = complaint.what {
                    signs.names.extend(listed.iter().map(|&name| name.to_owned()));
                    signs.is_denied |= control.outcome() == Some(false);
                }
            }
            let quotes_stranger = control
                .complaints()
                .iter()
                .any(|complaint| mark_of(&complaint.what) == Some(0));
            if control.outcome() == Some(plain) && !quotes_stranger {
                values.push(Box::new(value));
            }
        }
        if signs.is_denied {
            return Some(signs);
        }
        if values.is_empty() {
            // Unknown keys go into a map, whose values have a type. Only a repetition tells its keys from others then.
            match self.value_of_strangers(context, base) {
                Some(value) => values.push(Box::new(move |_| value.clone())),
                None if plain => return self.one_by_one(context, base, &pool),
                None => return None,
            }
        }
        for value in &values {
            let control = Told::of(&self.probe(context, doubled(&strangers, &**value, base))?, NONSENSE);
            let rest: Vec<String> = pool.iter().filter(|key| !signs.names.contains(*key)).cloned().collect();
            for keys in rest.chunks(CHUNK) {
                self.search(context, base, keys, &**value, &control, &mut signs.names)?;
            }
        }
        Some(signs)
    }

    /// A value that the type reads under a key that it does not know.
    fn value_of_strangers(&mut self, context: &Context, base: &Entries) -> Option<Sketch> {
        let with = |value: Sketch| -> Entries {
            let stranger = [(NONSENSE.to_owned(), value)];
            stranger.into_iter().chain(base.iter().cloned()).collect()
        };
        for kind in JsonKind::ALL {
            let value = samples::simplest(kind);
            if self.probe(context, Sketch::Object(with(value.clone())))?.outcome() == Some(true) {
                return Some(value);
            }
        }
        let found = self
            .repair(context, &with(samples::marked_text(samples::FIRST_KEPT)))
            .found;
        let entries = found.into_iter().next()?.entries;
        entries
            .into_iter()
            .find(|(key, _)| key == NONSENSE)
            .map(|(_, value)| value)
    }

    /// For a type that refuses a key which it does not know, whatever its value is: the keys that it does not refuse like that.
    fn one_by_one(&mut self, context: &Context, base: &Entries, pool: &[String]) -> Option<Signs> {
        let mut signs = Signs {
            is_denied: true,
            ..Signs::default()
        };
        let value: fn(usize) -> Sketch = samples::marked_text;
        let control = Told::of(
            &self.probe(context, doubled(&[NONSENSE.to_owned()], &value, base))?,
            NONSENSE,
        );
        for key in pool {
            let run = self.probe(context, doubled(std::slice::from_ref(key), &value, base))?;
            if Told::of(&run, key) != control {
                signs.names.insert(key.clone());
            }
        }
        Some(signs)
    }

    /// Gives the type all keys at once, until no one gives a sign; where a sign names no key, half of them.
    fn search(
        &mut self,
        context: &Context,
        base: &Entries,
        pool: &[String],
        value: &Value,
        control: &Told,
        names: &mut BTreeSet<String>,
    ) -> Option<()> {
        let mut rest = pool.to_vec();
        while !rest.is_empty() {
            let run = self.probe(context, doubled(&rest, value, base))?;
            let mut found = BTreeSet::new();
            for complaint in run.complaints() {
                match &complaint.what {
                    What::Duplicate(name) => found.extend(rest.iter().filter(|key| *key == name).cloned()),
                    what => found.extend(mark_of(what).and_then(|mark| rest.get(mark)).cloned()),
                }
            }
            if !found.is_empty() {
                rest.retain(|key| !found.contains(key));
                names.extend(found);
                continue;
            }
            if let [only] = &rest[..] {
                if Told::of(&run, only) != *control {
                    names.insert(only.clone());
                }
                break;
            }
            if Told::of(&run, "") == *control {
                break;
            }
            let (one, other) = rest.split_at(rest.len() / 2);
            self.search(context, base, one, value, control, names)?;
            return self.search(context, base, other, value, control, names);
        }
        Some(())
    }
}

/// The keys that a type gives a sign to know.
#[derive(Debug, Default)]
pub(super) struct Signs {
    pub(super) names: BTreeSet<String>,
    pub(super) is_denied: bool,
}

/// What a run shows, apart from the values.
#[derive(Debug, PartialEq)]
struct Told {
    outcome: Option<bool>,
    complaints: BTreeSet<String>,
}

impl Told {
    /// Errors that quote the key are the same for each key.
    fn of(run: &Run, key: &str) -> Told {
        let mut complaints = BTreeSet::new();
        for complaint in run.complaints() {
            let message = complaint.what.to_string();
            complaints.insert(if key.is_empty() {
                message
            } else {
                message.replace(key, NONSENSE)
            });
        }
        Told {
            outcome: run.outcome(),
            complaints,
        }
    }
}

/// An object that has each of some keys twice, in front of other entries.
fn doubled(keys: &[String], value: &Value, base: &Entries) -> Sketch {
    let twice = keys.iter().enumerate().flat_map(|(number, key)| {
        let entry = (key.clone(), value(number));
        [entry.clone(), entry]
    });
    Sketch::Object(twice.chain(base.iter().cloned()).collect())
}

fn mark_of(what: &What) -> Option<usize> {
    match what {
        What::Kind { mark, .. } | What::Value { mark, .. } | What::UnknownWord { mark, .. } => *mark,
        _ => None,
    }
}
