//! Which captures changes touch, and which findings about them.

use super::super::Stop;
use super::super::inputs;
use super::super::placed::{Placed, Placing, Unplaced};
use crate::case::Skipped;
use crate::finding::Code;
use crate::pointer::Pointer;
use crate::report::Touches;
use crate::spec::{Change, ChangeKind, Schema, Spec};
use crate::subject::TypeSet;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What two documents say of captures differently.
pub(super) struct Touch {
    /// For each change.
    pub(super) each: Vec<Touches>,
    /// The captures of which they say different things.
    pub(super) captures: BTreeSet<String>,
    /// Findings that the new document makes, and the old one does not.
    pub(super) appear: usize,
    /// Findings that the old document makes, and the new one does not.
    pub(super) vanish: usize,
    pub(super) skipped: Vec<Skipped>,
}

/// A finding: its code, its place with `*` for any item, and its words.
type Found = (Code, String, String);

pub(super) fn touched(
    type_set: &TypeSet,
    old: &Spec,
    new: &Spec,
    components: &[String],
    changes: &[Change],
    paths: &[PathBuf],
) -> Result<Touch, Stop> {
    let mut touch = Touch {
        each: changes.iter().map(|_| Touches::default()).collect(),
        captures: BTreeSet::new(),
        appear: 0,
        vanish: 0,
        skipped: Vec::new(),
    };
    if components.is_empty() || changes.is_empty() {
        return Ok(touch);
    }
    let placing = Placing::new(type_set, old, components)?;
    let unreadable = |error| Stop::unreadable(format!("{}: {error}", new.document().name()));
    for case in inputs::texts(inputs::sources(paths)) {
        let placed = match &case {
            Ok(case) => placing.place(old, case).map(|placed| (case, placed)),
            Err(skipped) => Err(Unplaced::Skipped(skipped.clone())),
        };
        let (case, Placed { value, components, .. }) = match placed {
            Ok(placed) => placed,
            Err(Unplaced::Skipped(reason) | Unplaced::Unknown(reason)) => {
                touch.skipped.push(reason);
                continue;
            }
            Err(Unplaced::Elsewhere) => continue,
        };
        for component in components {
            let schemas = (
                old.component(&component).map_err(unreadable)?,
                new.component(&component).map_err(unreadable)?,
            );
            let (before, after) = (findings(&schemas.0, &value), findings(&schemas.1, &value));
            for (finding, appears) in before
                .difference(&after)
                .map(|finding| (finding, false))
                .chain(after.difference(&before).map(|finding| (finding, true)))
            {
                touch.captures.insert(case.name.clone());
                *(if appears { &mut touch.appear } else { &mut touch.vanish }) += 1;
                for (change, touches) in changes.iter().zip(&mut touch.each) {
                    if concerns(change, &component, finding) {
                        touches.captures.insert(case.name.clone());
                        *(if appears {
                            &mut touches.appear
                        } else {
                            &mut touches.vanish
                        }) += 1;
                    }
                }
            }
        }
    }
    Ok(touch)
}

fn findings(schema: &Schema, value: &Value) -> BTreeSet<Found> {
    let everywhere = |pointer: String| Pointer::from(pointer).in_every_item();
    let violations = match schema.is_valid(value) {
        true => Vec::new(),
        false => schema.violations(value),
    };
    let violations = violations
        .into_iter()
        .map(|violation| (Code::SchemaViolation, everywhere(violation.pointer), violation.message));
    let fields = schema.undocumented(value).into_iter();
    violations
        .chain(fields.map(|field| (Code::UndocumentedField, everywhere(field.pointer), String::new())))
        .collect()
}

/// Whether a finding is about what a change changed.
fn concerns(change: &Change, component: &str, (_, pointer, message): &Found) -> bool {
    let places = change.places.iter().filter(|(name, _)| name == component);
    let below = |place: &str| {
        let rest = pointer.strip_prefix(place);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    places.into_iter().any(|(_, place)| match (&change.key, change.kind) {
        (Some(key), ChangeKind::Required) => {
            pointer == place && message.contains(&Value::String(key.clone()).to_string())
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
