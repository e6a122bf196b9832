//! Which branches of unions, and which conditions, the parts of a value satisfy.

use super::comparer::Comparer;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;

/// Asks which branches the parts of one value satisfy. Only what is asked is compared: all answers of a value that nests in
/// unions of unions are more than memory holds.
pub(super) struct Branches<'v> {
    /// Without it no branch is satisfied.
    comparer: Option<&'v Comparer>,
    value: &'v Value,
    /// The answers so far, by part and branch.
    known: RefCell<HashMap<String, HashMap<String, bool>>>,
}

impl<'v> Branches<'v> {
    pub(super) fn new(comparer: Option<&'v Comparer>, value: &'v Value) -> Branches<'v> {
        Branches {
            comparer,
            value,
            known: RefCell::default(),
        }
    }

    /// Whether the part at the pointer `at` satisfies the branch at the pointer `branch` of the bundle.
    pub(super) fn is_valid(&self, branch: &str, at: &str) -> bool {
        let known = self.known.borrow().get(at).and_then(|part| part.get(branch)).copied();
        known.unwrap_or_else(|| {
            let answer = self.compared(branch, at).unwrap_or(false);
            let mut known = self.known.borrow_mut();
            known
                .entry(at.to_owned())
                .or_default()
                .insert(branch.to_owned(), answer);
            answer
        })
    }

    fn compared(&self, branch: &str, at: &str) -> Option<bool> {
        let part = self.value.pointer(at)?;
        Some(self.comparer?.is_valid(branch, part))
    }
}
