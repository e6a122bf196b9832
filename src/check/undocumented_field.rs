//! Does the capture carry a key that the schema does not name?

use super::{About, Check, Exam, Hit, Sink};
use crate::case::CaseKind;
use crate::finding::Code;
use crate::pointer::Pointer;

pub(super) struct UndocumentedField;

impl Check for UndocumentedField {
    fn code(&self) -> Code {
        Code::UndocumentedField
    }

    fn about(&self) -> About {
        About {
            asks: "does the capture carry a key that the schema does not name?",
            says: "key is not in the published schema",
            why: "The schema leaves its objects open, so the capture is valid; but a type written after the document \
                  drops the key without a word.",
            mend: "Keep unknown keys in a map, add the field to the type, or add the property to the document with an \
                   overlay.",
        }
    }

    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        let Some(schema) = exam.schema.filter(|_| exam.case.kind == CaseKind::Capture) else {
            return;
        };
        if exam.is_valid() == Some(Ok(true)) && !exam.has_duplicate_keys() && schema.names_all(&exam.tree) {
            return;
        }
        // What a `Value` cannot hold is counted by `schema_violation`.
        let Ok(value) = exam.value() else { return };
        for field in schema.undocumented(&value) {
            let hit = exam.hit_at(Pointer::from(field.pointer));
            let schema_pointer = Some(field.schema_pointer);
            sink.hit(
                self.code(),
                Hit {
                    schema_pointer,
                    message: "key is not in the schema".to_owned(),
                    ..hit
                },
            );
        }
    }
}
