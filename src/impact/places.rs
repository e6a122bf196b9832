//! Places in values, and what schemas say about the values there.

use crate::pointer::Pointer;
use crate::schema::validation;
use jsonschema::Validator;
use serde_json::Value;

/// The validator of a schema document; `None` if it cannot be compiled.
pub(super) fn validator(schema: &Value) -> Option<Validator> {
    validation::options().build(schema).ok()
}

/// The places in a value that steps lead to, where `*` is any item or key; not more than `most`.
pub(super) fn find(value: &Value, steps: &[String], at: &str, most: usize, found: &mut Vec<String>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(at.to_owned());
        return;
    };
    let mut below = |token: &str, value: &Value| {
        if found.len() < most {
            let mut pointer = Pointer::from(at);
            pointer.push(token);
            find(value, rest, pointer.as_str(), most, found);
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
