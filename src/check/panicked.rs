//! Did reading or writing panic, overflow the stack, or run past its time?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::finding::Code;
use crate::subject::CrashKind;

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

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        for (doing, crash) in context.crashes() {
            let message = match crash.kind {
                CrashKind::GivenUp => return sink.unknown(self.code(), crash.message),
                CrashKind::Panic => format!("panic while {doing}: {crash}"),
                _ => format!("{crash} while {doing}"),
            };
            sink.hit(
                self.code(),
                FindingDraft {
                    kind: Some(crash.kind.as_str()),
                    message,
                    ..FindingDraft::default()
                },
            );
        }
    }
}
