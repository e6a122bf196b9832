//! The same document with other schemas in some places.

use super::error::SpecError;
use super::overlay::Overlay;
use super::pointer::{split_last, unescape};
use super::reading::Spec;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Replacement {
    /// It has one value.
    Value(Value),
    /// It is not allowed, unless it is required.
    Absent,
    /// It is required.
    Required,
}

impl Spec {
    /// The document with other schemas for some properties, or with some that are required, by the URI fragments of their
    /// schemas. A required property is not taken away.
    ///
    /// # Errors
    ///
    /// [`SpecError::Overlay`] if the new schemas do not fit into the document.
    pub fn replaced(&self, properties: &BTreeMap<String, Replacement>) -> Result<Spec, SpecError> {
        let value = self.document().value();
        let changed = properties.iter().filter_map(|(fragment, new)| match new {
            Replacement::Required => None,
            new => change(value, fragment, new),
        });
        let changes = changed.flatten().chain(all_required(value, properties));
        self.with_actions(changes.collect())
    }

    /// The document with values that the generator tries, by the JSON pointers of the schemas that they stand under: as examples, which
    /// say nothing about validity.
    ///
    /// # Errors
    ///
    /// [`SpecError::Overlay`] if the examples do not fit into the document.
    pub fn trying(&self, values: &BTreeMap<String, Vec<Value>>) -> Result<Spec, SpecError> {
        let takes_examples = |pointer: &str| {
            let schema = self.document().value().pointer(pointer).and_then(Value::as_object);
            schema
                .is_some_and(|schema| schema.contains_key("type") && schema.get("examples").is_none_or(Value::is_array))
        };
        let tried = values.iter().filter(|(pointer, _)| takes_examples(pointer));
        let action = |(pointer, values): (&String, &Vec<Value>)| json!({"target": path(pointer), "update": {"examples": values}});
        self.with_actions(tried.map(action).collect())
    }

    fn with_actions(&self, actions: Vec<Value>) -> Result<Spec, SpecError> {
        let overlay = json!({
            "overlay": "1.0.0",
            "info": {"title": "replaced", "version": "1"},
            "actions": actions,
        });
        let overlay = Overlay::parse("replaced", overlay.to_string().as_bytes())?;
        let mut document = self.document().clone();
        document.apply(&overlay)?;
        Ok(self.reread(document))
    }
}

/// The actions that replace one property; `None` if it is none, or is required and to be taken away.
fn change(document: &Value, fragment: &str, new: &Replacement) -> Option<[Value; 2]> {
    let pointer = fragment.strip_prefix('#')?;
    let (holder, key) = property(pointer)?;
    let is_required = required(document, holder)?.any(|name| name == key);
    let schema = match new {
        Replacement::Value(only) => json!({ "enum": [only] }),
        Replacement::Absent if is_required => return None,
        Replacement::Absent => Value::Bool(false),
        Replacement::Required => return None,
    };
    document.pointer(pointer)?;
    Some([
        json!({"target": path(pointer), "remove": true}),
        json!({"target": path(&format!("{holder}/properties")), "update": {&*key: schema}}),
    ])
}

/// The actions that make properties required, each holder once.
fn all_required(document: &Value, properties: &BTreeMap<String, Replacement>) -> Vec<Value> {
    let mut more: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (fragment, new) in properties {
        if *new == Replacement::Required
            && let Some((holder, key)) = fragment.strip_prefix('#').and_then(property)
        {
            more.entry(holder).or_default().insert(key);
        }
    }
    let mut actions = Vec::new();
    for (holder, mut keys) in more {
        let Some(known) = required(document, holder) else {
            continue;
        };
        let known: Vec<String> = known.map(str::to_owned).collect();
        if !known.is_empty() {
            actions.push(json!({"target": path(&format!("{holder}/required")), "remove": true}));
        }
        keys.extend(known);
        actions.push(json!({"target": path(holder), "update": {"required": keys}}));
    }
    actions
}

