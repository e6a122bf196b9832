//! Valid text in: is the text written back still valid?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::finding::{Code, shortened};
use crate::pointer::Pointer;
use serde_json::Value;

pub(super) struct EmitsInvalid;

impl Check for EmitsInvalid {
    fn code(&self) -> Code {
        Code::EmitsInvalid
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "valid text in: is the text written back still valid?",
            summary: "valid text becomes text that the schema forbids",
            rationale: "Another program that holds to the document refuses what the type writes.",
            fix: "Write required keys even when they are null, and leave out optional ones instead of writing null.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let (Some(schema), Some(written)) = (context.schema, context.written()) else {
            return;
        };
        // The same JSON is as valid as it was.
        if context.differences().is_some_and(<[_]>::is_empty) {
            return;
        }
        match context.is_valid() {
            Some(Ok(true)) if schema.unread().is_none() => {}
            // `schema_violation` says so already.
            _ => return,
        }
        let value: Value = match serde_json::from_str(written) {
            Ok(value) => value,
            Err(error) => return sink.unknown(self.code(), format!("no `Value` holds what was written: {error}")),
        };
        for violation in schema.violations(&value) {
            let hit = context.hit_at(Pointer::from(violation.pointer));
            let wrote = value.pointer(hit.pointer.as_str()).map(start_of);
            let schema_pointer = Some(violation.schema_pointer);
            let message = format!("what is written back: {}", violation.message);
            sink.hit(
                self.code(),
                FindingDraft {
                    schema_pointer,
                    message,
                    wrote,
                    ..hit
                },
            );
        }
    }
}

/// As much of a value as a report can use: a whole page would be written out for each of its hits.
fn start_of(value: &Value) -> String {
    let mut start = [0; 1024];
    let mut room = start.as_mut_slice();
    // What does not fit is an error, and not wanted.
    let _ = serde_json::to_writer(&mut room, value);
    let unused = room.len();
    let used = start.len() - unused;
    shortened(String::from_utf8_lossy(&start[..used]))
}
