//! The schemas of a document that nothing else holds: its components, and what its operations send and receive.

use std::collections::BTreeMap;

use super::document::Document;
use super::operations;
use super::root::{Direction, RootRole, SchemaRoot};

/// The schemas that no other schema holds, each once: the components in the order of their names, then those of operations
/// in the order of their pointers.
pub fn roots(document: &Document) -> Vec<SchemaRoot> {
    let component = |name: &str| {
        Some(SchemaRoot {
            pointer: document.component_pointer(name)?,
            name: Some(name.to_owned()),
            operation: None,
            bodies: Vec::new(),
            is_error: false,
            role: RootRole::Component,
            used_in: Direction::Unused,
        })
    };
    let mut roots: Vec<SchemaRoot> = document.component_names().filter_map(component).collect();
    let known: BTreeMap<String, usize> = roots.iter().map(|root| root.pointer.clone()).zip(0..).collect();
    let mut further: BTreeMap<String, SchemaRoot> = BTreeMap::new();
    for found in operations::schemas(document) {
        let (direction, bodies, is_error) = (found.used_in, found.bodies.clone(), found.is_error);
        let root = match known.get(&found.pointer) {
            Some(at) => &mut roots[*at],
            None => further.entry(found.pointer.clone()).or_insert(SchemaRoot {
                bodies: Vec::new(),
                ..found
            }),
        };
        root.used_in = root.used_in | direction;
        root.is_error &= is_error;
        root.bodies.extend(bodies);
    }
    roots.extend(further.into_values());
    roots
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn listed(document: &serde_json::Value) -> Vec<String> {
        let document = Document::parse("t.json", document.to_string().as_bytes()).unwrap();
        let line = |root: SchemaRoot| {
            let name = root.name.or(root.operation).unwrap_or_default();
            format!("{} {name} {:?} {:?}", root.pointer, root.role, root.used_in)
        };
        roots(&document).into_iter().map(line).collect()
    }

    fn body(schema: &str) -> serde_json::Value {
        json!({"content": {"application/json": {"schema": {"$ref": schema}}}})
    }

    #[test]
    fn operations_add_their_bodies() {
        let document = json!({"openapi": "3.0.0", "components": {"schemas": {"Pet": {"type": "object"}},
                "responses": {"Gone": body("#/components/schemas/Pet")}},
            "paths": {"/pets": {"post": {"operationId": "addPet", "requestBody": body("#/components/schemas/Pet"),
                "responses": {"200": body("#/components/schemas/Pet"), "410": {"$ref": "#/components/responses/Gone"}}},
                "get": {"operationId": "pets", "responses": {"410": {"$ref": "#/components/responses/Gone"}}}}}});
        assert_eq!(
            listed(&document),
            [
                "/components/schemas/Pet Pet Component Unused",
                "/components/responses/Gone/content/application~1json/schema Gone Response Responses",
                "/paths/~1pets/post/requestBody/content/application~1json/schema addPet RequestBody Requests",
                "/paths/~1pets/post/responses/200/content/application~1json/schema addPet Response Responses",
            ]
        );
    }

    #[test]
    fn bodies_are_called_by_operation_or_path_and_by_status() {
        let gone = json!({"$ref": "#/components/responses/Gone"});
        let document = json!({"openapi": "3.0.0", "components": {"responses": {"Gone": body("#/x")}},
            "paths": {"/a": {"get": {"operationId": "getA", "responses": {"404": gone}}},
                "/b/{id}": {"post": {"requestBody": body("#/x"), "responses": {"410": gone}}}}});
        let document = Document::parse("t.json", document.to_string().as_bytes()).unwrap();
        let bodies: Vec<Vec<String>> = roots(&document).into_iter().map(|root| root.bodies).collect();
        assert_eq!(
            bodies,
            [
                vec!["getA 404 response", "/b/{id} post 410 response"],
                vec!["/b/{id} post request"]
            ]
        );
    }

    #[test]
    fn a_body_of_errors_alone_is_known_by_its_statuses() {
        let whole = |status: &str, schema: &str| json!({status: body(schema)});
        let mut responses = whole("200", "#/x");
        responses["404"] = json!({"$ref": "#/components/responses/Gone"});
        responses["default"] = body("#/x");
        let document = json!({"openapi": "3.0.0", "components": {"responses": {"Gone": body("#/x"), "Both": body("#/x")}},
            "paths": {"/a": {"get": {"responses": responses}}, "/b": {"get": {"responses": whole("default", "#/x")}},
                "/c": {"get": {"responses": {"2XX": {"$ref": "#/components/responses/Both"}, "5XX": {"$ref": "#/components/responses/Both"}}}}}});
        let document = Document::parse("t.json", document.to_string().as_bytes()).unwrap();
        let of_errors = roots(&document).into_iter().filter(|root| root.is_error);
        let pointers: Vec<String> = of_errors.map(|root| root.pointer).collect();
        assert_eq!(
            pointers,
            [
                "/components/responses/Gone/content/application~1json/schema",
                "/paths/~1a/get/responses/default/content/application~1json/schema"
            ]
        );
    }

    #[test]
    fn swagger_has_bodies_among_the_parameters() {
        let document = json!({"swagger": "2.0", "definitions": {"Pet": {"type": "object"}},
            "responses": {"Gone": {"schema": {"type": "string"}}},
            "paths": {"/pets": {"post": {"operationId": "addPet",
                "parameters": [{"in": "body", "name": "pet", "schema": {"$ref": "#/definitions/Pet"}}, {"in": "query", "name": "q", "type": "string"}],
                "responses": {"200": {"schema": {"type": "array"}}, "410": {"$ref": "#/responses/Gone"}}}}}});
        assert_eq!(
            listed(&document),
            [
                "/definitions/Pet Pet Component Unused",
                "/paths/~1pets/post/parameters addPet Query Requests",
                "/paths/~1pets/post/parameters/0/schema addPet RequestBody Requests",
                "/paths/~1pets/post/responses/200/schema addPet Response Responses",
                "/responses/Gone/schema Gone Response Responses",
            ]
        );
    }

    #[test]
    fn what_a_webhook_delivers_is_read_by_the_client() {
        let document = json!({"openapi": "3.1.0", "webhooks": {"born": {"post": {"requestBody": body("#/x"), "responses": {}}}},
            "paths": {"/a": {"put": {"callbacks": {"done": {"{$url}": {"post": {"requestBody": body("#/x")}}}}}}}});
        let found = listed(&document);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found.iter().all(|line| line.ends_with("RequestBody Responses")),
            "{found:?}"
        );
    }

    #[test]
    fn path_items_that_refer_to_each_other_end() {
        let document = json!({"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"},
            "/c": {"get": {"callbacks": {"again": {"x": {"$ref": "#/paths/~1c"}}}}}}});
        assert!(listed(&document).is_empty());
    }
}
