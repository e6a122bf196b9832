//! Witnesses of changes: values that one document allows and the other forbids.

use crate::case::{Failing, Generator, Made, Plan, Style, shrink};
use crate::pointer::Pointer;
use crate::spec::{Change, ChangeKind, Schema};
use jsonschema::{Draft, Validator};
use serde_json::Value;
use std::collections::BTreeSet;

/// Cases that are made of one schema.
const CASES: usize = 1500;
/// Values of a place that are tried.
const CANDIDATES: usize = 24;
/// Values around the place in which they are tried.
const HOSTS: usize = 60;
/// Attempts to make a witness smaller.
const ATTEMPTS: usize = 600;

/// The two documents' schemas of one component: the one that must allow the witness, and the one that must forbid it.
#[derive(Clone, Copy)]
pub(super) struct Sides<'s> {
    pub(super) allows: &'s Schema,
    pub(super) forbids: &'s Schema,
}

impl Sides<'_> {
    /// Where a value breaks the one schema, if the other allows it.
    fn broken(self, value: &Value) -> Option<BTreeSet<String>> {
        if !self.allows.is_valid(value) || self.forbids.is_valid(value) {
            return None;
        }
        let violations = self.forbids.violations(value).into_iter();
        Some(
            violations
                .map(|violation| Pointer::from(violation.pointer).in_every_item())
                .collect(),
        )
    }
}

/// A small value that shows a change: `wider` says whether the new document allows it, or the old one. Both schemas were asked
/// about what is returned.
pub(super) fn witness(change: &Change, wider: bool, place: &str, sides: Sides<'_>, seed: u64) -> Option<Value> {
    let candidates = candidates(change, wider, seed);
    let found = match place {
        "" => candidates.into_iter().find(|value| sides.broken(value).is_some())?,
        place => embedded(&candidates, place, sides, seed)?,
    };
    Some(smaller(found, sides))
}

/// Values at the place of a change that only one of its sides allows, the smallest first.
fn candidates(change: &Change, wider: bool, seed: u64) -> Vec<Value> {
    if change.kind == ChangeKind::Null {
        return vec![Value::Null];
    }
    let (allows, forbids) = match wider {
        true => (&change.after, &change.before),
        false => (&change.before, &change.after),
    };
    let (Some(allowed), Some(forbidden)) = (validator(allows), validator(forbids)) else {
        return Vec::new();
    };
    let mut found: Vec<Value> = Vec::new();
    for schema in [allows, forbids] {
        let Ok(plan) = Plan::new(schema) else { continue };
        let mut here = 0;
        for case in Generator::new(&plan, "", seed).take(CASES) {
            let Ok(value) = serde_json::from_str::<Value>(&case.text()) else {
                continue;
            };
            if allowed.is_valid(&value) && !forbidden.is_valid(&value) && !found.contains(&value) {
                found.push(value);
                here += 1;
            }
            if here == CANDIDATES {
                break;
            }
        }
    }
    found.sort_by_key(|value| value.to_string().len());
    found.truncate(CANDIDATES);
    found
}

fn validator(schema: &Value) -> Option<Validator> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(false)
        .offline()
        .build(schema)
        .ok()
}

/// Puts the candidates into values of the whole component.
fn embedded(candidates: &[Value], place: &str, sides: Sides<'_>, seed: u64) -> Option<Value> {
    if candidates.is_empty() {
        return None;
    }
    let steps: Vec<String> = Pointer::from(place).steps().collect();
    for schema in [sides.allows, sides.forbids] {
        let Ok(plan) = Plan::new(schema.json_schema()) else {
            continue;
        };
        let mut hosts = 0;
        for case in Generator::new(&plan, schema.name(), seed).take(CASES) {
            if case.mutant.is_some() {
                continue;
            }
            let Ok(host) = serde_json::from_str::<Value>(&case.text()) else {
                continue;
            };
            let mut places = Vec::new();
            find(&host, &steps, "", &mut places);
            for at in places {
                for candidate in candidates {
                    let mut value = host.clone();
                    if let Some(here) = value.pointer_mut(&at) {
                        *here = candidate.clone();
                    }
                    if sides.broken(&value).is_some() {
                        return Some(value);
                    }
                }
                hosts += 1;
            }
            if hosts >= HOSTS {
                break;
            }
        }
    }
    None
}

/// The places in a value that steps lead to, where `*` is any item or key.
fn find(value: &Value, steps: &[String], at: &str, found: &mut Vec<String>) {
    const MOST: usize = 4;
    let Some((step, rest)) = steps.split_first() else {
        found.push(at.to_owned());
        return;
    };
    let mut below = |token: &str, value: &Value| {
        if found.len() < MOST {
            let mut pointer = Pointer::from(at);
            pointer.push(token);
            find(value, rest, pointer.as_str(), found);
        }
    };
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if step == "*" || *step == index.to_string() {
                    below(&index.to_string(), item);
                }
            }
        }
        Value::Object(members) => match members.get(step) {
            Some(held) => below(step, held),
            None if step == "*" => members.iter().for_each(|(key, held)| below(key, held)),
            None => {}
        },
        _ => {}
    }
}

/// The smallest value that breaks the one schema in the same places, as far as it is found.
fn smaller(value: Value, sides: Sides<'_>) -> Value {
    let Some(broken) = sides.broken(&value) else {
        return value;
    };
    let start = Failing {
        sample: Made::of(&value),
        mutant: None,
        style: Style::default(),
    };
    let small = shrink(start, ATTEMPTS, |failing| {
        let value = serde_json::from_str(&failing.text()).ok();
        value.is_some_and(|value| sides.broken(&value).as_ref() == Some(&broken))
    });
    serde_json::from_str(&small.text()).unwrap_or(value)
}
