//! Searches for witnesses of changes: values that one document allows and the other forbids.

use super::places::{find, validator};
use super::relevance::is_about;
use super::shown::{Shown, Witness};
use crate::generate::{Failing, GeneratedValue, Generator, Plan, Style, shrink};
use crate::pointer::Pointer;
use crate::schema::budget::{Steps, widest};
use crate::schema::{Answer, Change, ChangeKind, Difference, Schema, Spec, SpecError, Violation};
use serde_json::Value;
use std::collections::BTreeSet;

/// Cases that are made of one schema.
const CASES: usize = 1500;
/// Values of a place that are tried.
const CANDIDATES: usize = 96;
/// Values around the place in which they are tried.
const HOSTS: usize = 120;
/// Places in one of these that are tried.
const PLACES: usize = 4;
/// A part of a plan is combined with others, compiled and ordered.
const STEPS_OF_PART: u64 = 5;
/// A value is made, written and read again.
const STEPS_OF_VALUE: u64 = 4;
/// A comparison of a part of a value with a schema is counted, and then made.
const STEPS_OF_COMPARISON: u64 = 2;
/// Each value is tried with so many branches or patterns at the cost of one step a byte.
const WIDE: u64 = 256;
/// Attempts to make a witness smaller, and the bytes of all of them.
const ATTEMPTS: usize = 600;
const MAX_SHRUNK: usize = 20_000_000;

/// The two documents' schemas of one component: the one that must allow the witness, and the one that must forbid it.
#[derive(Clone, Copy)]
struct Sides<'s> {
    allows: &'s Schema,
    forbids: &'s Schema,
    /// What every violation of a witness must be about.
    change: &'s Change,
    /// How many steps a byte of a value takes that is tried.
    weight: u64,
}

impl<'s> Sides<'s> {
    /// `wider` says whether the new schema must allow the witness, or the old one.
    fn new(change: &'s Change, wider: bool, old: &'s Schema, new: &'s Schema) -> Sides<'s> {
        let (allows, forbids) = if wider { (new, old) } else { (old, new) };
        let widest = widest(allows.json_schema()).max(widest(forbids.json_schema()));
        Sides {
            allows,
            forbids,
            change,
            weight: 1 + widest / WIDE,
        }
    }

    /// Where a value breaks the one schema, if the other allows it, and the change is all that it breaks.
    fn broken(self, value: &Value, effort: &Effort) -> Option<BTreeSet<String>> {
        if !effort.compares(self, value) || !self.allows.is_valid(value) || self.forbids.is_valid(value) {
            return None;
        }
        let violations = self.forbids.violations(value);
        let about = |violation: &Violation| is_about(self.change, self.forbids.name(), violation);
        if violations.is_empty() || !violations.iter().all(about) {
            return None;
        }
        let everywhere = |violation: Violation| Pointer::from(violation.pointer).in_every_item();
        Some(violations.into_iter().map(everywhere).collect())
    }
}

/// What may be spent on the search for all witnesses of a comparison: a step is a byte of a value that is tried, or a comparison of one of
/// its parts with a schema.
pub struct Effort(Steps);

impl Effort {
    /// What the budget of a document allows.
    pub fn new() -> Effort {
        Effort(Steps::share(5))
    }

    /// A plan, if there is as much left as it takes.
    fn plan(&self, schema: &Value) -> Option<Plan> {
        if self.0.is_exhausted() {
            return None;
        }
        let plan = Plan::new(schema);
        let steps = plan.as_ref().map_or(Plan::max_steps(), Plan::steps);
        self.0.spend(steps.saturating_mul(STEPS_OF_PART));
        plan.ok()
    }

    /// Takes what it cost to generate values since `before`, and returns whether there was as much.
    fn generates(&self, generator: &Generator<'_>, before: &mut u64) -> bool {
        let work = generator.work();
        let new = work - std::mem::replace(before, work);
        self.0.spend(new * STEPS_OF_VALUE)
    }

