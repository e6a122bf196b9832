//! The query parameters of an operation, read as one object. The list of parameters stands for it: its pointer is that of
//! `parameters` in the operation.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

use super::document::Document;
use super::kind::Kind;
use super::pointer::{child, escape, item};
use super::refs;

/// References in a row lead somewhere before this, or nowhere.
const MAX_HOPS: usize = 16;

/// A query parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueryKey {
    /// The pointer of its schema. In Swagger, the parameter itself is written as one.
    pub(super) pointer: String,
    pub(super) is_required: bool,
}

/// The query parameters that a list of parameters and the one of the path around it declare, by their names; `None` if nothing
/// stands at the pointer that may be such a list.
pub(super) fn keys(document: &Document, list: &str) -> Option<BTreeMap<String, QueryKey>> {
    let operation = list
        .strip_suffix("/parameters")
        .filter(|_| document.kind() != Kind::JsonSchema)?;
    document.value().pointer(list)?.as_array()?;
    let mut keys = BTreeMap::new();
    // What the operation declares replaces what its path does.
    if let Some((path_item, _)) = operation.rsplit_once('/') {
        collect(document, &child(path_item, "parameters"), &mut keys);
    }
    collect(document, list, &mut keys);
    Some(keys)
}

/// The schema of a query parameter without what says how it is sent.
pub(super) fn schema_of(document: &Document, key: &QueryKey) -> Value {
    let mut schema = document
        .value()
        .pointer(&key.pointer)
        .cloned()
        .unwrap_or(Value::Bool(true));
    if let (Kind::Swagger2, Value::Object(members)) = (document.kind(), &mut schema) {
        members.retain(|keyword, _| !matches!(keyword.as_str(), "in" | "name" | "required" | "collectionFormat"));
    }
    schema
}

/// The parameter at a pointer, or what it refers to.
pub(super) fn parameter<'d>(document: &'d Document, at: &str) -> Option<(String, &'d Map<String, Value>)> {
    let mut at = at.to_owned();
    for _ in 0..MAX_HOPS {
        let members = document.value().pointer(&at)?.as_object()?;
        match refs::reference(members) {
            Some(_) => at = refs::target(document, &at, members)?,
            None => return Some((at, members)),
        }
    }
    None
}

fn collect(document: &Document, list: &str, keys: &mut BTreeMap<String, QueryKey>) {
    let length = document
        .value()
        .pointer(list)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    for (at, members) in (0..length).filter_map(|index| parameter(document, &item(list, index))) {
        let text = |key| members.get(key).and_then(Value::as_str);
        let (Some("query"), Some(name)) = (text("in"), text("name")) else {
            continue;
        };
        let Some(pointer) = schema_pointer(document.kind(), &at, members) else {
            continue;
        };
        let is_required = members.get("required") == Some(&Value::Bool(true));
        keys.insert(name.to_owned(), QueryKey { pointer, is_required });
    }
}

fn schema_pointer(kind: Kind, at: &str, members: &Map<String, Value>) -> Option<String> {
    if kind == Kind::Swagger2 {
        return Some(at.to_owned());
    }
    if members.contains_key("schema") {
        return Some(child(at, "schema"));
    }
    let (media_type, content) = members.get("content")?.as_object()?.iter().next()?;
    content.get("schema")?;
    Some(format!("{at}/content/{}/schema", escape(media_type)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Spec};
    use serde_json::json;

    fn spec(document: &Value) -> Spec {
        Spec::new(
            Document::parse("t", document.to_string().as_bytes()).unwrap(),
            Dialect::AsMeant,
        )
    }

    #[test]
    fn query_parameters_are_an_object() {
        let spec = spec(
            &json!({"swagger": "2.0", "parameters": {"size": {"name": "size", "in": "query", "type": "boolean"}},
            "paths": {"/pets": {
                "parameters": [{"name": "all", "in": "query", "type": "string"}, {"name": "limit", "in": "query", "type": "string"}],
                "get": {"parameters": [
                    {"name": "limit", "in": "query", "type": "integer", "required": true, "maximum": 9},
                    {"$ref": "#/parameters/size"},
                    {"name": "X", "in": "header", "type": "string"}]}}}}),
        );
        let query = spec.component("#/paths/~1pets/get/parameters").unwrap();
        assert!(query.is_valid(&json!({"limit": 3, "all": "x", "size": true, "other": 1})));
        let broken: Vec<String> = query
            .violations(&json!({"size": "x", "limit": 10}))
            .into_iter()
            .map(|violation| violation.schema_pointer)
            .collect();
        assert_eq!(
            broken,
            ["#/paths/~1pets/get/parameters/0/maximum", "#/parameters/size/type"]
        );
        assert!(!query.is_valid(&json!({"all": "x"})));
        assert!(!query.undocumented(&json!({"limit": 1, "X": ""})).is_empty());
        assert_eq!(query.unread(), None);
    }

    #[test]
    fn parameters_with_a_schema_of_their_own() {
        let spec = spec(&json!({"openapi": "3.1.0", "paths": {"/pets": {"get": {"parameters": [
            {"name": "id", "in": "query", "schema": {"type": "integer"}},
            {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}}]}}}}));
        let query = spec.component("#/paths/~1pets/get/parameters").unwrap();
        assert!(query.is_valid(&json!({})) && query.is_valid(&json!({"filter": {}, "id": 1})));
        assert!(!query.is_valid(&json!({"filter": "x"})));
    }
}
