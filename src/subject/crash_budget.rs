//! Giving up on types that crash again and again: generated cases have no end.

use super::{Crash, CrashKind};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A type that does not return costs its time limit, one that ends its process costs a process.
const HANGS: usize = 3;
const CRASHES: usize = 25;

/// How often each type crashed, in all processes of a run.
#[derive(Debug, Default)]
pub(super) struct CrashBudget(Mutex<HashMap<u16, Spent>>);

#[derive(Debug, Default, Clone, Copy)]
struct Spent {
    hangs: usize,
    crashes: usize,
}

impl CrashBudget {
    /// Counts a crash of a type.
    pub(super) fn count(&self, type_index: u16, kind: CrashKind) {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = spent.entry(type_index).or_default();
        match kind {
            CrashKind::TimedOut => spent.hangs += 1,
            _ => spent.crashes += 1,
        }
    }

    /// Why a type is not called any more, if it is not.
    pub(super) fn exhausted(&self, type_index: u16) -> Option<Crash> {
        let spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = spent.get(&type_index)?;
        (spent.hangs >= HANGS || spent.crashes >= CRASHES).then(|| Crash {
            kind: CrashKind::GivenUp,
            message: "given up: too many texts before it did not end, or ended the process".to_owned(),
        })
    }

    /// Starts anew.
    pub(super) fn reset(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
