//! What checking the values that a document gives may cost.

use crate::schema::budget::{Steps, size};
use crate::schema::error::SpecError;
use crate::schema::reading::Spec;
use crate::schema::violation::Violation;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;

/// A part of a schema is rewritten, parsed, and compiled for the one validator that is needed.
const STEPS_OF_PART: u64 = 10;

/// Why a value was not checked.
pub(super) struct NotChecked {
    pub(super) reason: String,
    /// Whether that would take too much.
    pub(super) is_costly: bool,
}

/// Checks values against schemas of a document, as long as its steps last.
pub(super) struct Effort<'s> {
    pub(super) spec: &'s Spec,
    steps: Steps,
    /// The schemas that were read, by their pointers.
    read: RefCell<HashSet<String>>,
    /// How many keywords were not checked.
    unchecked: Cell<usize>,
}

impl<'s> Effort<'s> {
    /// What a document of that size may take.
    pub(super) fn new(spec: &'s Spec) -> Effort<'s> {
        Effort {
            spec,
            steps: Steps::share_of(2, spec.document().value()),
            read: RefCell::default(),
            unchecked: Cell::new(0),
        }
    }

    /// What is wrong with a value, by the schema at a pointer; a reason if that cannot be told.
    pub(super) fn violations(&self, at: &str, value: &Value) -> Result<Vec<Violation>, NotChecked> {
        if self.steps.is_exhausted() {
            return Err(self.exhausted());
        }
        let is_new = self.read.borrow_mut().insert(at.to_owned());
        let schema = self.spec.compiled("", at).map_err(|error| {
            // What is too complex was read to its end, and may be all of the document.
            self.steps.spend(size(self.spec.document().value()));
            NotChecked {
                reason: error.to_string(),
                is_costly: matches!(error, SpecError::TooComplex { .. }),
            }
        })?;
        if is_new {
            let parts = size(schema.json_schema()).saturating_mul(STEPS_OF_PART);
            self.steps.spend(parts.saturating_add(schema.patterns()));
        }
        if !self.steps.spend(schema.comparisons(value, self.steps.left())) {
            return Err(self.exhausted());
        }
        Ok(schema.violations(value))
    }

    fn exhausted(&self) -> NotChecked {
        NotChecked {
            reason: self.steps.reason(),
            is_costly: true,
        }
    }

    /// Counts a keyword that was not checked.
    pub(super) fn leave_out(&self) {
        self.unchecked.set(self.unchecked.get() + 1);
    }

    /// How many keywords were not checked.
    pub(super) fn unchecked(&self) -> usize {
        self.unchecked.get()
    }
}
