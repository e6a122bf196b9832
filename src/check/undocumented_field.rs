//! Does the capture carry a key that the schema does not name?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::case::CaseKind;
use crate::finding::Code;
use crate::pointer::Pointer;

pub(super) struct UndocumentedField;

impl Check for UndocumentedField {
    fn code(&self) -> Code {
        Code::UndocumentedField
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does the capture carry a key that the schema does not name?",
            summary: "key is not in the published schema",
            rationale: "The schema leaves its objects open, so the capture is valid; but a type written after the document \
                  drops the key without a word.",
            fix: "Keep unknown keys in a map, add the field to the type, or add the property to the document with an \
                   overlay.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let Some(schema) = context.schema.filter(|_| context.case.kind == CaseKind::Capture) else {
            return;
        };
        if context.is_valid() == Some(Ok(true)) && !context.has_duplicate_keys() && schema.names_all(&context.tree) {
            return;
        }
        // What a `Value` cannot hold is counted by `schema_violation`.
        let Ok(value) = context.value() else { return };
        for field in schema.undocumented(&value) {
            let hit = context.hit_at(Pointer::from(field.pointer));
            let schema_pointer = Some(field.schema_pointer);
            sink.hit(
                self.code(),
                FindingDraft {
                    schema_pointer,
                    message: "key is not in the schema".to_owned(),
                    ..hit
                },
            );
        }
    }
}
