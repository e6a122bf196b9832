//! A document with corrections, and what reading it anew may cost.

use super::fix::Action;
use crate::schema::budget::{Steps, size};
use crate::schema::component::Schema;
use crate::schema::error::SpecError;
use crate::schema::reading::Spec;
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

/// A part of the document is copied, and looked at by what finds the targets of corrections.
const STEPS_OF_PART: u64 = 4;

/// Why the search for corrections ended early.
pub(super) enum End {
    Error(SpecError),
    /// It takes too much.
    Exhausted,
}

impl From<SpecError> for End {
    fn from(error: SpecError) -> End {
        End::Error(error)
    }
}

/// The document with corrections.
pub(super) struct Attempt {
    pub(super) spec: Spec,
    /// The actions of each correction.
    pub(super) actions: Vec<Vec<Action>>,
    read: RefCell<HashSet<String>>,
}

impl Attempt {
    /// Takes what it costs to make such a document.
    pub(super) fn new(spec: Spec, actions: Vec<Vec<Action>>, steps: &Steps) -> Result<Attempt, End> {
        let parts = size(spec.document().value()).saturating_mul(STEPS_OF_PART);
        spend(steps, parts)?;
        Ok(Attempt {
            spec,
            actions,
            read: RefCell::default(),
        })
    }

    /// A component. The first time it takes what it costs to compile it.
    pub(super) fn component(&self, name: &str, steps: &Steps) -> Result<Arc<Schema>, End> {
        let schema = self.spec.component(name)?;
        if self.read.borrow_mut().insert(name.to_owned()) {
            spend(steps, schema.work())?;
        }
        Ok(schema)
    }
}

fn spend(steps: &Steps, number: u64) -> Result<(), End> {
    match steps.spend(number) {
        true => Ok(()),
        false => Err(End::Exhausted),
    }
}
