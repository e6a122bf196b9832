//! Did reading or writing panic, overflow the stack, or run past its time?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::finding::Code;

pub(super) struct Panicked;

impl Check for Panicked {
    fn code(&self) -> Code {
        Code::Panicked
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "did reading or writing panic, overflow the stack, or run past its time?",
            summary: "type brings the program down",
            rationale: "What a stranger sends can stop the program.",
            fix: "Return an error instead of unwrapping; bound recursion; read in one pass.",
        }
    }

    /// Tells of panics. An overflow or an endless loop takes its process along; the session, which runs cases in a
    /// process apart, reports those under the same code.
    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        for (doing, words) in context.panics() {
            sink.hit(
                self.code(),
                FindingDraft {
                    kind: Some("panic"),
                    message: format!("panic while {doing}: {words}"),
                    ..FindingDraft::default()
                },
            );
        }
    }
}
