//! Searches an object that a type reads, where serde buffers it: adds what the type misses, and changes what it refuses.

use super::explorer::Explorer;
use crate::trace::context::Context;
use crate::trace::log::What;
use crate::trace::model::JsonKind;
use crate::trace::samples::{self, TEXTS};
use crate::trace::sketch::Sketch;
use std::collections::{BTreeSet, VecDeque};

/// Keys and values, in order.
pub(super) type Entries = Vec<(String, Sketch)>;

/// The most runs of a search, objects that it keeps, and words that it tries in one place.
const MOST_RUNS: usize = 400;
const MOST_FOUND: usize = 6;
const MOST_WORDS: usize = 6;
const MOST_CANDIDATES: usize = 100;

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// Objects that the type reads: one for each of an enum's variants, as far as they were found.
    pub(super) found: Vec<Found>,
    /// The keys that the type missed.
    pub(super) missing: BTreeSet<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) entries: Entries,
    /// The errors that serde discarded.
    errors: usize,
}

impl Found {
    /// Whether another object has no more keys and leaves no more errors, so that this one shows nothing new.
    fn is_no_better_than(&self, other: &Found) -> bool {
        let has = |name: &String| self.entries.iter().any(|(key, _)| key == name);
        other.errors <= self.errors
            && other
                .entries
                .iter()
                .all(|(key, value)| has(key) && self.has_words_of(key, value))
    }

    /// Objects with different words are of different variants.
    fn has_words_of(&self, key: &String, value: &Sketch) -> bool {
        let is_word = |value: &Sketch| matches!(value, Sketch::Text(text) if !samples::is_marked(text));
        let mine = self.entries.iter().find(|(other, _)| other == key);
        mine.is_some_and(|(_, mine)| mine == value || !(is_word(mine) && is_word(value)))
    }
}

/// A search: what is still to be tried, in the order of the number of changes.
struct Search {
    waiting: VecDeque<Entries>,
    known: BTreeSet<String>,
    marks: usize,
}

impl Search {
    fn add(&mut self, entries: Entries) {
        if self.known.insert(Sketch::Object(entries.clone()).to_string()) {
            self.waiting.push_back(entries);
        }
    }

    fn mark(&mut self) -> Sketch {
        self.marks += 1;
        samples::marked_text(self.marks)
    }

    /// The entries with other values in the place of one that carries a mark.
    fn replace(&mut self, entries: &Entries, mark: usize, values: impl IntoIterator<Item = Sketch>) {
        let marked = samples::marked_text(mark);
        for value in values {
            let mut changed = entries.clone();
            if changed.iter_mut().any(|(_, held)| put(held, &marked, &value)) {
                self.add(changed);
            }
        }
    }

    /// Adds a key that is missing: to the object, or to one inside if the object has it.
    fn complete(&mut self, entries: &Entries, field: &str) {
        let mark = self.mark();
        if entries.iter().all(|(key, _)| key != field) {
            let mut changed = entries.clone();
            changed.push((field.to_owned(), mark));
            return self.add(changed);
        }
        for (position, (_, value)) in entries.iter().enumerate() {
            if let Sketch::Object(inner) = value
                && inner.iter().all(|(key, _)| key != field)
            {
                let mut inner = inner.clone();
                inner.push((field.to_owned(), mark.clone()));
                let mut changed = entries.clone();
                changed[position].1 = Sketch::Object(inner);
                self.add(changed);
            }
        }
    }
}

impl Explorer {
    /// Searches objects that the type at a place reads, all of which have the fixed entries.
    pub(super) fn repair(&mut self, context: &Context, fixed: &Entries) -> Repaired {
        let mut repaired = Repaired::default();
        let mut search = Search {
            waiting: VecDeque::new(),
            known: BTreeSet::new(),
            marks: samples::FIRST_KEPT,
        };
        search.add(fixed.clone());
        for _ in 0..MOST_RUNS {
            let Some(entries) = search.waiting.pop_front() else {
                break;
            };
            let Some(run) = self.probe(context, Sketch::Object(entries.clone())) else {
                break;
            };
            let was_read = run.outcome() == Some(true);
            if was_read {
                let found = Found {
                    entries: entries.clone(),
                    errors: run.complaints().len(),
                };
                if !repaired.found.iter().any(|other| found.is_no_better_than(other)) {
                    repaired.found.push(found);
                }
                if repaired.found.len() == MOST_FOUND {
                    break;
                }
            }
            let mut is_told = false;
            for complaint in run.complaints() {
                match &complaint.what {
                    What::Missing(field) => {
                        is_told = true;
                        if entries.iter().all(|(key, _)| key != field) {
                            repaired.missing.insert(field.clone());
                        }
                        search.complete(&entries, field);
                    }
                    What::UnknownWord {
                        mark: Some(mark),
                        listed,
                    } => {
                        is_told = true;
                        let words = listed.iter().take(MOST_WORDS).map(|&word| Sketch::text(word));
                        search.replace(&entries, *mark, words);
                    }
                    What::Kind {
                        mark: Some(mark),
                        expected,
                        ..
                    } => {
                        is_told = true;
                        search.replace(&entries, *mark, guesses(expected));
                    }
                    What::Value { mark: Some(mark), .. } => {
                        is_told = true;
                        search.replace(&entries, *mark, texts());
                    }
                    _ => {}
                }
            }
            if !is_told && !was_read {
                // An error that quotes nothing: most likely about the format of the value that came last.
                let words: Vec<Sketch> = self
                    .candidates
                    .words
                    .iter()
                    .take(MOST_CANDIDATES)
                    .map(Sketch::text)
                    .collect();
                search.replace(&entries, search.marks, texts().chain(guesses("")).chain(words));
            }
        }
        repaired
    }
}

fn texts() -> impl Iterator<Item = Sketch> {
    TEXTS.into_iter().skip(1).map(Sketch::text)
}

/// Values of the kind that an error names, and of one other.
fn guesses(expected: &str) -> Vec<Sketch> {
    let expected = expected.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| expected.contains(word));
    let order = [
        (JsonKind::Bool, names(&["bool"])),
        (
            JsonKind::Integer,
            names(&[
                "integer", "number", "f32", "f64", "float", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64",
                "usize", "isize",
            ]),
        ),
        (JsonKind::List, names(&["sequence", "array", "tuple", "list"])),
        (JsonKind::Object, names(&["map", "struct", "object"])),
        (JsonKind::Null, names(&["unit", "null"])),
    ];
    let named: Vec<JsonKind> = order
        .iter()
        .filter(|(_, is_named)| *is_named)
        .map(|(kind, _)| *kind)
        .collect();
    let kinds = if named.is_empty() {
        order.map(|(kind, _)| kind).to_vec()
    } else {
        named
    };
    kinds.into_iter().map(samples::simplest).collect()
}

/// Puts a value in the place of another inside a value. Returns whether it was there.
fn put(within: &mut Sketch, old: &Sketch, new: &Sketch) -> bool {
    if within == old {
        *within = new.clone();
        return true;
    }
    match within {
        Sketch::List(items) => items.iter_mut().any(|item| put(item, old, new)),
        Sketch::Object(entries) => entries.iter_mut().any(|(_, value)| put(value, old, new)),
        _ => false,
    }
}
