//! Does an overlay correct what needs no correction?

use super::{Check, CheckContext, RuleInfo, Sink};
use crate::finding::Code;

pub(super) struct StaleOverlay;

impl Check for StaleOverlay {
    fn code(&self) -> Code {
        Code::StaleOverlay
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does an overlay correct what needs no correction?",
            summary: "correction of the published document is not needed",
            rationale: "The document was mended, or the capture that proved the correction does not prove it; the schema in use is \
                  then looser than it need be.",
            fix: "Delete the action, or name a capture that is invalid without it.",
        }
    }

    /// A question about the overlay, not about a case: the command line asks it once.
    fn check_case(&self, _: &CheckContext<'_>, _: &mut Sink) {}
}
