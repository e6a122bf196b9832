//! A violation, by the name that a mutant with the same fault bears.

use super::Violation;
use super::pointer::child;
use serde_json::Value;

impl Violation {
    /// The name of the fault, and the place of what is at fault: for a missing key, where it should be.
    pub fn fault(&self, value: &Value) -> (&'static str, String) {
        if let Some(key) = &self.missing {
            return ("required_dropped", child(&self.pointer, key));
        }
        let at_fault = value.pointer(&self.pointer);
        let name = match self.keyword.as_str() {
            "required" | "dependentRequired" => "required_dropped",
            "type" | "oneOf" | "anyOf" if at_fault.is_some_and(Value::is_null) => "null_forbidden",
            "type" => "wrong_type",
            // A union's violation stands at the tag, where that is unknown.
            "enum" | "const" | "oneOf" | "anyOf" => "outside_enum",
            "minimum" | "exclusiveMinimum" => "below_minimum",
            "maximum" | "exclusiveMaximum" => "above_maximum",
            "multipleOf" => "not_multiple",
            "minLength" => "too_short",
            "maxLength" => "too_long",
            "pattern" => "pattern_broken",
            "format" => "format_broken",
            "minItems" => "too_few_items",
            "maxItems" => "too_many_items",
            "uniqueItems" => "repeated_item",
            "minProperties" => "too_few_keys",
            "maxProperties" => "too_many_keys",
            _ => "key_not_allowed",
        };
        (name, self.pointer.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;

    #[test]
    fn a_violation_bears_the_name_of_the_mutant() {
        let schema = br#"{"$defs": {"A": {"type": "object", "required": ["a~b"], "properties": {
            "n": {"type": "integer", "minimum": 1}, "s": {"enum": ["x"]}, "l": {"type": "array", "maxItems": 0}
        }}}}"#;
        let document = Document::parse("t.json", schema).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("A").unwrap();
        for (value, fault, place) in [
            (json!({}), "required_dropped", "/a~0b"),
            (json!({"a~b": 1, "n": 0}), "below_minimum", "/n"),
            (json!({"a~b": 1, "n": null}), "null_forbidden", "/n"),
            (json!({"a~b": 1, "n": "1"}), "wrong_type", "/n"),
            (json!({"a~b": 1, "s": "y"}), "outside_enum", "/s"),
            (json!({"a~b": 1, "l": [1]}), "too_many_items", "/l"),
        ] {
            let violations = schema.violations(&value);
            assert_eq!(violations.len(), 1, "{value}");
            assert_eq!(violations[0].fault(&value), (fault, place.to_owned()), "{value}");
        }
    }
}
