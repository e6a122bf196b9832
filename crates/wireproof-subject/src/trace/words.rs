//! The vocabulary of a type, taken from its errors: keys that it misses, words that it would accept.

use serde::de;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

/// The most keys and words that are offered.
const MOST: usize = 24;

/// Keys and words that a type's errors have named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Vocabulary {
    pub(crate) keys: BTreeSet<String>,
    pub(crate) words: BTreeSet<String>,
}

impl Vocabulary {
    /// Adds the keys and words of another vocabulary. Returns whether any was new.
    pub(crate) fn learn(&mut self, other: Vocabulary) -> bool {
        let before = (self.keys.len(), self.words.len());
        let (room, words) = (MOST.saturating_sub(before.0), MOST.saturating_sub(before.1));
        let new: Vec<String> = other.keys.difference(&self.keys).take(room).cloned().collect();
        self.keys.extend(new);
        let new: Vec<String> = other.words.difference(&self.words).take(words).cloned().collect();
        self.words.extend(new);
        before != (self.keys.len(), self.words.len())
    }
}

thread_local! {
    /// Untagged enums discard the errors of their variants, so errors are recorded when they are created.
    static HEARD: RefCell<Vocabulary> = RefCell::default();
}

pub(crate) fn forget() {
    HEARD.take();
}

pub(crate) fn learned() -> Vocabulary {
    HEARD.take()
}

/// The error of a type that does not read what was supplied.
#[derive(Debug)]
pub(crate) struct Complaint;

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not read")
    }
}

impl std::error::Error for Complaint {}

impl de::Error for Complaint {
    fn custom<T: fmt::Display>(_: T) -> Complaint {
        Complaint
    }

    fn missing_field(field: &'static str) -> Complaint {
        HEARD.with_borrow_mut(|heard| heard.keys.insert(field.to_owned()));
        Complaint
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Complaint {
        HEARD.with_borrow_mut(|heard| heard.keys.extend(expected.iter().map(|&key| key.to_owned())));
        Complaint
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Complaint {
        HEARD.with_borrow_mut(|heard| heard.words.extend(expected.iter().map(|&word| word.to_owned())));
        Complaint
    }
}