/// The schema that names a property, and the name; `None` for a pointer to something else.
fn property(pointer: &str) -> Option<(&str, String)> {
    let (properties, key) = split_last(pointer)?;
    let (holder, "properties") = split_last(properties)? else {
        return None;
    };
    Some((holder, unescape(key).into_owned()))
}

/// The names that the schema at a pointer requires; `None` if nothing is there.
fn required<'d>(document: &'d Value, pointer: &str) -> Option<impl Iterator<Item = &'d str>> {
    let names = document.pointer(pointer)?.get("required").and_then(Value::as_array);
    Some(names.into_iter().flatten().filter_map(Value::as_str))
}

/// A JSON pointer as a JSONPath.
fn path(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1).map(|step| {
        let step = unescape(step).replace('\\', "\\\\").replace('\'', "\\'");
        format!("['{step}']")
    });
    format!("${}", steps.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    #[test]
    fn values_that_are_tried_are_valid_as_before_and_made_where_they_fit() {
        use crate::generate::{Generator, Plan};
        let document = br#"{"$defs": {"T": {"type": "object", "properties": {
            "id": {"type": "string", "maxLength": 8, "examples": ["own"]}, "size": {"type": "integer", "maximum": 5000},
            "free": {}}}}}"#;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let at = |key: &str| format!("/$defs/T/properties/{key}");
        let values = BTreeMap::from([
            (at("id"), vec![json!("org_42"), json!("far too long a text")]),
            (at("size"), vec![json!(4711), json!(9999)]),
            (at("free"), vec![json!("any")]),
            (at("gone"), vec![json!("x")]),
        ]);
        let schema = spec.trying(&values).unwrap().component("T").unwrap();
        let plan = Plan::new(schema.json_schema()).unwrap();
        let samples: Vec<String> = Generator::new(&plan, "T", 1)
            .take(300)
            .filter(|case| case.mutant.is_none())
            .map(|case| case.text())
            .collect();
        let has = |text: &str| samples.iter().any(|sample| sample.contains(text));
        assert!(has("\"org_42\"") && has("\"own\"") && has("4711"));
        assert!(!has("far too long") && !has("9999"));
    }

    #[test]
    fn properties_become_one_value_or_go_unless_they_are_required() {
        let document = br##"{"$defs": {"T": {"type": "object", "required": ["a"], "properties": {
            "a": {"type": "string"}, "b'/": {"type": "string"}, "c": {"type": "integer"}}}}}"##;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let at = |key: &str| format!("#/$defs/T/properties/{key}");
        let properties = [
            (at("a"), Replacement::Absent),
            (at("b'~1"), Replacement::Absent),
            (at("c"), Replacement::Value(json!(7))),
        ];
        let spec = spec.replaced(&properties.into_iter().collect()).unwrap();
        let schema = spec.component("T").unwrap();
        assert!(schema.is_valid(&json!({"a": "x", "c": 7})));
        assert!(!schema.is_valid(&json!({"a": "x", "c": 8})));
        assert!(!schema.is_valid(&json!({"a": "x", "b'/": "y"})));
    }
    #[test]
    fn properties_become_required_beside_those_that_are() {
        let document = br##"{"$defs": {"T": {"required": ["a"], "properties": {"a": {}, "b": {}, "c": {"properties": {
            "d": {}}}}}}}"##;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let properties = ["b", "c", "c/properties/d"];
        let properties = properties.map(|key| (format!("#/$defs/T/properties/{key}"), Replacement::Required));
        let spec = spec.replaced(&properties.into_iter().collect()).unwrap();
        let schema = spec.component("T").unwrap();
        assert!(schema.is_valid(&json!({"a": 0, "b": 0, "c": {"d": 0}})));
        for invalid in [
            json!({"b": 0, "c": 0}),
            json!({"a": 0, "c": 0}),
            json!({"a": 0, "b": 0, "c": {}}),
        ] {
            assert!(!schema.is_valid(&invalid), "{invalid}");
        }
    }
}
