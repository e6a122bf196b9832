//! Does the capture satisfy the published schema?

use super::check::CaseCheck;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, RuleInfo};
use crate::pointer::Pointer;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::SchemaViolation,
    question: "does the capture satisfy the published schema?",
    summary: "capture violates the published schema",
    rationale: "The document or the server is wrong. A type that follows the document will not read what this server sends, \
                and a validator in production would reject it.",
    fix: "If a live server sent the capture, correct the document with an overlay action that names the capture as its proof. \
          Otherwise delete the capture, or add an expectation with a reason.",
};

/// Why a generated value that is not valid decides nothing.
pub const INVALID_SAMPLE: &str = "a generated value is invalid, which is a fault in wireproof";

pub(super) struct SchemaViolation;

impl CaseCheck for SchemaViolation {
    fn code(&self) -> Code {
        Code::SchemaViolation
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let Some(schema) = context.schema.filter(|_| context.case.kind != CaseKind::Mutant) else {
            return;
        };
        if let Some(reason) = schema.unread() {
            drafts.undecided(self.code(), reason);
        }
        if context.case.kind == CaseKind::Sample {
            return check_sample(self.code(), context, drafts);
        }
        match context.is_valid() {
            Some(Ok(false)) => {}
            Some(Err(reason)) => return drafts.undecided(self.code(), reason),
            _ => return,
        }
        let value = match context.value() {
            Ok(value) => value,
            Err(reason) => return drafts.undecided(self.code(), reason),
        };
        for violation in schema.violations(&value) {
            let pointer = Pointer::from(violation.pointer);
            let draft = context.draft_at(self.code(), pointer, violation.message);
            let draft = draft.missing(violation.missing);
            drafts.push(draft.schema_pointer(Some(violation.schema_pointer)));
        }
    }
}

/// A sample must be valid: an invalid one makes every other finding in it meaningless.
fn check_sample(code: Code, context: &CheckContext<'_>, drafts: &mut Drafts) {
    match context.is_valid() {
        Some(Ok(false)) => drafts.undecided(code, INVALID_SAMPLE),
        Some(Err(reason)) => drafts.undecided(code, reason),
        _ => {}
    }
}