    /// Takes what it costs to compare a value with both schemas, and returns whether there was as much.
    fn compares(&self, sides: Sides<'_>, value: &Value) -> bool {
        let most = self.0.left();
        let comparisons = |schema: &Schema| schema.comparisons(value, most);
        let both = comparisons(sides.allows).saturating_add(comparisons(sides.forbids));
        self.0.spend(both.saturating_mul(STEPS_OF_COMPARISON))
    }

    /// Takes what it costs to try a value as often as a few validators take, and returns whether there was as much.
    fn tries(&self, text: &str, weight: u64) -> bool {
        self.0.spend((text.len() as u64).saturating_mul(weight))
    }
}

impl Default for Effort {
    fn default() -> Effort {
        Effort::new()
    }
}

/// Looks for values that show a change, as long as `effort` lasts.
///
/// # Errors
/// When a component is missing in one of the documents, or cannot be read.
pub fn show(change: &Change, old: &Spec, new: &Spec, seed: u64, effort: &Effort) -> Result<Shown, SpecError> {
    let mut shown = Shown::default();
    for (wider, answer) in [(true, change.wider), (false, change.narrower)] {
        if answer == Answer::No || effort.0.is_exhausted() {
            continue;
        }
        for (component, place) in &change.places {
            let (old, new) = (old.component(component)?, new.component(component)?);
            let sides = Sides::new(change, wider, &old, &new);
            let Some(value) = witness(wider, place, sides, seed, effort) else {
                continue;
            };
            let says = sides.forbids.violations(&value).into_iter().next();
            let found = says.map(|says| Witness {
                component: component.clone(),
                value,
                says,
            });
            match wider {
                true => shown.allowed_now = found,
                false => shown.forbidden_now = found,
            }
            break;
        }
    }
    Ok(shown)
}

/// Answers with yes where the algebra could not tell and there is a witness.
pub fn decide_by_witnesses(
    found: &mut Difference,
    shown: &[Shown],
    old: &Spec,
    new: &Spec,
    seed: u64,
    effort: &Effort,
) {
    for (change, shown) in found.changes.iter_mut().zip(shown) {
        for (answer, witness) in [
            (&mut change.wider, &shown.allowed_now),
            (&mut change.narrower, &shown.forbidden_now),
        ] {
            if witness.is_some() {
                *answer = Answer::Yes;
            }
        }
    }
    for compared in &mut found.compared {
        for (answer, wider) in [(&mut compared.wider, true), (&mut compared.narrower, false)] {
            let (changes, component) = (&found.changes, &compared.component);
            if *answer == Answer::Unknown && any_witness(changes, component, wider, (old, new), seed, effort) {
                *answer = Answer::Yes;
            }
        }
    }
}

/// Whether some change has a witness in a component.
fn any_witness(
    changes: &[Change],
    component: &str,
    wider: bool,
    (old, new): (&Spec, &Spec),
    seed: u64,
    effort: &Effort,
) -> bool {
    if effort.0.is_exhausted() {
        return false;
    }
    let there = changes.iter().filter(|change| {
        let answer = if wider { change.wider } else { change.narrower };
        answer == Answer::Yes
    });
    let places = there.flat_map(|change| change.places.iter().map(move |(name, place)| (change, name, place)));
    let places: Vec<_> = places.filter(|(_, name, _)| *name == component).collect();
    // A component is only read where there is something to try.
    if places.is_empty() {
        return false;
    }
    let (Ok(old), Ok(new)) = (old.component(component), new.component(component)) else {
        return false;
    };
    let mut places = places.into_iter();
    places
        .any(|(change, _, place)| witness(wider, place, Sides::new(change, wider, &old, &new), seed, effort).is_some())
}

/// A small value that shows a change: `wider` says whether the new document allows it, or the old one. Both schemas were asked
/// about what is returned.
fn witness(wider: bool, place: &str, sides: Sides<'_>, seed: u64, effort: &Effort) -> Option<Value> {
    let candidates = candidates(sides, wider, seed, effort);
    let found = match place {
        "" => candidates
            .into_iter()
            .find(|value| sides.broken(value, effort).is_some())?,
        place => embedded(&candidates, place, sides, seed, effort)?,
    };
    Some(smaller(found, sides, effort))
}

/// Values at the place of a change that only one of its sides allows, the smallest first.
fn candidates(sides: Sides<'_>, wider: bool, seed: u64, effort: &Effort) -> Vec<Value> {
    let change = sides.change;
    if change.kind == ChangeKind::Null {
        return vec![Value::Null];
    }
    let (before, after) = (change.before.document(), change.after.document());
    let (allows, forbids) = match wider {
        true => (after, before),
        false => (before, after),
    };
    let (Some(allowed), Some(forbidden)) = (validator(&allows), validator(&forbids)) else {
        return Vec::new();
    };
    let mut found: Vec<Value> = Vec::new();
    for schema in [&allows, &forbids] {
        let Some(plan) = effort.plan(schema) else { continue };
        let (mut here, mut work) = (0, 0);
        let mut generator = Generator::new(&plan, "", seed);
        for _ in 0..CASES {
            let case = generator.next();
            if !effort.generates(&generator, &mut work) {
                break;
            }
            let Some(text) = case
                .map(|case| case.text())
                .filter(|text| effort.tries(text, sides.weight))
            else {
                break;
            };
            let Ok(value) = serde_json::from_str::<Value>(&text) else {
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
    found.sort_by_cached_key(|value| value.to_string().len());
    found.truncate(CANDIDATES);
    found
}

/// Puts the candidates into values of the whole component.
fn embedded(candidates: &[Value], place: &str, sides: Sides<'_>, seed: u64, effort: &Effort) -> Option<Value> {
    if candidates.is_empty() {
        return None;
    }
    let steps: Vec<String> = Pointer::from(place).steps().collect();
    for schema in [sides.allows, sides.forbids] {
        let Some(plan) = effort.plan(schema.json_schema()) else {
            continue;
        };
        let (mut hosts, mut work) = (0, 0);
        let mut generator = Generator::new(&plan, schema.name(), seed);
        for _ in 0..CASES {
            let case = generator.next();
            if !effort.generates(&generator, &mut work) {
                return None;
            }
            let Some(case) = case else { break };
            if case.mutant.is_some() {
                continue;
            }
            let text = case.text();
            if !effort.tries(&text, sides.weight) {
                return None;
            }
            let Ok(host) = serde_json::from_str::<Value>(&text) else {
                continue;
            };
            let mut places = Vec::new();
            find(&host, &steps, "", PLACES, &mut places);
            for at in places {
                for candidate in candidates {
                    if !effort.tries(&text, sides.weight) {
                        return None;
                    }
                    let mut value = host.clone();
                    if let Some(here) = value.pointer_mut(&at) {
                        *here = candidate.clone();
                    }
                    if sides.broken(&value, effort).is_some() {
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

/// The smallest value that breaks the one schema in the same places, as far as it is found.
fn smaller(value: Value, sides: Sides<'_>, effort: &Effort) -> Value {
    let Some(broken) = sides.broken(&value, effort) else {
        return value;
    };
    let start = Failing {
        sample: GeneratedValue::of(&value),
        mutant: None,
        style: Style::default(),
    };
    let bytes = start.text().len().max(1);
    let small = shrink(start, ATTEMPTS.min(MAX_SHRUNK / bytes), |failing| {
        let text = failing.text();
        let value = serde_json::from_str(&text).ok();
        let value = value.filter(|_| effort.tries(&text, sides.weight));
        value.is_some_and(|value| sides.broken(&value, effort).as_ref() == Some(&broken))
    });
    serde_json::from_str(&small.text()).unwrap_or(value)
}
