//! What values of a schema can show.

use crate::schema::ir::{JsonType, SchemaGraph, SchemaId, SchemaNode};
use serde_json::{Value, json};

/// The branches of the unions of a schema, without those that are null alone.
pub(super) fn unions<'g>(
    graph: &'g SchemaGraph,
    node: &'g SchemaNode,
) -> impl Iterator<Item = (&'static str, Vec<SchemaId>)> + 'g {
    let is_null = |id: &SchemaId| graph[*id].is_null_type() || graph[*id].constant == Some(Value::Null);
    node.unions().filter_map(move |(keyword, branches)| {
        let branches: Vec<SchemaId> = branches.iter().copied().filter(|branch| !is_null(branch)).collect();
        (!branches.is_empty()).then_some((keyword, branches))
    })
}

/// The types that a schema names, without null.
pub(super) fn types(node: &SchemaNode) -> Vec<JsonType> {
    let named = node.types.iter().flatten().copied();
    named.filter(|name| *name != JsonType::Null).collect()
}

/// The forms in which numbers are written, and the numbers that can be written so. A number may have several.
pub(super) const FORMS: [(&str, &str); 6] = [
    ("0", r#"{"const": 0}"#),
    ("whole", r#"{"type": "integer", "not": {"const": 0}}"#),
    ("1.0", r#"{"type": "integer"}"#),
    ("fraction", r#"{"type": "number", "not": {"type": "integer"}}"#),
    ("exponent", r#"{"type": "number"}"#),
    ("negative", r#"{"type": "number", "exclusiveMaximum": 0}"#),
];

/// The sizes of arrays that are told apart, and the arrays that have them.
pub(super) fn sizes() -> [(&'static str, Value); 3] {
    [
        ("no items", json!({"type": "array", "maxItems": 0})),
        ("1 item", json!({"type": "array", "minItems": 1, "maxItems": 1})),
        ("many items", json!({"type": "array", "minItems": 2})),
    ]
}

/// The forms of a number.
pub(super) fn forms(text: &str) -> Vec<&'static str> {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let zero = !mantissa.contains(|c: char| ('1'..='9').contains(&c));
    let mut found = Vec::new();
    if zero {
        found.push("0");
    }
    if text.starts_with('-') && !zero {
        found.push("negative");
    }
    if mantissa.len() < text.len() {
        found.push("exponent");
    } else if let Some((_, fraction)) = text.split_once('.') {
        let whole = fraction.bytes().all(|digit| digit == b'0');
        found.push(if whole { "1.0" } else { "fraction" });
    } else if !zero {
        found.push("whole");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn a_number_may_have_several_forms() {
        assert_eq!(forms("0"), ["0"]);
        assert_eq!(forms("0.0"), ["0", "1.0"]);
        assert_eq!(forms("-7"), ["negative", "whole"]);
        assert_eq!(forms("2.50"), ["fraction"]);
        assert_eq!(forms("1e3"), ["exponent"]);
        assert_eq!(forms("-0.0"), ["0", "1.0"]);
    }
}
