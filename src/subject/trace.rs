//! Texts that a type reads, found by asking it what it wants.

use serde::de::DeserializeOwned;

/// Texts that a type reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// The texts, the shortest first.
    pub texts: Vec<String>,
}

pub(super) fn texts<T: DeserializeOwned>() -> Texts {
    Texts::default()
}
