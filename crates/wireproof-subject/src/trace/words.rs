//! The vocabulary of a type, taken from its errors: keys that it misses, words that it would accept, and what else they name.

use serde::de;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The most keys and words that are offered.
const MOST: usize = 24;
/// The longest part of a message that may be a hint, in bytes.
const LONGEST_HINT: usize = 64;

/// Keys and words that a type's errors have named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Vocabulary {
    pub(crate) keys: BTreeSet<String>,
    pub(crate) words: BTreeSet<String>,
    /// Parts of messages in the type's own words, which may be what it asks of a string.
    pub(crate) hints: BTreeSet<String>,
    /// Strings that the type has read where it refuses usual ones, by the keys that lead there.
    pub(crate) read: BTreeMap<String, String>,
}

impl Vocabulary {
    /// Adds the keys and words of another vocabulary. Returns whether any was new.
    pub(crate) fn learn(&mut self, other: Vocabulary) -> bool {
        let adopt = |known: &mut BTreeSet<String>, heard: BTreeSet<String>| {
            let room = MOST.saturating_sub(known.len());
            let before = known.len();
            let new: Vec<String> = heard.difference(known).take(room).cloned().collect();
            known.extend(new);
            known.len() > before
        };
        let more_keys = adopt(&mut self.keys, other.keys);
        let more_words = adopt(&mut self.words, other.words);
        let more_hints = adopt(&mut self.hints, other.hints);
        let before = self.read.len();
        for (path, text) in other.read {
            self.read.entry(path).or_insert(text);
        }
        more_keys || more_words || more_hints || self.read.len() > before
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
    fn custom<T: fmt::Display>(message: T) -> Complaint {
        HEARD.with_borrow_mut(|heard| heard.hints.extend(hints(&message.to_string())));
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

/// The parts of a message that may be what a type asks of a string: those in quotation marks, or else its words.
fn hints(message: &str) -> Vec<String> {
    // What serde derives says which kind of value is expected, and quotes the one that was supplied.
    let told = match message.rsplit_once(", expected ") {
        Some((_, expected)) => expected,
        None if message.starts_with("invalid ") || message.starts_with("duplicate ") => return Vec::new(),
        None => message,
    };
    let is_short = |part: &&str| (2..=LONGEST_HINT).contains(&part.len());
    let quoted: Vec<&str> = told
        .split(['`', '\'', '"'])
        .skip(1)
        .step_by(2)
        .filter(is_short)
        .collect();
    let words = told
        .split_whitespace()
        .map(|word| word.trim_matches([',', '.', ':', ';', '(', ')']));
    let parts = if quoted.is_empty() {
        words.filter(is_short).collect()
    } else {
        quoted
    };
    parts.into_iter().take(MOST).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_a_hint_and_else_each_word() {
        assert_eq!(hints("the kind must be `alpha` or 'beta'"), ["alpha", "beta"]);
        assert_eq!(
            hints("an id (starts with msg_)"),
            ["an", "id", "starts", "with", "msg_"]
        );
        assert_eq!(hints("invalid value: string \"a\", expected \"alpha\""), ["alpha"]);
        assert_eq!(hints("invalid length 3"), [""; 0]);
    }
}
