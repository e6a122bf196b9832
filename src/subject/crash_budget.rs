//! Giving up on types that crash again and again: generated cases have no end.

use super::{Crash, CrashKind};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A type that does not return costs its time limit, one that ends its process costs a process.
const HANGS: usize = 3;
const CRASHES: usize = 25;
/// After so many that did not return, of all types, one is enough for a type: several hold the same type that does not.
const HANGS_OF_ALL: usize = 9;

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
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = all.get(&type_index)?;
        let most_hangs = || match all.values().map(|spent| spent.hangs).sum::<usize>() {
            HANGS_OF_ALL.. => 1,
            _ => HANGS,
        };
        ((spent.hangs > 0 && spent.hangs >= most_hangs()) || spent.crashes >= CRASHES).then(|| Crash {
            kind: CrashKind::GivenUp,
            message: "given up: too many texts before it did not end, or ended the process".to_owned(),
        })
    }

    /// Starts anew.
    pub(super) fn reset(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_many_types_did_not_return_one_time_is_enough() {
        let budget = CrashBudget::default();
        let hang = |type_index| budget.count(type_index, CrashKind::TimedOut);
        (0..2).for_each(|_| hang(0));
        assert_eq!(budget.exhausted(0), None);
        hang(0);
        assert!(budget.exhausted(0).is_some());
        for type_index in 1..=4 {
            hang(type_index);
        }
        assert_eq!(budget.exhausted(4), None);
        (0..2).for_each(|_| hang(5));
        for type_index in 1..=5 {
            assert!(budget.exhausted(type_index).is_some(), "{type_index}");
        }
        assert_eq!(budget.exhausted(6), None);
        budget.reset();
        assert_eq!(budget.exhausted(0), None);
    }
}
