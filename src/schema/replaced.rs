//! The same document with other schemas in some places.

use super::error::SpecError;
use super::overlay::Overlay;
use super::pointer::{split_last, unescape};
use super::reading::Spec;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a property is to be: one value, or nothing at all.
pub type Replacement = Option<Value>;

impl Spec {
    /// The document with other schemas for some properties, by the URI fragments of their schemas. A required property is not
    /// taken away.
    ///
    /// # Errors
    ///
    /// [`SpecError::Overlay`] if the new schemas do not fit into the document.
    pub fn replaced(&self, properties: &BTreeMap<String, Replacement>) -> Result<Spec, SpecError> {
        let value = self.document().value();
        let changes = properties
            .iter()
            .filter_map(|(fragment, new)| change(value, fragment, new));
        let overlay = json!({
            "overlay": "1.0.0",
            "info": {"title": "replaced", "version": "1"},
            "actions": changes.flatten().collect::<Vec<Value>>(),
        });
        let overlay = Overlay::parse("replaced", overlay.to_string().as_bytes())?;
        let mut document = self.document().clone();
        document.apply(&overlay)?;
        Ok(Spec::new(document, self.dialect()))
    }
}

/// The actions that replace one property; `None` if it is none, or is required and to be taken away.
fn change(document: &Value, fragment: &str, new: &Replacement) -> Option<[Value; 2]> {
    let pointer = fragment.strip_prefix('#')?;
    let (properties, key) = split_last(pointer)?;
    let (holder, "properties") = split_last(properties)? else {
        return None;
    };
    let key = unescape(key);
    let required = document.pointer(holder)?.get("required").and_then(Value::as_array);
    let is_required = required.is_some_and(|required| required.iter().any(|name| *name == *key));
    let schema = match new {
        Some(only) => json!({ "enum": [only] }),
        None if is_required => return None,
        None => Value::Bool(false),
    };
    document.pointer(pointer)?;
    Some([
        json!({"target": path(pointer), "remove": true}),
        json!({"target": path(properties), "update": {&*key: schema}}),
    ])
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
    fn properties_become_one_value_or_go_unless_they_are_required() {
        let document = br##"{"$defs": {"T": {"type": "object", "required": ["a"], "properties": {
            "a": {"type": "string"}, "b'/": {"type": "string"}, "c": {"type": "integer"}}}}}"##;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let at = |key: &str| format!("#/$defs/T/properties/{key}");
        let properties = [(at("a"), None), (at("b'~1"), None), (at("c"), Some(json!(7)))];
        let spec = spec.replaced(&properties.into_iter().collect()).unwrap();
        let schema = spec.component("T").unwrap();
        assert!(schema.is_valid(&json!({"a": "x", "c": 7})));
        assert!(!schema.is_valid(&json!({"a": "x", "c": 8})));
        assert!(!schema.is_valid(&json!({"a": "x", "b'/": "y"})));
    }
}
