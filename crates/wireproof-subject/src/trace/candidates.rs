//! Names that a type may know, given by the caller.

use serde::{Deserialize, Serialize};

/// The most names of a kind that are tried; the others are left out, and the trace says so.
pub(super) const MOST: usize = 4_096;

/// Names that a type is probed with, beside those that it names itself.
///
/// A type whose input serde buffers names few of its keys, and one with a flattened part none but the required ones. Whether it
/// reads a key can only be found out for keys that are given here: those of the document, and of the type's source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Candidates {
    /// Keys of objects.
    pub keys: Vec<String>,
    /// Words, and values of tags.
    pub words: Vec<String>,
}

impl Candidates {
    /// The same names in order and once, and no more of them than are tried.
    pub(super) fn bounded(&self) -> Candidates {
        let bounded = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort_unstable();
            names.dedup();
            names.truncate(MOST);
            names
        };
        Candidates {
            keys: bounded(&self.keys),
            words: bounded(&self.words),
        }
    }

    /// Whether some names are left out.
    pub(super) fn are_too_many(&self) -> bool {
        self.keys.len() > MOST || self.words.len() > MOST
    }
}
