//! The values that captures have where the document has the union of an enum.

use super::selection::{ComponentSelection, NotSelected};
use crate::case::{Case, Skipped};
use crate::schema::{Spec, StandingBudget};
use crate::subject::{EnumSubject, TypeSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The texts that are collected for one enum at most.
const MOST_TEXTS: usize = 1000;
/// The bytes of the longest text that is collected.
const LONGEST_TEXT: usize = 64 << 10;

/// Texts by the name of the enum.
pub type EnumTexts = BTreeMap<String, Vec<String>>;

/// Collects the values that captures have where the document has the unions of some enums.
#[derive(Debug)]
pub struct EnumPlaces<'a> {
    spec: &'a Spec,
    selection: ComponentSelection,
    /// The enums by the JSON pointer of their union.
    enums: BTreeMap<String, Vec<&'a str>>,
    texts: BTreeMap<&'a str, BTreeSet<String>>,
    budget: StandingBudget,
}

impl<'a> EnumPlaces<'a> {
    /// The places of some enums; `None` if the document has none of them. An enum that is bound to a place that the
    /// document does not have is reported when the enum is examined.
    pub fn new(type_set: &TypeSet, enums: &[&'a EnumSubject], spec: &'a Arc<Spec>) -> Option<EnumPlaces<'a>> {
        let mut by_place: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for subject in enums {
            let place = subject.at().and_then(|at| match spec.union_at(at).ok()? {
                Some(place) => Some(place.schema),
                None => spec.pointer_of(at).ok(),
            });
            if let Some(place) = place {
                by_place.entry(place).or_default().push(subject.name());
            }
        }
        if by_place.is_empty() {
            return None;
        }
        Some(EnumPlaces {
            spec,
            selection: ComponentSelection::new(type_set, spec, &[]).ok()?,
            enums: by_place,
            texts: BTreeMap::new(),
            budget: StandingBudget::default(),
        })
    }

    /// Collects from one capture. A capture that belongs to no bound component is ignored.
    ///
    /// # Errors
    /// If the capture is not JSON.
    pub fn collect(&mut self, case: &Case) -> Result<(), Skipped> {
        let capture = match self.selection.select(case) {
            Ok(capture) => capture,
            Err(NotSelected::Skipped(skipped)) if case.tree().is_err() => return Err(skipped),
            Err(_) => return Ok(()),
        };
        for component in &capture.components {
            self.spec
                .standing(component, &capture.tree, &self.budget, |place, node| {
                    for name in self.enums.get(place).into_iter().flatten() {
                        let texts = self.texts.entry(name).or_default();
                        let text = capture.tree.source(node);
                        if texts.len() < MOST_TEXTS && text.len() <= LONGEST_TEXT {
                            texts.insert(text.to_owned());
                        }
                    }
                });
        }
        Ok(())
    }

    /// What was collected.
    pub fn finish(self) -> EnumTexts {
        let texts = self.texts.into_iter();
        texts
            .map(|(name, texts)| (name.to_owned(), texts.into_iter().collect()))
            .collect()
    }
}
