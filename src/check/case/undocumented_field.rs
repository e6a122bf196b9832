//! Does the capture have a key that the schema does not name?

use super::check::CaseCheck;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, RuleInfo};
use crate::pointer::Pointer;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UndocumentedField,
    question: "does the capture have a key that the schema does not name?",
    summary: "key is not in the published schema",
    rationale: "The schema allows unknown keys, so the capture is valid; but a type that follows the document drops the key \
                without any error.",
    fix: "Keep unknown keys in a map, add the field to the type, or add the property to the document with an overlay.",
};

pub(super) struct UndocumentedField;

impl CaseCheck for UndocumentedField {
    fn code(&self) -> Code {
        Code::UndocumentedField
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let Some(schema) = context.schema.filter(|_| context.case.kind == CaseKind::Capture) else {
            return;
        };
        if context.is_valid() == Some(Ok(true)) && !context.has_duplicate_keys() && schema.names_all(&context.tree) {
            return;
        }
        // `schema_violation` counts what a `Value` cannot hold.
        let Ok(value) = context.value() else { return };
        if !schema.searches_whole(&value) {
            drafts.undecided(
                self.code(),
                "the text is large, and only the first items of its arrays, and members of its very long objects, are searched",
            );
        }
        for field in schema.undocumented(&value) {
            let pointer = Pointer::from(field.pointer);
            let draft = context.draft_at(self.code(), pointer, "key is not in the schema");
            drafts.push(draft.schema_pointer(Some(field.schema_pointer)));
        }
    }
}
