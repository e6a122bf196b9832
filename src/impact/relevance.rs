//! Which findings about a value a change explains.

use crate::finding::Code;
use crate::pointer::Pointer;
use crate::schema::{Change, ChangeKind, Schema, Violation};
use serde_json::Value;
use std::collections::BTreeSet;

/// A finding: its code, its place with `*` for any item, the keyword, and the key that is missing.
pub(super) type Found = (Code, String, String, String);

pub(super) fn findings(schema: &Schema, value: &Value) -> BTreeSet<Found> {
    let violations = match schema.is_valid(value) {
        true => Vec::new(),
        false => schema.violations(value),
    };
    let fields = schema.undocumented(value).into_iter();
    let fields = fields.map(|field| {
        let place = Pointer::from(field.pointer).in_every_item();
        (Code::UndocumentedField, place, String::new(), String::new())
    });
    violations.iter().map(found).chain(fields).collect()
}

fn found(violation: &Violation) -> Found {
    let missing = match violation.keyword.as_str() {
        "required" => violation.message.clone(),
        _ => String::new(),
    };
    let place = Pointer::from(violation.pointer.as_str()).in_every_item();
    (Code::SchemaViolation, place, violation.keyword.clone(), missing)
}

/// Whether a violation is about the subject of a change.
pub(super) fn is_about(change: &Change, component: &str, violation: &Violation) -> bool {
    concerns(change, component, &found(violation))
}

/// Whether a finding is about the subject of a change.
pub(super) fn concerns(change: &Change, component: &str, (_, pointer, _, missing): &Found) -> bool {
    let places = change.places.iter().filter(|(name, _)| name == component);
    let below = |place: &str| {
        let rest = pointer.strip_prefix(place);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    places.into_iter().any(|(_, place)| match (&change.key, change.kind) {
        (Some(key), ChangeKind::Required) => {
            pointer == place && missing.contains(&Value::String(key.clone()).to_string())
        }
        (Some(key), _) => {
            let mut place = Pointer::from(place.as_str());
            place.push(key);
            below(place.as_str())
        }
        (None, ChangeKind::Branch) => below(place),
        (None, _) => pointer == place,
    })
}
