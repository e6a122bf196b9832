//! Is a valid text still valid after it was read and written back?

use super::changed_alone::{is_at_change, takes_away, to_blame};
use super::check::CaseCheck;
use super::written_twice::written_twice;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, RuleInfo, shortened};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Violation;
use serde_json::Value;
use std::collections::HashSet;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::EmitsInvalid,
    question: "is a valid text still valid after the type has read it and written it back?",
    summary: "valid text becomes invalid when it is read and written back",
    rationale: "Another program that follows the document rejects what the type writes.",
    fix: "Write required keys even if they are null, and leave out optional keys instead of writing null.",
};

pub(super) struct EmitsInvalid;

impl CaseCheck for EmitsInvalid {
    fn code(&self) -> Code {
        Code::EmitsInvalid
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let (Some(schema), Some(written)) = (context.schema, context.written()) else {
            return;
        };
        // The same JSON has the same validity.
        if context.differences().is_some_and(<[_]>::is_empty) {
            return;
        }
        match context.is_valid() {
            Some(Ok(true)) if schema.unread().is_none() => {}
            // `schema_violation` reports it.
            _ => return,
        }
        // A `Value` keeps the last of two equal keys only. `lossy` reports them.
        if !written_twice(context).is_empty() {
            return;
        }
        let value: Value = match serde_json::from_str(written) {
            Ok(value) => value,
            Err(error) => {
                let reason = format!("no `Value` holds the written text: {error}");
                return drafts.undecided(self.code(), reason);
            }
        };
        let differences = context.differences().unwrap_or_default();
        let mut told = HashSet::new();
        for violation in schema.violations(&value) {
            let mut blamed = Vec::new();
            if !is_at_change(&violation, differences)
                && let Ok(tree) = Tree::parse(written)
            {
                let place = Pointer::from(violation.pointer.clone());
                blamed = to_blame(schema, (&context.tree, &tree), &place, differences);
            }
            let mut tell = |place: Pointer, missing: Option<String>, violation: Violation| {
                let message = format!("in the text written back: {}", violation.message);
                let mut draft = context.draft_at(self.code(), place, message);
                draft.wrote = value.pointer(draft.pointer.as_str()).map(start_of);
                draft.missing = missing;
                draft.schema_pointer = Some(violation.schema_pointer);
                drafts.push(draft);
            };
            if blamed.is_empty() {
                tell(
                    Pointer::from(violation.pointer.clone()),
                    violation.missing.clone(),
                    violation,
                );
                continue;
            }
            for (change, violation) in blamed {
                // One change may break several unions around it.
                if told.insert(change.pointer.clone()) {
                    let (at, key) = (&change.pointer, change.pointer.steps().last());
                    match takes_away(change) {
                        true => tell(at.parent(), key, violation),
                        false => tell(at.clone(), None, violation),
                    }
                }
            }
        }
    }
}

/// The beginning of a value as JSON, as long as a report can use. The value may be a whole page, and each finding in it has a
/// copy.
fn start_of(value: &Value) -> String {
    let mut start = [0; 1024];
    let mut room = start.as_mut_slice();
    // The error says that the rest does not fit, which is intended.
    let _ = serde_json::to_writer(&mut room, value);
    let unused = room.len();
    let used = start.len() - unused;
    shortened(String::from_utf8_lossy(&start[..used]))
}
