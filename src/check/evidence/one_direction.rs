//! Findings about keys of the other direction: of responses, where a type is for requests, and the other way round.

use crate::check::context::CheckContext;
use crate::check::direction::is_of_other_direction;
use crate::finding::{Code, FindingDraft, Kind};
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::Value;
use std::cell::LazyCell;

/// Marks the findings about keys that are sent in one direction only, as part of a request or of a response. Whoever follows the
/// document never sends a text that has the keys of both, and a type for one of them need not keep those of the other. Nothing is
/// written of a text that is refused, so there the mark of the key decides.
pub(super) fn judge_directions(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    let read = LazyCell::new(|| serde_json::from_str::<Value>(context.tree.text()).ok());
    for draft in findings {
        let place = match (draft.code, draft.kind) {
            (Code::Lossy, Some(Kind::DroppedKey | Kind::NullBecameAbsent)) => Some(draft.pointer.clone()),
            (Code::EmitsInvalid, _) => draft.missing.as_deref().map(|key| member(&draft.pointer, key)),
            (Code::Rejected, _) => unknown_field(&draft.message).map(|key| match draft.pointer.steps().last() {
                Some(last) if last == key => draft.pointer.clone(),
                _ => member(&draft.pointer, key),
            }),
            _ => None,
        };
        let is_one = |place: &Pointer| {
            read.as_ref()
                .is_some_and(|read| is_of_other_direction(context, schema, read, place))
        };
        if place.as_ref().is_some_and(is_one) {
            draft.kind = Some(Kind::OneDirection);
        }
    }
}

fn member(object: &Pointer, key: &str) -> Pointer {
    let mut place = object.clone();
    place.push(key);
    place
}

/// The key that a type refuses because it has no field of that name, as the errors that serde derives say it.
fn unknown_field(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}
