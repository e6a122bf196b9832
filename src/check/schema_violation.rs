//! Does the capture satisfy the published schema?

use super::{About, Check, Exam, Hit, Sink};
use crate::case::CaseKind;
use crate::finding::Code;
use crate::pointer::Pointer;

pub(super) struct SchemaViolation;

/// What is said of a value that was generated as valid and is not.
pub const INVALID_SAMPLE: &str = "a generated value is invalid, which is a fault in wireproof";

/// What was generated as valid must be valid, or nothing that was found with it counts.
fn generated(code: Code, exam: &Exam<'_>, sink: &mut Sink) {
    match exam.is_valid() {
        Some(Ok(false)) => sink.unknown(code, INVALID_SAMPLE),
        Some(Err(reason)) => sink.unknown(code, reason),
        _ => {}
    }
}

impl Check for SchemaViolation {
    fn code(&self) -> Code {
        Code::SchemaViolation
    }

    fn about(&self) -> About {
        About {
            asks: "does the capture satisfy the published schema?",
            says: "capture does not satisfy the published schema",
            why: "The document or the server is wrong. A type written after the document will not read what this server \
                  sends, and a validator in production would refuse it.",
            mend: "If a live server sent the capture, correct the document: an overlay action with the capture as its \
                   proof. If not, drop the capture, or accept the finding with a reason.",
        }
    }

    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        let Some(schema) = exam.schema.filter(|_| exam.case.kind != CaseKind::Mutant) else {
            return;
        };
        if let Some(reason) = schema.unread() {
            sink.unknown(self.code(), reason);
        }
        if exam.case.kind == CaseKind::Sample {
            return generated(self.code(), exam, sink);
        }
        match exam.is_valid() {
            Some(Ok(false)) => {}
            Some(Err(reason)) => return sink.unknown(self.code(), reason),
            _ => return,
        }
        let value = match exam.value() {
            Ok(value) => value,
            Err(reason) => return sink.unknown(self.code(), reason),
        };
        for violation in schema.violations(&value) {
            let hit = exam.hit_at(Pointer::from(violation.pointer));
            let schema_pointer = Some(violation.schema_pointer);
            sink.hit(
                self.code(),
                Hit {
                    schema_pointer,
                    message: violation.message,
                    ..hit
                },
            );
        }
    }
}
