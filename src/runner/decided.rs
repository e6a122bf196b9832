//! The result for one union of a document.

use serde::{Deserialize, Serialize};

/// What was decided of one union of a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Decided {
    /// Where it stands, as a URI fragment.
    pub pointer: String,
    /// How many branches it has.
    pub branches: usize,
    /// How many pairs of branches are disjoint.
    pub disjoint: usize,
    /// The pairs that overlap, each with a text that both allow.
    pub overlapping: Vec<Overlap>,
    /// The pairs of which neither was shown, and why.
    pub unknown: Vec<(usize, usize, String)>,
}

/// Two branches that overlap.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Overlap {
    /// The branches.
    pub branches: (usize, usize),
    /// A text that both allow.
    pub witness: String,
}
