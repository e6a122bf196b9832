//! What discriminators mean.

use super::super::{Dialect, Document, Spec};
use serde_json::{Value, json};

fn spec_of(document: &Value, dialect: Dialect) -> Spec {
    Spec::new(Document::parse("t", document.to_string().as_bytes()).unwrap(), dialect)
}

fn openapi(version: &str, schemas: Value) -> Value {
    json!({"openapi": version, "components": {"schemas": schemas}})
}

/// Where a value breaks a schema of a document that is read as meant.
fn broken(document: &Value, at: &str, value: Value) -> Vec<String> {
    let schema = spec_of(document, Dialect::AsMeant).component(at).unwrap();
    let violations = schema.violations(&value).into_iter();
    let broken: Vec<String> = violations.map(|violation| violation.schema_pointer).collect();
    assert_eq!(broken.is_empty(), schema.is_valid(&value), "{value}");
    for pointer in &broken {
        assert!(document.pointer(&pointer[1..]).is_some(), "{pointer} is not published");
    }
    broken
}

fn is_valid(document: &Value, at: &str, value: Value) -> bool {
    broken(document, at, value).is_empty()
}

fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A component with a tag of any text, and a key of its own.
fn tagged(key: &str) -> Value {
    json!({"type": "object", "required": [key], "properties": {"kind": {"type": "string"}, key: {"type": "integer"}}})
}

fn pets(discriminator: Value) -> Value {
    json!({
        "Pet": {"oneOf": [refer("Cat"), refer("Dog")], "discriminator": discriminator},
        "Cat": tagged("lives"),
        "Dog": tagged("packs"),
    })
}

#[test]
fn a_mapping_gives_the_words_of_each_branch() {
    let mapping = json!({"cat": "#/components/schemas/Cat", "kitten": "Cat", "dog": "Dog"});
    let schemas = pets(json!({"propertyName": "kind", "mapping": mapping}));
    for version in ["3.0.3", "3.1.0"] {
        let document = openapi(version, schemas.clone());
        assert!(is_valid(&document, "Pet", json!({"kind": "cat", "lives": 9})));
        assert!(is_valid(&document, "Pet", json!({"kind": "kitten", "lives": 9})));
        assert!(!is_valid(&document, "Pet", json!({"kind": "Cat", "lives": 9})));
        assert!(!is_valid(&document, "Pet", json!({"kind": "dog", "lives": 9})));
        assert!(!is_valid(&document, "Pet", json!({"lives": 9})));
        // A cat alone is told by nothing.
        assert!(is_valid(&document, "Cat", json!({"kind": "any", "lives": 9})));
        let branch = "#/components/schemas/Pet/oneOf/0";
        let at = "#/components/schemas/Pet/discriminator";
        let words = broken(&document, branch, json!({"kind": "Cat", "lives": 9}));
        assert_eq!(words, [format!("{at}/mapping/cat")]);
        let absent = broken(&document, branch, json!({"lives": 9}));
        assert_eq!(absent, [format!("{at}/propertyName")]);
        let strict = spec_of(&document, Dialect::Strict).component("Pet").unwrap();
        assert!(strict.is_valid(&json!({"kind": "any", "lives": 9})));
    }
}

#[test]
fn without_a_mapping_the_words_are_the_names() {
    let document = openapi("3.0.3", pets(json!({"propertyName": "kind"})));
    assert!(is_valid(&document, "Pet", json!({"kind": "Dog", "packs": 1})));
    assert!(!is_valid(&document, "Pet", json!({"kind": "Dog", "lives": 1})));
    let broken = broken(
        &document,
        "#/components/schemas/Pet/oneOf/1",
        json!({"kind": "dog", "packs": 1}),
    );
    assert_eq!(broken, ["#/components/schemas/Pet/oneOf/1/$ref"]);
}

#[test]
fn a_schema_that_no_word_leads_to_is_called_by_its_name() {
    let document = openapi(
        "3.1.0",
        pets(json!({"propertyName": "kind", "mapping": {"cat": "Cat"}})),
    );
    assert!(is_valid(&document, "Pet", json!({"kind": "Dog", "packs": 1})));
    assert!(!is_valid(&document, "Pet", json!({"kind": "dog", "packs": 1})));
}

