//! Valid texts that have a key at a place.

use super::suspects::Step;
use crate::generate::{Choices, Failing, GeneratedValue, Plan, Style, shrink};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::{Value, json};

/// Values that are made before the place is given up.
const SAMPLES: u64 = 40;
/// Attempts to make a text smaller.
const ATTEMPTS: usize = 1_000;

/// The place in a text: the first item of each list.
pub(super) fn pointer(way: &[Step]) -> Pointer {
    let mut pointer = Pointer::root();
    for step in way {
        match step {
            Step::Key(key) => pointer.push(key),
            Step::Item => pointer.push(0),
        }
    }
    pointer
}

/// A valid text with a value other than null at the place, for which `shows` says yes.
pub(super) fn text_with(schema: &Schema, way: &[Step], shows: impl Fn(&str) -> bool) -> Option<String> {
    let pointer = pointer(way);
    let fits = |text: &str| is_valid_with(schema, text, &pointer) && shows(text);
    let something = json!({"type": ["boolean", "integer", "number", "string", "array", "object"]});
    let plan = Plan::new(&forced(schema, way, something)).ok()?;
    (0..SAMPLES).find_map(|seed| {
        let mut choices = match seed {
            0 => Choices::from_bytes(&[]),
            seed => Choices::from_seed(seed),
        };
        let text = plan.sample(&mut choices)?.text();
        fits(&text).then_some(text)
    })
}

/// The text made small: still valid, with a value at the place, and one for which `shows` says yes.
pub(super) fn small(schema: &Schema, way: &[Step], text: &str, shows: impl Fn(&str) -> bool) -> Option<String> {
    let pointer = pointer(way);
    let fits = |text: &str| is_valid_with(schema, text, &pointer) && shows(text);
    let start = Failing {
        sample: GeneratedValue::read(text)?,
        mutant: None,
        style: Style::default(),
    };
    let shrunk = shrink(start, ATTEMPTS, |failing| fits(&failing.sample.text()));
    Some(shrunk.sample.text())
}

/// The component, with a value at the place.
fn forced(schema: &Schema, way: &[Step], value: Value) -> Value {
    let inner = way.iter().rev().fold(value, |inner, step| match step {
        Step::Key(key) => json!({"type": "object", "required": [key], "properties": {key: inner}}),
        Step::Item => json!({"type": "array", "minItems": 1, "items": inner}),
    });
    let mut whole = schema.json_schema().clone();
    if let Some(members) = whole.as_object_mut() {
        let all = members.entry("allOf").or_insert_with(|| json!([]));
        if let Some(all) = all.as_array_mut() {
            all.push(inner);
        }
    }
    whole
}

fn is_valid_with(schema: &Schema, text: &str, pointer: &Pointer) -> bool {
    let is_there = Tree::parse(text).is_ok_and(|tree| tree.at(pointer).is_some_and(|node| tree.source(node) != "null"));
    is_there && serde_json::from_str(text).is_ok_and(|value| schema.is_valid(&value))
}
