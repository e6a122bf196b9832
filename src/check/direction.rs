//! Keys that the other direction alone has: of a request for a type that reads responses, and the other way round.

use super::context::CheckContext;
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::Value;

/// Whether the type may do without the key at a place of a text: the document marks it as sent in one direction only, and the type
/// keeps no other key of that direction in the same object. One that does is a type for that direction.
pub(super) fn is_of_other_direction(
    context: &CheckContext<'_>,
    schema: &Schema,
    read: &Value,
    place: &Pointer,
) -> bool {
    let Some(direction) = schema.direction(read, place.as_str()) else {
        return false;
    };
    let around = place.parent();
    let own = place.steps().last();
    let written: Option<Value> = context.written().and_then(|text| serde_json::from_str(text).ok());
    let members = |whole: &Value| -> Vec<String> {
        let object = whole.pointer(around.as_str()).and_then(Value::as_object);
        object.into_iter().flat_map(|object| object.keys().cloned()).collect()
    };
    let kept = written.as_ref().map(members).unwrap_or_default();
    let is_kept = |key: &String| {
        let mut sibling = around.clone();
        sibling.push(key);
        Some(key) != own.as_ref() && schema.direction(read, sibling.as_str()) == Some(direction)
    };
    !kept.iter().any(is_kept)
}
