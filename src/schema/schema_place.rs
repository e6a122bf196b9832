//! Whether a schema stands at a pointer.

use serde_json::Value;

use super::document::Document;
use super::error::SpecError;
use super::keyword::{Holds, holds, is_schema};
use super::kind::Kind;
use super::pointer::{fragment, is_file_key, unescape};
use super::query;

/// What the steps of a pointer have led to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    Schema,
    /// A list or a map of schemas.
    Holder,
    Other,
}

/// Refuses pointers that lead to something that is no schema, such as the map that `properties` holds: read as a schema it would
/// allow anything.
pub(super) fn check(document: &Document, pointer: &str) -> Result<(), SpecError> {
    let value = document.value().pointer(pointer);
    let is_read_as_one = || query::keys(document, pointer).is_some();
    let is_one = value.is_some_and(is_schema) && reached(document, pointer) != Reached::Holder;
    if is_one || is_read_as_one() {
        return Ok(());
    }
    Err(SpecError::NotASchema {
        pointer: fragment(pointer),
    })
}

fn reached(document: &Document, pointer: &str) -> Reached {
    let of_file = |value: &Value| match Kind::of(value) {
        Ok(Kind::JsonSchema) => Reached::Schema,
        _ => Reached::Other,
    };
    let mut at = of_file(document.value());
    let mut value = document.value();
    let mut walked = String::new();
    for token in pointer.split('/').skip(1) {
        let key = unescape(token);
        let held = match value {
            Value::Array(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
            other => other.get(&*key),
        };
        value = held.unwrap_or(&Value::Null);
        at = match at {
            _ if walked.is_empty() && is_file_key(&key) => of_file(value),
            Reached::Holder => Reached::Schema,
            Reached::Schema => match (holds(&key), value) {
                (Some(Holds::Map | Holds::List), _) | (Some(Holds::OneOrList), Value::Array(_)) => Reached::Holder,
                (Some(_), _) => Reached::Schema,
                (None, _) => Reached::Other,
            },
            Reached::Other if key == "schema" => Reached::Schema,
            Reached::Other => Reached::Other,
        };
        walked.push('/');
        walked.push_str(token);
        if document.kind() != Kind::JsonSchema && document.kind().containers().contains(&walked.as_str()) {
            at = Reached::Holder;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn maps_and_lists_of_schemas_are_none() {
        let schema = json!({"properties": {"properties": {"items": [{}]}}, "x": {"y": {}}, "required": ["a"]});
        let document = json!({"openapi": "3.1.0", "components": {"schemas": {"A": schema}},
            "paths": {"/a": {"get": {"parameters": []}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let is_schema = |at: &str| check(&document, at).is_ok();
        for at in ["", "/properties/properties", "/properties/properties/items/0", "/x/y"] {
            assert!(is_schema(&format!("/components/schemas/A{at}")), "{at}");
        }
        for at in ["/properties", "/properties/properties/items", "/required", "/nothing"] {
            assert!(!is_schema(&format!("/components/schemas/A{at}")), "{at}");
        }
        assert!(!is_schema("/components/schemas"));
        assert!(is_schema("/paths/~1a/get/parameters"));
    }
}