#[test]
fn what_a_schema_says_of_its_own_word_comes_first() {
    let with = |listed: Value| {
        let mut schemas = pets(json!({"propertyName": "kind"}));
        schemas["Cat"]["properties"]["kind"] = listed;
        openapi("3.1.0", schemas)
    };
    // The names are not meant, as one of them is contradicted.
    let document = with(json!({"const": "cat"}));
    assert!(is_valid(&document, "Pet", json!({"kind": "cat", "lives": 1})));
    assert!(is_valid(&document, "Pet", json!({"kind": "dog", "packs": 1})));
    assert!(is_valid(&document, "Pet", json!({"packs": 1})));
    let document = with(json!({"type": "integer"}));
    assert!(is_valid(&document, "Pet", json!({"kind": 1, "lives": 1})));
    // A list of all words is common to all schemas.
    let document = with(json!({"enum": ["Cat", "Dog"]}));
    assert!(!is_valid(&document, "Pet", json!({"kind": "Dog", "lives": 1})));
    assert!(is_valid(&document, "Pet", json!({"kind": "Cat", "lives": 1})));

    let mut schemas = pets(json!({"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}}));
    schemas["Cat"]["properties"]["kind"] = json!({"const": "feline"});
    let document = openapi("3.1.0", schemas);
    assert!(is_valid(&document, "Pet", json!({"kind": "feline", "lives": 1})));
    assert!(!is_valid(&document, "Pet", json!({"kind": "feline", "packs": 1})));
    assert!(is_valid(&document, "Pet", json!({"kind": "dog", "packs": 1})));
}

#[test]
fn a_branch_that_holds_the_mapped_schemas_is_not_called_by_its_name() {
    let mut schemas = pets(json!({"propertyName": "other"}));
    schemas["Any"] = json!({"anyOf": [refer("Pet"), refer("Plant"), tagged("inline")], "discriminator":
        {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog", "plant": "Plant"}}});
    schemas["Plant"] = tagged("leaves");
    let document = openapi("3.1.0", schemas);
    assert!(is_valid(
        &document,
        "Any",
        json!({"kind": "cat", "other": "Cat", "lives": 1})
    ));
    assert!(is_valid(&document, "Any", json!({"kind": "plant", "leaves": 1})));
    assert!(!is_valid(&document, "Any", json!({"kind": "Plant", "leaves": 1})));
    assert!(is_valid(&document, "Any", json!({"inline": 1})));
}

#[test]
fn an_extension_has_its_own_words_and_those_of_its_extensions() {
    let base = |discriminator: Value| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}, "discriminator": discriminator});
    let extension = |of: &str, key: &str| json!({"allOf": [refer(of), {"type": "object", "properties": {key: {"type": "integer"}}}]});
    let schemas = |discriminator: Value| {
        json!({"Vehicle": base(discriminator), "Car": extension("Vehicle", "doors"),
            "Cabrio": extension("Car", "roof"), "Boat": extension("Vehicle", "sails")})
    };
    let named = openapi("3.0.3", schemas(json!({"propertyName": "kind"})));
    assert!(is_valid(&named, "Vehicle", json!({"kind": "any"})));
    assert!(is_valid(&named, "Boat", json!({"kind": "Boat"})));
    assert!(is_valid(&named, "Car", json!({"kind": "Cabrio", "doors": 2})));
    assert!(is_valid(&named, "Cabrio", json!({"kind": "Cabrio", "doors": 2})));
    assert!(!is_valid(&named, "Cabrio", json!({"kind": "Car", "doors": 2})));
    assert_eq!(
        broken(&named, "Boat", json!({"kind": "Car"})),
        ["#/components/schemas/Boat/allOf/0/$ref"]
    );
    let mapping = json!({"car": "#/components/schemas/Car", "boat": "Boat"});
    let mapped = openapi("3.1.0", schemas(json!({"propertyName": "kind", "mapping": mapping})));
    assert!(is_valid(&mapped, "Car", json!({"kind": "car"})));
    assert_eq!(
        broken(&mapped, "Car", json!({"kind": "Car"})),
        ["#/components/schemas/Vehicle/discriminator/mapping/car"]
    );
    // A cabrio that the mapping does not list is whatever a car is.
    assert!(is_valid(&mapped, "Cabrio", json!({"kind": "car", "roof": 1})));
}

#[test]
fn swagger_names_the_property_alone() {
    let document = json!({"swagger": "2.0", "definitions": {
        "Pet": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}},
        "Cat": {"properties": {"lives": {"type": "integer"}}, "allOf": [{"$ref": "#/definitions/Pet"}]}}});
    assert!(is_valid(&document, "Cat", json!({"kind": "Cat"})));
    assert_eq!(
        broken(&document, "Cat", json!({"kind": "cat"})),
        ["#/definitions/Cat/allOf/0/$ref"]
    );
    assert_eq!(broken(&document, "Cat", json!({})), ["#/definitions/Pet/discriminator"]);
    let strict = spec_of(&document, Dialect::Strict).component("Cat").unwrap();
    assert!(strict.is_valid(&json!({})));
}

#[test]
fn circles_and_what_is_no_discriminator_end() {
    let schemas = json!({
        "A": {"allOf": [refer("B")], "discriminator": {"propertyName": "kind"}},
        "B": {"properties": {"a": refer("A"), "discriminator": {"propertyName": "kind"}}, "discriminator": {"mapping": 1}},
        "C": {"allOf": [refer("C")], "discriminator": {"propertyName": "kind", "mapping": {"x": 1, "y": "#/none", "z": "C"}}},
        "Any": {"oneOf": [refer("B"), true], "discriminator": {"propertyName": "a/b", "mapping": {"c~d": "B"}}},
    });
    let document = openapi("3.1.0", schemas);
    assert!(is_valid(
        &document,
        "A",
        json!({"discriminator": {"propertyName": "kind"}})
    ));
    assert!(spec_of(&document, Dialect::AsMeant).component("C").is_err());
    let branch = "#/components/schemas/Any/oneOf/0";
    assert_eq!(
        broken(&document, branch, json!({"a/b": "x"})),
        ["#/components/schemas/Any/discriminator/mapping/c~0d"]
    );
}
