//! Which captures changes touch, and which findings about them.

use super::super::CliError;
use super::super::inputs;
use super::super::placed::{Placed, Placing, Unplaced};
use super::super::types::Types;
use super::witness::{find, validator};
use crate::case::Skipped;
use crate::finding::Code;
use crate::pointer::Pointer;
use crate::report::Touches;
use crate::schema::{Change, ChangeKind, Schema, Spec, Violation};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

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

/// A finding: its code, its place with `*` for any item, the keyword, and the key that is missing.
type Found = (Code, String, String, String);

/// A change, with validators for the value at its place.
struct Judge<'c> {
    change: &'c Change,
    before: Option<Validator>,
    after: Option<Validator>,
}

impl<'c> Judge<'c> {
    fn new(change: &'c Change) -> Judge<'c> {
        Judge {
            change,
            before: validator(&change.before),
            after: validator(&change.after),
        }
    }

    /// Whether the change makes a difference to a value of a component.
    fn differs(&self, component: &str, value: &Value) -> bool {
        let places = self.change.places.iter().filter(|(name, _)| name == component);
        let mut found = Vec::new();
        for (_, place) in places {
            let steps: Vec<String> = Pointer::from(place.as_str()).steps().collect();
            find(value, &steps, "", usize::MAX, &mut found);
        }
        let here = found.iter().filter_map(|at| value.pointer(at));
        let named = |value: &Value| match (&self.change.key, self.change.kind) {
            (Some(key), ChangeKind::Property) => value.get(key).is_some(),
            _ => false,
        };
        here.into_iter()
            .any(|value| named(value) || complaints(&self.before, value) != complaints(&self.after, value))
    }
}

/// Where a value breaks a schema, and how; a capture may break it in other ways as well.
fn complaints(validator: &Option<Validator>, value: &Value) -> BTreeSet<(String, String)> {
    let errors = validator.iter().flat_map(|validator| validator.iter_errors(value));
    let what = |kind: &ValidationErrorKind| match kind {
        ValidationErrorKind::Required { property } => format!("required {property}"),
        kind => kind.keyword().to_owned(),
    };
    errors
        .map(|error| (error.instance_path().to_string(), what(error.kind())))
        .collect()
}

pub(super) fn touched(
    types: &Types,
    old: &Arc<Spec>,
    new: &Spec,
    components: &[String],
    changes: &[Change],
    paths: &[PathBuf],
) -> Result<Touch, CliError> {
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
    let placing = Placing::new(types.set(), old, components)?;
    let unreadable = |error| CliError::unreadable(format!("{}: {error}", new.document().name()));
    let judges: Vec<Judge<'_>> = changes.iter().map(Judge::new).collect();
    for case in inputs::texts(inputs::sources(paths, types)?) {
        let placed = match &case {
            Ok(case) => placing.place(case).map(|placed| (case, placed)),
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
            if before == after {
                continue;
            }
            let touching = judges.iter().map(|judge| judge.differs(&component, &value));
            let touching: Vec<bool> = touching.collect();
            for (finding, appears) in before
                .difference(&after)
                .map(|finding| (finding, false))
                .chain(after.difference(&before).map(|finding| (finding, true)))
            {
                touch.captures.insert(case.label().into_owned());
                *(if appears { &mut touch.appear } else { &mut touch.vanish }) += 1;
                for ((change, touches), touching) in changes.iter().zip(&mut touch.each).zip(&touching) {
                    if *touching && concerns(change, &component, finding) {
                        touches.captures.insert(case.label().into_owned());
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

/// Whether a violation is about what a change changed.
pub(super) fn is_about(change: &Change, component: &str, violation: &Violation) -> bool {
    concerns(change, component, &found(violation))
}

/// Whether a finding is about what a change changed.
fn concerns(change: &Change, component: &str, (_, pointer, _, missing): &Found) -> bool {
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
