//! Does the capture satisfy the published schema?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::case::CaseKind;
use crate::finding::Code;
use crate::pointer::Pointer;

pub(super) struct SchemaViolation;

/// What is said of a value that was generated as valid and is not.
pub const INVALID_SAMPLE: &str = "a generated value is invalid, which is a fault in wireproof";

/// What was generated as valid must be valid, or nothing that was found with it counts.
fn generated(code: Code, context: &CheckContext<'_>, sink: &mut Sink) {
    match context.is_valid() {
        Some(Ok(false)) => sink.unknown(code, INVALID_SAMPLE),
        Some(Err(reason)) => sink.unknown(code, reason),
        _ => {}
    }
}

impl Check for SchemaViolation {
    fn code(&self) -> Code {
        Code::SchemaViolation
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does the capture satisfy the published schema?",
            summary: "capture does not satisfy the published schema",
            rationale: "The document or the server is wrong. A type written after the document will not read what this server \
                  sends, and a validator in production would refuse it.",
            fix: "If a live server sent the capture, correct the document: an overlay action with the capture as its \
                   proof. If not, drop the capture, or accept the finding with a reason.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let Some(schema) = context.schema.filter(|_| context.case.kind != CaseKind::Mutant) else {
            return;
        };
        if let Some(reason) = schema.unread() {
            sink.unknown(self.code(), reason);
        }
        if context.case.kind == CaseKind::Sample {
            return generated(self.code(), context, sink);
        }
        match context.is_valid() {
            Some(Ok(false)) => {}
            Some(Err(reason)) => return sink.unknown(self.code(), reason),
            _ => return,
        }
        let value = match context.value() {
            Ok(value) => value,
            Err(reason) => return sink.unknown(self.code(), reason),
        };
        for violation in schema.violations(&value) {
            let hit = context.hit_at(Pointer::from(violation.pointer));
            let schema_pointer = Some(violation.schema_pointer);
            sink.hit(
                self.code(),
                FindingDraft {
                    schema_pointer,
                    message: violation.message,
                    ..hit
                },
            );
        }
    }
}
