//! Which kind of document a value is.

use serde_json::{Map, Value};

use super::keyword::{holds, is_assertion, is_legal};

/// Which kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Swagger 2.0: its schemas are a dialect of their own, in which extensions such as `x-nullable` say what it lacks.
    Swagger2,
    /// OpenAPI 3.0: its schemas are a dialect of their own, with `nullable`.
    OpenApi30,
    /// OpenAPI 3.1 and later: its schemas are JSON Schema 2020-12.
    OpenApi31,
    /// Plain JSON Schema, of the draft that its `$schema` names.
    JsonSchema,
}

impl Kind {
    /// The kind of the document that has this value; otherwise, what it is instead.
    pub(super) fn of(value: &Value) -> Result<Kind, &'static str> {
        let members = match value {
            Value::Object(members) => members,
            Value::Array(_) => return Err("an array"),
            Value::Null => return Err("an empty document"),
            _ => return Err("a single value"),
        };
        if let Some(kind) = of_api(members) {
            return kind;
        }
        if members.contains_key("overlay") && members.contains_key("actions") {
            return Err("an overlay");
        }
        match is_schema_document(members) {
            true => Ok(Kind::JsonSchema),
            false => Err("an object with none of their keywords"),
        }
    }

    /// The JSON pointers of the objects that hold the named schemas.
    pub(super) fn containers(self) -> &'static [&'static str] {
        match self {
            Kind::JsonSchema => &["/$defs", "/definitions"],
            Kind::Swagger2 => &["/definitions"],
            Kind::OpenApi30 | Kind::OpenApi31 => &["/components/schemas"],
        }
    }

    /// The tokens before the pointer leaves the named schema in which it stands, if it stands in one.
    pub(super) fn component_length(self, tokens: &[&str]) -> Option<usize> {
        match (self, tokens) {
            (Kind::JsonSchema, ["", "$defs" | "definitions", _, ..]) | (Kind::Swagger2, ["", "definitions", _, ..]) => {
                Some(3)
            }
            (Kind::JsonSchema, _) => Some(1),
            (Kind::OpenApi30 | Kind::OpenApi31, ["", "components", "schemas", _, ..]) => Some(4),
            _ => None,
        }
    }
}

/// The kind of a document that describes an API.
fn of_api(members: &Map<String, Value>) -> Option<Result<Kind, &'static str>> {
    // Unquoted in YAML, a version is a number.
    let version = |key| {
        let version = members.get(key)?;
        Some(version.as_str().map_or_else(|| version.to_string(), str::to_owned))
    };
    if let Some(version) = version("openapi") {
        return Some(match version.split('.').take(2).collect::<Vec<_>>()[..] {
            ["3", "0"] => Ok(Kind::OpenApi30),
            ["3", _] => Ok(Kind::OpenApi31),
            _ => Err("a version of OpenAPI that is not supported"),
        });
    }
    Some(match version("swagger")?.as_str() {
        "2.0" | "2" => Ok(Kind::Swagger2),
        _ => Err("a version of Swagger that is not supported"),
    })
}

/// Whether an object is written as a schema.
fn is_schema_document(members: &Map<String, Value>) -> bool {
    let looks_like_schema =
        |key: &String| matches!(key.as_str(), "$schema" | "$ref" | "$id") || holds(key).is_some() || is_assertion(key);
    let legal = members.iter().all(|(k, v)| {
        k == "pattern" || k == "patternProperties" || k.starts_with("exclusive") || k == "required" || is_legal(k, v)
    });
    members.contains_key("$schema") || (members.keys().any(looks_like_schema) && legal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_version_may_be_written_as_a_number() {
        assert_eq!(Kind::of(&json!({"swagger": 2.0})), Ok(Kind::Swagger2));
        assert_eq!(Kind::of(&json!({"swagger": "2.0"})), Ok(Kind::Swagger2));
        assert_eq!(Kind::of(&json!({"openapi": 3.1})), Ok(Kind::OpenApi31));
        assert!(Kind::of(&json!({"swagger": "1.2"})).is_err());
    }
}
