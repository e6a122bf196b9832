//! A schema inferred from values.

use crate::schema::kind::Kind;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Deeper than this, anything is allowed.
const DEEPEST: usize = 8;
/// An object of which more keys are known is taken for a map.
const MOST_KEYS: usize = 64;

/// What some values are like.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    null: bool,
    boolean: bool,
    integer: bool,
    number: bool,
    string: bool,
    array: Option<Option<Box<Shape>>>,
    object: Option<BTreeMap<String, Shape>>,
}

impl Shape {
    /// Takes in a value; says whether the shape is another than before.
    pub(super) fn take(&mut self, value: &Value) -> bool {
        let before = self.clone();
        self.add(value, 0);
        *self != before
    }

    fn add(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Null => self.null = true,
            Value::Bool(_) => self.boolean = true,
            Value::Number(number) if number.as_f64().is_some_and(|float| float.fract() != 0.0) => self.number = true,
            Value::Number(_) => self.integer = true,
            Value::String(_) => self.string = true,
            Value::Array(items) => {
                let held = self.array.get_or_insert_default();
                for item in items.iter().filter(|_| depth < DEEPEST) {
                    held.get_or_insert_default().add(item, depth + 1);
                }
            }
            Value::Object(members) => {
                let held = self.object.get_or_insert_default();
                for (key, value) in members.iter().filter(|_| depth < DEEPEST) {
                    if held.len() <= MOST_KEYS || held.contains_key(key) {
                        held.entry(key.clone()).or_default().add(value, depth + 1);
                    }
                }
            }
        }
    }

    /// The schema, in the words of a kind of document. Where nothing but null was seen it allows anything.
    pub(super) fn schema(&self, kind: Kind) -> Value {
        let simple = [
            (self.boolean, "boolean"),
            (self.number, "number"),
            (self.integer && !self.number, "integer"),
            (self.string, "string"),
        ];
        let mut types: Vec<&str> = simple.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
        let mut rest = Map::new();
        if let Some(items) = &self.array {
            types.push("array");
            let items = items.as_ref().map(|items| items.schema(kind));
            // OpenAPI 3.0 and Swagger insist on `items`.
            if let Some(items) = items.or(names_one_type(kind).then(|| json!({}))) {
                rest.insert("items".to_owned(), items);
            }
        }
        if let Some(members) = &self.object {
            types.push("object");
            if members.len() <= MOST_KEYS && !members.is_empty() {
                let properties = members.iter().map(|(key, shape)| (key.clone(), shape.schema(kind)));
                rest.insert("properties".to_owned(), Value::Object(properties.collect()));
            }
        }
        let mut schema = Map::new();
        match (kind, self.null) {
            (Kind::OpenApi30, true) => drop(schema.insert("nullable".to_owned(), Value::Bool(true))),
            (Kind::Swagger2, true) => drop(schema.insert("x-nullable".to_owned(), Value::Bool(true))),
            _ => {}
        }
        match (types.as_slice(), kind) {
            ([], _) => return Value::Object(Map::new()),
            ([_, _, ..], kind) if names_one_type(kind) => return Value::Object(Map::new()),
            ([one], kind) if names_one_type(kind) => drop(schema.insert("type".to_owned(), json!(one))),
            ([one], _) if !self.null => drop(schema.insert("type".to_owned(), json!(one))),
            _ => {
                types.extend(self.null.then_some("null"));
                schema.insert("type".to_owned(), json!(types));
            }
        }
        schema.extend(rest);
        Value::Object(schema)
    }
}

/// Whether `type` can name one type at most.
fn names_one_type(kind: Kind) -> bool {
    matches!(kind, Kind::Swagger2 | Kind::OpenApi30)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inferred(values: &[Value], kind: Kind) -> Value {
        let mut shape = Shape::default();
        for value in values {
            shape.take(value);
        }
        shape.schema(kind)
    }

    #[test]
    fn a_schema_allows_all_that_was_seen() {
        let values = [json!(null), json!({"a": [1, 2.5]}), json!({"b": {"c": true}})];
        let schema = inferred(&values, Kind::OpenApi31);
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert!(values.iter().all(|value| validator.is_valid(value)), "{schema}");
        assert_eq!(
            schema,
            json!({"type": ["object", "null"], "properties": {
                "a": {"type": "array", "items": {"type": "number"}},
                "b": {"type": "object", "properties": {"c": {"type": "boolean"}}}}})
        );
        assert_eq!(inferred(&[json!(null)], Kind::OpenApi31), json!({}));
        assert_eq!(
            inferred(&[json!("x"), json!(null)], Kind::OpenApi30),
            json!({"type": "string", "nullable": true})
        );
        assert_eq!(inferred(&[json!("x"), json!(1)], Kind::OpenApi30), json!({}));
    }
}
