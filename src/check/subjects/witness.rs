//! Valid texts that have a key at a place.

use super::suspects::Step;
use crate::generate::{Choices, Failing, GeneratedValue, Plan, Style, shrink};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::{Value, json};
use std::cell::{OnceCell, RefCell};

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

/// Valid texts of a component. Those that are made without regard to a place serve all places, since a plan is dear.
pub(super) struct Witnesses<'s> {
    schema: &'s Schema,
    plan: OnceCell<Option<Plan>>,
    made: RefCell<Vec<Option<(String, Value)>>>,
}

impl<'s> Witnesses<'s> {
    pub(super) fn new(schema: &'s Schema) -> Witnesses<'s> {
        Witnesses {
            schema,
            plan: OnceCell::new(),
            made: RefCell::default(),
        }
    }

    /// A valid text with a value other than null at the place, for which `shows` says yes.
    pub(super) fn text_with(&self, way: &[Step], shows: impl Fn(&str) -> bool) -> Option<String> {
        let pointer = pointer(way);
        let fits = |text: &str| is_valid_with(self.schema, text, &pointer) && shows(text);
        let any = (0..SAMPLES).find_map(|number| self.made(number, &pointer).filter(|text| fits(text)));
        any.or_else(|| {
            let something = json!({"type": ["boolean", "integer", "number", "string", "array", "object"]});
            let plan = Plan::new(&forced(self.schema, way, something)).ok()?;
            (0..SAMPLES).find_map(|number| sample(&plan, number).filter(|text| fits(text)))
        })
    }

    /// The text of that number, if it has a value other than null at the place.
    fn made(&self, number: u64, pointer: &Pointer) -> Option<String> {
        let plan = self.plan.get_or_init(|| Plan::new(self.schema.json_schema()).ok());
        let mut made = self.made.borrow_mut();
        let at = usize::try_from(number).ok()?;
        while made.len() <= at {
            let text = sample(plan.as_ref()?, made.len() as u64);
            let read = text.and_then(|text| serde_json::from_str(&text).ok().map(|value| (text, value)));
            made.push(read);
        }
        let (text, value) = made[at].as_ref()?;
        let is_there = value.pointer(pointer.as_str()).is_some_and(|found| !found.is_null());
        is_there.then(|| text.clone())
    }
}

fn sample(plan: &Plan, number: u64) -> Option<String> {
    let mut choices = match number {
        0 => Choices::from_bytes(&[]),
        seed => Choices::from_seed(seed),
    };
    Some(plan.sample(&mut choices)?.text())
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
