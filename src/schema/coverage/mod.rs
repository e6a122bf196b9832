//! What of some schemas values exercise: which properties were present, absent and null, which members of enums, branches of
//! unions, sizes of arrays and forms of numbers occurred.
//!
//! Each schema of the document counts once, wherever it is referred to from. What its own keywords exclude cannot occur, and
//! is no hole: that a validator decides for single values, and the schema algebra for the rest.

mod holes;
mod layout;
mod occurs;
mod reasons;
mod walk;

use super::schema::Schema;
use crate::json::Tree;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

pub use holes::Hole;
pub use reasons::{Reasons, ReasonsError, StaleReason};

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
    above: Option<usize>,
}

/// How much of what can occur was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Features that were seen.
    pub seen: usize,
    /// Features that can occur.
    pub possible: usize,
    /// Features that cannot occur.
    pub never: usize,
}

impl Share {
    /// In percent, rounded down to a tenth; 100 where nothing can occur.
    pub fn percent(self) -> f64 {
        match self.possible {
            0 => 100.0,
            possible => (self.seen * 1000 / possible) as f64 / 10.0,
        }
    }

    fn add(&mut self, feature: &Feature) {
        match &feature.never {
            // What a capture shows can occur, whatever the schema says.
            Some(_) if feature.hits == 0 => self.never += 1,
            _ => {
                self.possible += 1;
                self.seen += usize::from(feature.hits > 0);
            }
        }
    }
}

/// Where a feature is found: the published pointer, the kind and the detail.
type Key = (String, FeatureKind, String);

/// What of some schemas was seen.
#[derive(Debug)]
pub struct Coverage {
    schemas: BTreeMap<String, Arc<Schema>>,
    places: Vec<Spot>,
    features: HashMap<Key, (usize, usize)>,
    /// From a published pointer to the places there.
    at: HashMap<String, usize>,
}

impl Coverage {
    /// Lays out what values of some components can show.
    pub fn new(schemas: Vec<Arc<Schema>>) -> Coverage {
        let mut coverage = Coverage {
            schemas: BTreeMap::new(),
            places: Vec::new(),
            features: HashMap::new(),
            at: HashMap::new(),
        };
        layout::lay_out(&mut coverage, &schemas);
        coverage.schemas = schemas
            .into_iter()
            .map(|schema| (schema.name().to_owned(), schema))
            .collect();
        coverage
    }

    /// Takes note of what a value of a component shows. `value` is what `tree` was read from.
    pub fn take(&mut self, component: &str, tree: &Tree<'_>, value: &Value, capture: &str) {
        if let Some(schema) = self.schemas.get(component).cloned() {
            walk::walk(self, &schema, tree, value, capture);
        }
    }

    /// All places, section by section, outermost first.
    pub fn places(&self) -> &[Spot] {
        &self.places
    }

    /// The names of the sections, in order.
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = self.places.iter().map(|place| place.section.as_str()).collect();
        sections.dedup();
        sections
    }

    /// How much was seen of a section, or of all.
    pub fn share(&self, section: Option<&str>) -> Share {
        let mut share = Share::default();
        let places = self.places.iter();
        for place in places.filter(|place| section.is_none_or(|section| section == place.section)) {
            place.features.iter().for_each(|feature| share.add(feature));
        }
        share
    }

    /// Declares features that cannot occur, and says how many `matches` chose, and of how many of these a value was seen.
    pub fn never(&mut self, reason: &str, matches: impl Fn(&Spot, &Feature) -> bool) -> (usize, usize) {
        let (mut chosen, mut seen) = (0, 0);
        for at in 0..self.places.len() {
            for number in 0..self.places[at].features.len() {
                let place = &self.places[at];
                let feature = &place.features[number];
                if feature.never.is_none() && matches(place, feature) {
                    chosen += 1;
                    seen += usize::from(feature.hits > 0);
                    self.places[at].features[number].never = Some(reason.to_owned());
                }
            }
        }
        (chosen, seen)
    }
}
