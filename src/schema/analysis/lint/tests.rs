//! What lint finds.

use super::*;
use serde_json::{Value, json};

fn linted(document: &Value) -> LintReport {
    lint(&Document::parse("t", document.to_string().as_bytes()).unwrap())
}

fn defects(schema: Value) -> Vec<(&'static str, String)> {
    let report =
        linted(&json!({"openapi": "3.1.0", "components": {"schemas": {"A": schema, "X": {"type": "string"}}}}));
    let at = "#/components/schemas/A";
    report
        .defects
        .into_iter()
        .map(|d| (d.kind.code(), d.pointer.trim_start_matches(at).to_owned()))
        .collect()
}

fn one(code: &'static str, pointer: &str) -> Vec<(&'static str, String)> {
    vec![(code, pointer.to_owned())]
}

#[test]
fn each_kind_of_defect_is_found() {
    assert_eq!(
        defects(json!({"type": "string", "nullable": true})),
        one("nullable_keyword", "/nullable")
    );
    assert_eq!(
        defects(json!({"minimum": 0, "exclusiveMinimum": true})),
        one("boolean_exclusive_bound", "/exclusiveMinimum")
    );
    assert_eq!(
        defects(json!({"$recursiveAnchor": true, "items": {"$recursiveRef": "#"}})),
        one("recursive_ref", "/items/$recursiveRef")
    );
    assert_eq!(
        defects(json!({"$ref": "#/components/schemas/Y"})),
        one("dangling_ref", "/$ref")
    );
    assert_eq!(defects(json!({"$ref": "other.yaml#/Y"})), one("external_ref", "/$ref"));
    assert_eq!(
        defects(json!({"$ref": "#/components/schemas/A"})),
        one("endless_ref", "/$ref")
    );
    assert_eq!(
        defects(json!({"type": "object", "properties": {"a": {}}, "required": ["a", "b"]})),
        one("required_not_named", "/required/1")
    );
    assert_eq!(
        defects(json!({"type": "object", "properties": {"a": {}}, "required": ["a", "a"]})),
        one("duplicate_required", "/required/1")
    );
    assert_eq!(defects(json!({"enum": ["a", "a"]})), one("duplicate_enum", "/enum/1"));
    assert_eq!(
        defects(json!({"type": "string", "enum": ["a", 1]})),
        one("enum_of_other_type", "/enum/1")
    );
    assert_eq!(
        defects(json!({"type": "string", "default": 1})),
        one("invalid_default", "/default")
    );
    assert_eq!(defects(json!({"type": "file"})), one("illegal_keyword", "/type"));
    let idiom = defects(json!({"allOf": [{"$ref": "#/components/schemas/X"}, {"nullable": true}]}));
    assert_eq!(
        idiom.iter().map(|d| d.0).collect::<Vec<_>>(),
        ["all_of_nullable", "nullable_keyword"]
    );
    let sibling = defects(json!({"$ref": "#/components/schemas/X", "nullable": true}));
    assert_eq!(
        sibling.iter().map(|d| d.0).collect::<Vec<_>>(),
        ["nullable_keyword", "ref_with_nullable"]
    );
}

#[test]
fn a_sound_schema_has_no_defects() {
    let schema = json!({"type": "object", "required": ["nullable"], "properties": {"nullable": {"type": ["string", "null"], "default": null}},
        "anyOf": [{"required": ["b"]}, {}], "x-other": {"nullable": true}, "example": {"nullable": "a"}});
    assert_eq!(defects(schema), []);
}

#[test]
fn nullable_is_no_defect_in_3_0() {
    let report = linted(
        &json!({"openapi": "3.0.0", "components": {"schemas": {"A": {"type": "string", "nullable": true, "default": null}}}}),
    );
    assert_eq!(report.defects, []);
}

#[test]
fn examples_are_checked_against_their_schemas() {
    let run = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "example": 1}}, "x-oaiMeta": {"example": "{\"id\": \"a\"}"}});
    let report = linted(
        &json!({"openapi": "3.1.0", "components": {"schemas": {"Run": run}}, "paths": {"/runs": {"get": {
        "operationId": "getRun",
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Run"}, "example": {"id": "x"}}}}},
        "x-oaiMeta": {"examples": [{"response": "{}"}, {"response": "event: x\n"}, {"request": {}}]}}}}}),
    );
    let told: Vec<(ExampleSource, &str, &str)> = report
        .examples
        .iter()
        .map(|e| {
            let outcome = match &e.outcome {
                ExampleOutcome::Valid => "valid",
                ExampleOutcome::Invalid(_) => "invalid",
                ExampleOutcome::NotCheckable(_) => "not checkable",
            };
            (e.source, e.operation.as_deref().unwrap_or(""), outcome)
        })
        .collect();
    let expected = [
        (ExampleSource::MediaType, "getRun", "valid"),
        (ExampleSource::Operation, "getRun", "invalid"),
        (ExampleSource::Operation, "getRun", "not checkable"),
        (ExampleSource::Component, "", "valid"),
        (ExampleSource::Schema, "", "invalid"),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        report.failed().next().map(|e| e.pointer.as_str()),
        Some("#/paths/~1runs/get/x-oaiMeta/examples/0/response")
    );
}

#[test]
fn the_published_document_has_the_known_defects() {
    let Some(path) = std::env::var_os("WIREPROOF_PUBLISHED") else {
        return;
    };
    let report = lint(&Document::open(std::path::Path::new(&path)).unwrap());
    let in_components = |d: &&Defect| d.kind == DefectKind::NullableKeyword && d.pointer.starts_with("#/components/");
    assert_eq!(report.defects.iter().filter(in_components).count(), 109);
    assert_eq!(report.count(DefectKind::NullableKeyword), 111);
    assert_eq!(report.count(DefectKind::RecursiveRef), 2);
    assert_eq!(report.count(DefectKind::BooleanExclusiveBound), 7);
}

#[test]
fn what_is_no_schema_is_listed() {
    assert_eq!(defects(json!(null)), one("illegal_keyword", ""));
    assert_eq!(defects(json!([])), one("illegal_keyword", ""));
    assert_eq!(
        defects(json!({"type": "object", "properties": {"a": null, "b": true}})),
        one("illegal_keyword", "/properties/a")
    );
    assert_eq!(defects(json!({"allOf": [null]})), one("illegal_keyword", "/allOf"));
    assert_eq!(defects(json!({"not": null})), one("illegal_keyword", "/not"));
    let report = linted(&json!({"openapi": "3.1.0", "components": {"parameters": {"P": {"schema": null}}}}));
    assert_eq!(report.defects[0].pointer, "#/components/parameters/P/schema");
}
