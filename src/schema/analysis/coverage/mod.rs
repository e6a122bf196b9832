//! What of some schemas values exercise: which properties were present, absent and null, which members of enums, branches of
//! unions, sizes of arrays and forms of numbers occurred.
//!
//! Each schema of the document counts once, wherever it is referred to from. What its own keywords exclude cannot occur, and
//! is no hole: that a validator decides for single values, and the schema algebra for the rest.

mod features;
mod holes;
mod layout;
mod occurs;
mod reasons;
mod spot;
mod walk;

use crate::json::Tree;
use crate::schema::Schema;
use serde_json::Value;
use spot::Spots;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use holes::Hole;
pub use reasons::{Reasons, ReasonsError, StaleReason};
pub use spot::{Feature, FeatureKind, Spot};

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

/// What of some schemas was seen.
#[derive(Debug)]
pub struct Coverage {
    schemas: BTreeMap<String, Arc<Schema>>,
    spots: Spots,
}

impl Coverage {
    /// Lays out what values of some components can show.
    pub fn new(schemas: Vec<Arc<Schema>>) -> Coverage {
        let mut spots = Spots::default();
        layout::lay_out(&mut spots, &schemas);
        let by_name = |schema: Arc<Schema>| (schema.name().to_owned(), schema);
        Coverage {
            schemas: schemas.into_iter().map(by_name).collect(),
            spots,
        }
    }

    /// Takes note of what a value of a component shows. `value` is what `tree` was read from.
    pub fn take(&mut self, component: &str, tree: &Tree<'_>, value: &Value, capture: &str) {
        if let Some(schema) = self.schemas.get(component) {
            walk::walk(&mut self.spots, schema, tree, value, capture);
        }
    }

    /// All places, section by section, outermost first.
    pub fn places(&self) -> &[Spot] {
        &self.spots.places
    }

    /// The names of the sections, in order.
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = self.spots.places.iter().map(|place| place.section.as_str()).collect();
        sections.dedup();
        sections
    }

    /// How much was seen of a section, or of all.
    pub fn share(&self, section: Option<&str>) -> Share {
        let mut share = Share::default();
        let places = self.spots.places.iter();
        for place in places.filter(|place| section.is_none_or(|section| section == place.section)) {
            place.features.iter().for_each(|feature| share.add(feature));
        }
        share
    }

    /// Declares features that cannot occur, and says how many `matches` chose, and of how many of these a value was seen.
    pub fn never(&mut self, reason: &str, matches: impl Fn(&Spot, &Feature) -> bool) -> (usize, usize) {
        let (mut chosen, mut seen) = (0, 0);
        for at in 0..self.spots.places.len() {
            for number in 0..self.spots.places[at].features.len() {
                let place = &self.spots.places[at];
                let feature = &place.features[number];
                if feature.never.is_none() && matches(place, feature) {
                    chosen += 1;
                    seen += usize::from(feature.hits > 0);
                    self.spots.places[at].features[number].never = Some(reason.to_owned());
                }
            }
        }
        (chosen, seen)
    }
}
