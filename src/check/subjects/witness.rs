//! Valid texts that have a key at a place.

use super::suspects::Step;
use crate::case::{Case, CaseKind, Origin};
use crate::generate::{Choices, Failing, GeneratedValue, Plan, Style, shrink};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::{Value, json};
use std::cell::{OnceCell, RefCell};

/// Values that are made before the place is given up.
const SAMPLES: u64 = 40;
/// Words that are tried under a key, and the most variations of a text.
const MOST_WORDS: usize = 256;
const MOST_VARIATIONS: usize = 24;
/// Attempts to make a text smaller.
const ATTEMPTS: usize = 1_000;

/// A text that shows a property of a subject.
pub(crate) fn witness_of(subject: &str, text: String) -> Case {
    let name = format!("witness/{subject}");
    Case::of(Origin::Inline { name }, CaseKind::Sample, text)
}

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

pub(super) fn sample(plan: &Plan, number: u64) -> Option<String> {
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

/// Valid variations of a text: with other documented words under the keys beside the place. What is read of an object may depend on
/// one of them.
pub(super) fn with_other_words(schema: &Schema, way: &[Step], text: &str) -> Vec<String> {
    let around = pointer(way).parent();
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let members = value.pointer(around.as_str()).and_then(Value::as_object);
    let beside = members.into_iter().flatten().filter(|(_, value)| value.is_string());
    let words = schema.all_words();
    let mut found = Vec::new();
    for (key, own) in beside {
        let mut at = around.clone();
        at.push(key);
        // Those that the place itself lists come first: a component may have hundreds of words.
        let listed = schema.words(&value, at.as_str());
        let listed: Vec<&String> = listed.iter().map(|listed| &listed.word).collect();
        let others = words.iter().filter(|word| !listed.contains(word));
        let tried = listed.iter().copied().chain(others).filter(|word| own != *word);
        for word in tried.take(MOST_WORDS) {
            let mut varied = value.clone();
            if let Some(place) = varied
                .pointer_mut(around.as_str())
                .and_then(|object| object.get_mut(key))
            {
                *place = Value::from(word.as_str());
            }
            if found.len() < MOST_VARIATIONS && schema.is_valid(&varied) {
                found.push(varied.to_string());
            }
        }
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};

    #[test]
    fn variations_have_other_words_beside_the_place_and_are_valid() {
        let document = br#"{"$defs": {"Choice": {"type": "object", "required": ["type"], "properties": {
            "type": {"enum": ["function", "search", "browser"]}, "mode": {"const": "new"}, "function": {"type": "object"}}}}}"#;
        let spec = Spec::new(Document::parse("t.json", document).unwrap(), Dialect::AsMeant);
        let schema = spec.component("Choice").unwrap();
        let text = r#"{"function":{},"mode":"new","type":"browser"}"#;
        let varied = with_other_words(&schema, &[Step::Key("function".to_owned())], text);
        assert_eq!(
            varied,
            [
                r#"{"function":{},"mode":"new","type":"function"}"#,
                r#"{"function":{},"mode":"new","type":"search"}"#
            ]
        );
    }
}
