//! What was not seen, most valuable first.

use super::Coverage;
use super::spot::{Feature, FeatureKind, Spot};
use std::collections::{BTreeSet, HashMap};

/// Something that can occur, and was not seen.
#[derive(Debug)]
pub struct Hole<'c> {
    /// Where.
    pub place: &'c Spot,
    /// What.
    pub feature: &'c Feature,
    /// How many features a capture that shows it could show for the first time, itself included: what lies in the value is
    /// counted here, and is no hole of its own.
    pub worth: usize,
}

impl Coverage {
    /// The holes, most valuable first: those behind which most lies; among equals values before nulls, sizes and forms, and
    /// then those that most captures passed by.
    pub fn holes(&self) -> Vec<Hole<'_>> {
        let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (number, place) in self.spots.places.iter().enumerate() {
            first.entry(&place.section).or_insert(number);
            if let Some(above) = place.above {
                below.entry(above).or_default().push(number);
            }
        }
        let mut holes = Vec::new();
        for (number, place) in self.spots.places.iter().enumerate() {
            let passed = place.above.is_none_or(|above| self.spots.places[above].visits > 0);
            for feature in place.features.iter().filter(|feature| is_hole(feature)) {
                let whole = matches!(
                    feature.kind,
                    FeatureKind::Present | FeatureKind::Branch | FeatureKind::OtherKey
                );
                // Behind a hole that is listed.
                if !passed || (!whole && place.visits == 0) {
                    continue;
                }
                let worth = match whole {
                    true => self.behind(number, &below, &first),
                    false => 1,
                };
                holes.push(Hole { place, feature, worth });
            }
        }
        holes.sort_by_key(|hole| {
            let passed_by = std::cmp::Reverse(hole.place.visits);
            (std::cmp::Reverse(hole.worth), hole.feature.kind, passed_by)
        });
        holes
    }

    /// How many holes lie in a value at a place.
    fn behind(&self, place: usize, below: &HashMap<usize, Vec<usize>>, first: &HashMap<&str, usize>) -> usize {
        let mut worth = 0;
        let mut met = BTreeSet::new();
        let mut rest = vec![place];
        while let Some(number) = rest.pop() {
            if !met.insert(number) {
                continue;
            }
            let here = &self.spots.places[number];
            let features = here.features.iter().filter(|feature| is_hole(feature));
            // Of the place itself, null and absent are holes of their own, or not behind it.
            worth += features
                .filter(|feature| number != place || !matches!(feature.kind, FeatureKind::Null | FeatureKind::Absent))
                .count();
            rest.extend(below.get(&number).into_iter().flatten().copied());
            let sections = here.refers.iter().filter_map(|name| first.get(name.as_str()));
            rest.extend(sections.filter(|section| self.spots.places[**section].visits == 0));
        }
        worth.max(1)
    }
}

fn is_hole(feature: &Feature) -> bool {
    feature.hits == 0 && feature.never.is_none()
}
