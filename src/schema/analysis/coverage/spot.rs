//! Places, and what values can show there.

use std::collections::{HashMap, HashSet};
use std::fmt;

/// What a feature is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FeatureKind {
    /// A value is there: under a key, or of a component.
    Present,
    /// A branch of a union is the one.
    Branch,
    /// One of several types.
    Type,
    /// A member of an enum, a constant, or one of the two booleans.
    Member,
    /// A key that is not named, where the schema says what such keys hold.
    OtherKey,
    /// The value is null.
    Null,
    /// The key is not there.
    Absent,
    /// How many items an array has: none, one, many.
    Size,
    /// How a number is written.
    Form,
}

impl FeatureKind {
    /// The kind as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            FeatureKind::Present => "present",
            FeatureKind::Branch => "branch",
            FeatureKind::Type => "type",
            FeatureKind::Member => "member",
            FeatureKind::OtherKey => "other_key",
            FeatureKind::Null => "null",
            FeatureKind::Absent => "absent",
            FeatureKind::Size => "size",
            FeatureKind::Form => "form",
        }
    }
}

/// One thing that a value can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// What it is about.
    pub kind: FeatureKind,
    /// Which member, branch, size or form; empty where the kind says all.
    pub detail: String,
    /// Why it cannot occur, if it cannot.
    pub never: Option<String>,
    /// How many values showed it.
    pub hits: u64,
    /// The capture that showed it first.
    pub first: Option<String>,
}

impl fmt::Display for Feature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FeatureKind::Branch | FeatureKind::Member | FeatureKind::Size | FeatureKind::Form | FeatureKind::Type => {
                out.write_str(&self.detail)
            }
            FeatureKind::OtherKey => out.write_str("some"),
            kind => out.write_str(kind.as_str()),
        }
    }
}

/// A place where values stand, or a branch that they take there.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The schema that the place belongs to: the name of a component, or else its pointer.
    pub section: String,
    /// How far in from the section.
    pub depth: usize,
    /// Its key, `*` for items, or the branch.
    pub label: String,
    /// The place in a value of the section, a JSON pointer with `*` for any item.
    pub value: String,
    /// The schema in the published document, as a URI fragment.
    pub pointer: String,
    /// The sections in which the schema goes on.
    pub refers: Vec<String>,
    /// What values can show here.
    pub features: Vec<Feature>,
    /// How many values were seen here.
    pub visits: u64,
    /// The place around it.
    pub(super) above: Option<usize>,
}

/// Where a feature is found: the published pointer, the kind and the detail.
type Key = (String, FeatureKind, String);

/// All places, and ways to find them and their features.
#[derive(Debug, Default)]
pub(super) struct Spots {
    pub(super) places: Vec<Spot>,
    /// The place and the number of each feature.
    pub(super) features: HashMap<Key, (usize, usize)>,
    /// From a published pointer to the place there.
    pub(super) at: HashMap<String, usize>,
    /// The names of the sections.
    pub(super) sections: HashSet<String>,
}
