//! The keywords of JSON Schema: which hold schemas, and which values JSON Schema 2020-12 lets each of them have.

use serde_json::{Map, Value};
use std::collections::HashSet;

use super::pointer;

/// How a keyword holds the schemas below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// One schema.
    One,
    /// One schema, or (before 2020-12) a list of them.
    OneOrList,
    /// A list of schemas.
    List,
    /// An object whose members are schemas.
    Map,
}

/// How `keyword` holds schemas, or nothing if it holds none.
pub(super) fn holds(keyword: &str) -> Option<Holds> {
    Some(match keyword {
        "additionalProperties"
        | "propertyNames"
        | "unevaluatedProperties"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "not"
        | "if"
        | "then"
        | "else" => Holds::One,
        "items" => Holds::OneOrList,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" | "dependencies" => {
            Holds::Map
        }
        _ => return None,
    })
}

/// Whether the schemas below `keyword` look at the same value as the schema that holds them.
pub(super) fn is_in_place(keyword: &str) -> bool {
    matches!(
        keyword,
        "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" | "dependentSchemas" | "dependencies"
    )
}

/// The schemas directly below `schema`: the keyword that holds each, its pointer, and itself.
pub(super) fn children<'a>(schema: &'a Map<String, Value>, at: &str) -> Vec<(&'a str, String, &'a Value)> {
    let mut out = Vec::new();
    for (keyword, value) in schema {
        let Some(held) = holds(keyword) else { continue };
        let here = pointer::child(at, keyword);
        match (held, value) {
            (Holds::List | Holds::OneOrList, Value::Array(list)) => {
                let items = list.iter().enumerate().filter(|(_, s)| is_schema(s));
                out.extend(items.map(|(i, s)| (keyword.as_str(), pointer::item(&here, i), s)));
            }
            (Holds::Map, Value::Object(map)) => {
                let members = map.iter().filter(|(_, s)| is_schema(s));
                out.extend(members.map(|(k, s)| (keyword.as_str(), pointer::child(&here, k), s)));
            }
            (Holds::One | Holds::OneOrList, Value::Object(_) | Value::Bool(_)) => {
                out.push((keyword, here, value));
            }
            _ => {}
        }
    }
    out
}

/// The keywords that constrain a value and hold no schemas.
const ASSERTIONS: [&str; 20] = [
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "maxProperties",
    "minProperties",
    "required",
    "dependentRequired",
];

/// Whether `keyword` constrains a value without holding schemas.
pub(super) fn is_assertion(keyword: &str) -> bool {
    ASSERTIONS.contains(&keyword)
}

const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/// Whether JSON Schema 2020-12 lets `keyword` have this value. Keywords that it does not know may have any, and patterns are not
/// looked into.
pub(super) fn is_legal(keyword: &str, value: &Value) -> bool {
    match keyword {
        "type" => match value {
            Value::String(name) => is_type(name),
            Value::Array(names) => {
                !names.is_empty() && names.iter().all(|n| n.as_str().is_some_and(is_type)) && distinct(names)
            }
            _ => false,
        },
        "enum" => value.is_array(),
        "multipleOf" => value.as_f64().is_some_and(|n| n > 0.0),
        "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" => value.is_number(),
        "maxLength" | "minLength" | "maxItems" | "minItems" | "maxContains" | "minContains" | "maxProperties"
        | "minProperties" => value.as_f64().is_some_and(|n| n >= 0.0 && n.fract() == 0.0),
        "uniqueItems" => value.is_boolean(),
        "required" => value
            .as_array()
            .is_some_and(|names| names.iter().all(Value::is_string) && distinct(names)),
        "dependentRequired" => value
            .as_object()
            .is_some_and(|map| map.values().all(|v| is_legal("required", v))),
        "pattern" | "$ref" | "$dynamicRef" | "$recursiveRef" => value.is_string(),
        _ => match holds(keyword) {
            Some(Holds::One) => is_schema(value),
            Some(Holds::OneOrList) => {
                is_schema(value) || value.as_array().is_some_and(|list| list.iter().all(is_schema))
            }
            Some(Holds::List) => value
                .as_array()
                .is_some_and(|list| !list.is_empty() && list.iter().all(is_schema)),
            Some(Holds::Map) => value.is_object(),
            None => true,
        },
    }
}

fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Whether a value may stand where a schema must.
pub(super) fn is_schema(value: &Value) -> bool {
    value.is_object() || value.is_boolean()
}

fn distinct(values: &[Value]) -> bool {
    let mut seen = HashSet::new();
    values.iter().all(|v| seen.insert(v.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_boolean_bound_is_not_legal() {
        assert!(!is_legal("exclusiveMinimum", &json!(true)));
        assert!(is_legal("exclusiveMinimum", &json!(1.5)));
    }

    #[test]
    fn children_are_found_below_every_kind_of_holder() {
        let schema = json!({"properties": {"a/b": {}}, "items": [{}, true], "not": {}, "enum": [{}], "oneOf": [{}]});
        let found: Vec<String> = children(schema.as_object().unwrap(), "")
            .into_iter()
            .map(|c| c.1)
            .collect();
        assert_eq!(found, ["/items/0", "/items/1", "/not", "/oneOf/0", "/properties/a~1b"]);
    }
}
