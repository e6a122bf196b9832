//! Did a known deviation not fire?

use super::{Check, CheckContext, RuleInfo, Sink};
use crate::finding::Code;

pub(super) struct UnfulfilledExpectation;

impl Check for UnfulfilledExpectation {
    fn code(&self) -> Code {
        Code::UnfulfilledExpectation
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "did a known deviation not fire?",
            summary: "accepted deviation did not fire",
            rationale: "Somebody accepted a finding that is no longer there; left in the file, the entry would hide its return.",
            fix: "Delete the entry. If the case that showed it was not part of the run, name the case in the entry.",
        }
    }

    /// A question about a whole run: the session asks it at the end.
    fn check_case(&self, _: &CheckContext<'_>, _: &mut Sink) {}
}
