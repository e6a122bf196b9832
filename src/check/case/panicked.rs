//! Did the type's code panic?

use super::check::CaseCheck;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind, RuleInfo};
use crate::subject::CrashKind;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::Panicked,
    question: "did the type's code panic, overflow the stack, end the process or time out?",
    summary: "panic, stack overflow, abort or timeout in the type's code",
    rationale: "A text that anybody can send stops the program that reads it.",
    fix: "Return an error instead of calling `unwrap`, limit the depth of recursion, and read the input in one pass.",
};

/// Reports crashes of the type's code. Only panics can be caught if it runs in this process.
pub(super) struct Panicked;

impl CaseCheck for Panicked {
    fn code(&self) -> Code {
        Code::Panicked
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        for (action, crash) in context.crashes() {
            let message = match crash.kind {
                CrashKind::GivenUp => return drafts.undecided(self.code(), crash.message),
                CrashKind::Panic => format!("panic while {action}: {crash}"),
                _ => format!("{crash} while {action}"),
            };
            let mut draft = FindingDraft::new(self.code(), message);
            draft.kind = Kind::from_text(crash.kind.as_str());
            drafts.push(draft);
        }
    }
}
