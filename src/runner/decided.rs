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
    /// The pairs of which neither was shown, and why: the first [`MOST_LISTED`](Self::MOST_LISTED).
    pub unknown: Vec<(usize, usize, String)>,
    /// How many more of them there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_unknown: usize,
}

impl Decided {
    /// A union of thousands of branches has millions of pairs.
    pub const MOST_LISTED: usize = 1000;

    /// Adds a pair of which neither was shown.
    pub(super) fn undecided(&mut self, (a, b): (usize, usize), reason: &str) {
        match self.unknown.len() < Self::MOST_LISTED {
            true => self.unknown.push((a, b, reason.to_owned())),
            false => self.more_unknown += 1,
        }
    }

    /// How many pairs are not decided.
    pub fn undecided_pairs(&self) -> usize {
        self.unknown.len() + self.more_unknown
    }

    /// How many pairs of branches there are.
    pub fn pairs(&self) -> usize {
        self.disjoint + self.overlapping.len() + self.undecided_pairs()
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Two branches that overlap.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Overlap {
    /// The branches.
    pub branches: (usize, usize),
    /// A text that both allow.
    pub witness: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_beyond_those_that_are_listed_are_counted() {
        let mut decided = Decided {
            pointer: "#/a/oneOf".to_owned(),
            branches: 2000,
            disjoint: 5,
            overlapping: Vec::new(),
            unknown: Vec::new(),
            more_unknown: 0,
        };
        for other in 1..=Decided::MOST_LISTED + 7 {
            decided.undecided((0, other), "too many");
        }
        assert_eq!((decided.unknown.len(), decided.more_unknown), (Decided::MOST_LISTED, 7));
        assert_eq!((decided.undecided_pairs(), decided.pairs()), (1007, 1012));
    }
}
