//! What documents mean in each dialect.

use super::super::{Dialect, Document, Spec};
use serde_json::{Value, json};

/// Whether the schema allows the value in a document of this version, and where it is broken.
fn judged(version: &str, dialect: Dialect, schema: &Value, value: Value) -> Vec<String> {
    let mut document = json!({"components": {"schemas": {"A": schema, "X": {"type": "string", "enum": ["x"]}, "R": {"type": "object", "required": ["r"]}}}});
    match version {
        draft if draft.starts_with("http") => {
            document = json!({"$schema": draft, "definitions": {"A": schema, "X": {"type": "string", "enum": ["x"]}}});
        }
        "2.0" => {
            document = json!({"swagger": "2.0", "definitions": {"A": schema, "X": {"type": "string", "enum": ["x"]}}});
        }
        "plain" => document = json!({"$defs": {"A": schema, "X": {"type": "string", "enum": ["x"]}}}),
        _ => document["openapi"] = version.into(),
    }
    let spec = Spec::new(Document::parse("t", document.to_string().as_bytes()).unwrap(), dialect);
    let schema = spec.component("A").unwrap();
    let broken: Vec<String> = schema
        .violations(&value)
        .into_iter()
        .map(|v| v.schema_pointer)
        .collect();
    assert_eq!(broken.is_empty(), schema.is_valid(&value));
    broken
}

const AT: &str = "#/components/schemas/A";

fn meant(schema: Value, value: Value) -> Vec<String> {
    judged("3.1.0", Dialect::AsMeant, &schema, value)
}

fn strict(schema: Value, value: Value) -> Vec<String> {
    judged("3.1.0", Dialect::Strict, &schema, value)
}

fn valid(broken: Vec<String>) -> bool {
    broken.is_empty()
}

#[test]
fn nullable_beside_a_type_adds_null() {
    let schema = json!({"type": "string", "nullable": true, "minLength": 2});
    assert!(valid(meant(schema.clone(), Value::Null)));
    assert_eq!(meant(schema.clone(), json!("a")), [format!("{AT}/minLength")]);
    assert_eq!(meant(schema.clone(), json!(1)), [format!("{AT}/type")]);
    assert_eq!(strict(schema, Value::Null), [format!("{AT}/type")]);
}

#[test]
fn nullable_adds_null_to_the_enum_too() {
    let schema = json!({"type": "string", "enum": ["a"], "nullable": true});
    assert!(valid(meant(schema.clone(), Value::Null)));
    assert_eq!(meant(schema, json!("b")), [format!("{AT}/enum")]);
}

#[test]
fn a_nullable_reference_means_the_target_or_null() {
    let schema = json!({"$ref": "#/components/schemas/X", "nullable": true});
    assert!(valid(meant(schema.clone(), Value::Null)));
    assert!(valid(meant(schema.clone(), json!("x"))));
    assert_eq!(meant(schema.clone(), json!("y")), ["#/components/schemas/X/enum"]);
    assert!(!valid(strict(schema, Value::Null)));
}

#[test]
fn all_of_with_a_bare_nullable_means_the_rest_or_null() {
    let schema = json!({"allOf": [{"$ref": "#/components/schemas/R"}, {"nullable": true, "description": "prose"}]});
    assert!(valid(meant(schema.clone(), Value::Null)));
    assert!(valid(meant(schema.clone(), json!({"r": 1}))));
    assert_eq!(meant(schema.clone(), json!({})), ["#/components/schemas/R/required"]);
    assert!(!valid(strict(schema, Value::Null)));
}

#[test]
fn nullable_beside_a_union_adds_null_and_keeps_pointers() {
    let schema = json!({"nullable": true, "type": "object", "oneOf": [
        {"properties": {"k": {"type": "string"}}, "required": ["k"]}, {"properties": {"m": {"type": "string"}}, "required": ["m", "n", "o"]}]});
    assert!(valid(meant(schema.clone(), Value::Null)));
    assert_eq!(
        meant(schema.clone(), json!({"k": 1})),
        [format!("{AT}/oneOf/0/properties/k/type")]
    );
    assert_eq!(
        meant(json!({"nullable": true, "const": 1}), json!(2)),
        [format!("{AT}/const")]
    );
    assert!(valid(meant(json!({"nullable": true, "const": 1}), Value::Null)));
}

#[test]
fn a_bare_nullable_branch_means_null() {
    let schema = json!({"anyOf": [{"$ref": "#/components/schemas/X"}, {"nullable": true}]});
    assert!(valid(meant(schema.clone(), Value::Null)));
    assert!(!valid(meant(schema.clone(), json!(1))));
    assert!(valid(strict(schema, json!(1))));
}

#[test]
fn properties_without_a_type_mean_an_object() {
    let schema = json!({"properties": {"id": {"type": "string"}}, "required": ["id"]});
    let pointer = vec![format!("{AT}/properties")];
    assert_eq!(meant(schema.clone(), json!("text")), pointer);
    assert!(valid(meant(schema.clone(), json!({"id": "a"}))));
    assert!(valid(strict(schema.clone(), json!("text"))));

    let nullable = json!({"properties": {}, "nullable": true});
    assert!(valid(meant(nullable.clone(), Value::Null)));
    assert!(!valid(meant(nullable, json!(1))));

    let below = json!({"type": "array", "items": schema});
    assert_eq!(meant(below, json!([1])), [format!("{AT}/items/properties")]);
}

#[test]
fn properties_in_a_part_of_a_schema_mean_no_more_than_they_say() {
    let types = json!({"type": ["object", "null"], "anyOf": [{"properties": {"a": {"type": "string"}}}]});
    assert!(valid(meant(types, Value::Null)));
    let condition = json!({"if": {"properties": {"a": {"const": 1}}}, "then": {"type": "string"}});
    assert!(!valid(meant(condition, json!(1))));
    let beside = json!({"properties": {}, "anyOf": [{"type": "string"}, {"type": "object"}]});
    assert!(valid(meant(beside, json!("text"))));
    let text_too = json!({"properties": {}, "type": ["object", "string"]});
    assert!(valid(meant(text_too, json!("text"))));
}

#[test]
fn a_property_named_nullable_is_a_property() {
    let schema = json!({"type": "object", "properties": {"nullable": {"type": "boolean"}, "$ref": {"type": "string"}}});
    assert!(!valid(meant(schema.clone(), Value::Null)));
    assert!(valid(meant(schema.clone(), json!({"nullable": true, "$ref": "x"}))));
    assert_eq!(
        meant(schema, json!({"nullable": 1})),
        [format!("{AT}/properties/nullable/type")]
    );
}

#[test]
fn boolean_bounds_make_their_sibling_exclusive() {
    let schema =
        json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 2, "exclusiveMaximum": false});
    assert_eq!(meant(schema.clone(), json!(0)), [format!("{AT}/exclusiveMinimum")]);
    assert!(valid(meant(schema.clone(), json!(2))));
    assert_eq!(meant(schema.clone(), json!(2.5)), [format!("{AT}/maximum")]);
    assert!(
        valid(strict(schema.clone(), json!(0))),
        "a boolean bound has no meaning in 3.1, and must not make all fail"
    );
    assert!(!valid(judged("3.0.3", Dialect::Strict, &schema, json!(0))));
}

#[test]
fn recursive_references_lead_to_the_anchor() {
    let schema = json!({"$recursiveAnchor": true, "type": "object", "required": ["list"], "properties": {"list": {"items": {"$recursiveRef": "#"}}}});
    assert_eq!(meant(schema.clone(), json!({"list": [{}]})), [format!("{AT}/required")]);
    assert!(valid(strict(schema, json!({"list": [{}]}))));
}

#[test]
fn references_have_no_siblings_in_3_0() {
    let schema = json!({"$ref": "#/components/schemas/X", "minLength": 9});
    assert!(valid(judged("3.0.1", Dialect::AsMeant, &schema, json!("x"))));
    assert_eq!(
        judged("3.1.0", Dialect::AsMeant, &schema, json!("x")),
        [format!("{AT}/minLength")]
    );
    let nullable = json!({"$ref": "#/components/schemas/X", "nullable": true});
    assert!(valid(judged("3.0.1", Dialect::AsMeant, &nullable, Value::Null)));
    assert!(!valid(judged("3.0.1", Dialect::Strict, &nullable, Value::Null)));
}

#[test]
fn older_drafts_read_as_they_were_written() {
    let tuple = json!({"items": [{"type": "string"}], "additionalItems": {"type": "number"}});
    assert_eq!(
        judged("plain", Dialect::Strict, &tuple, json!([1])),
        ["#/$defs/A/items/0/type"]
    );
    assert_eq!(
        judged("plain", Dialect::Strict, &tuple, json!(["a", "b"])),
        ["#/$defs/A/additionalItems/type"]
    );
    let dependent = json!({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}});
    assert!(!valid(judged("plain", Dialect::Strict, &dependent, json!({"a": 1}))));
    assert_eq!(
        judged("plain", Dialect::Strict, &dependent, json!({"c": 1})),
        ["#/$defs/A/dependencies/c/required"]
    );
}

#[test]
fn what_the_validator_would_refuse_is_left_out() {
    let schema = json!({"type": "file", "required": true, "minLength": -1, "enum": "a", "pattern": "(", "anyOf": [], "properties": [], "items": 3, "maxItems": 1});
    for dialect in [Dialect::AsMeant, Dialect::Strict] {
        assert!(valid(judged("3.1.0", dialect, &schema, json!("x"))));
        assert_eq!(
            judged("3.1.0", dialect, &schema, json!([1, 2])),
            [format!("{AT}/maxItems")]
        );
    }
    let repeated = json!({"required": ["a", "a"]});
    assert_eq!(strict(repeated, json!({})), [format!("{AT}/required")]);
}

#[test]
fn formats_of_integers_are_bounds_as_meant_and_nothing_strictly() {
    let schema = json!({"type": "integer", "format": "int32"});
    assert!(valid(meant(schema.clone(), json!(i32::MAX))));
    assert_eq!(meant(schema.clone(), json!(1_i64 << 31)), [format!("{AT}/format")]);
    assert!(valid(strict(schema, json!(1_i64 << 31))));
    let unsigned = json!({"type": "integer", "format": "uint64"});
    assert!(valid(meant(unsigned.clone(), json!(u64::MAX))));
    assert_eq!(meant(unsigned, json!(-1)), [format!("{AT}/format")]);
}

const DRAFT_4: &str = "http://json-schema.org/draft-04/schema#";
const DRAFT_7: &str = "http://json-schema.org/draft-07/schema#";
const DRAFT_2019: &str = "https://json-schema.org/draft/2019-09/schema";
const DRAFT_2020: &str = "https://json-schema.org/draft/2020-12/schema";

#[test]
fn references_have_no_siblings_up_to_draft_7() {
    let schema = json!({"$ref": "#/definitions/X", "minLength": 9});
    for dialect in [Dialect::AsMeant, Dialect::Strict] {
        assert!(valid(judged(DRAFT_4, dialect, &schema, json!("x"))));
        assert!(valid(judged(DRAFT_7, dialect, &schema, json!("x"))));
        assert!(!valid(judged(DRAFT_2019, dialect, &schema, json!("x"))));
        assert!(!valid(judged(
            "plain",
            dialect,
            &json!({"$ref": "#/$defs/X", "minLength": 9}),
            json!("x")
        )));
    }
}

#[test]
fn a_draft_knows_its_keywords_alone() {
    let bounds = json!({"minimum": 0, "exclusiveMinimum": true});
    assert!(!valid(judged(DRAFT_4, Dialect::Strict, &bounds, json!(0))));
    assert!(valid(judged(DRAFT_7, Dialect::Strict, &bounds, json!(0))));
    let constant = json!({"const": 1});
    assert!(valid(judged(DRAFT_4, Dialect::Strict, &constant, json!(2))));
    assert!(!valid(judged(DRAFT_4, Dialect::AsMeant, &constant, json!(2))));
    let condition = json!({"if": {}, "then": false});
    assert!(!valid(judged(DRAFT_7, Dialect::Strict, &condition, json!(2))));
    assert!(valid(judged(DRAFT_4, Dialect::Strict, &condition, json!(2))));
    let recursive = json!({"properties": {"a": {"$recursiveRef": "#"}}, "required": ["a"]});
    let document = json!({"$schema": DRAFT_2019, "$ref": "#/definitions/A", "definitions": {"A": recursive}});
    let spec = Spec::new(
        Document::parse("t", document.to_string().as_bytes()).unwrap(),
        Dialect::Strict,
    );
    assert!(!spec.component("A").unwrap().is_valid(&json!({"a": {}})));
    assert!(valid(judged(DRAFT_2020, Dialect::Strict, &recursive, json!({"a": {}}))));
}

#[test]
fn a_schema_may_name_another_draft_than_its_document() {
    let schema = json!({"$schema": DRAFT_7, "items": {"$ref": "#/definitions/X", "minLength": 9}});
    assert!(valid(judged(DRAFT_2020, Dialect::Strict, &schema, json!(["x"]))));
    assert!(!valid(judged(
        DRAFT_2020,
        Dialect::Strict,
        &json!({"items": schema["items"]}),
        json!(["x"])
    )));
}

#[test]
fn swagger_says_in_an_extension_that_null_is_allowed() {
    let schema = json!({"type": "string", "x-nullable": true});
    assert!(valid(judged("2.0", Dialect::AsMeant, &schema, Value::Null)));
    assert!(!valid(judged("2.0", Dialect::Strict, &schema, Value::Null)));
    let reference = json!({"$ref": "#/definitions/X", "x-nullable": true, "minLength": 9});
    assert!(valid(judged("2.0", Dialect::AsMeant, &reference, Value::Null)));
    assert_eq!(
        judged("2.0", Dialect::AsMeant, &reference, json!("y")),
        ["#/definitions/X/enum"]
    );
    let part = json!({"allOf": [{"$ref": "#/definitions/X"}, {"x-nullable": true}]});
    assert!(valid(judged("2.0", Dialect::AsMeant, &part, Value::Null)));
    assert!(valid(judged(
        "2.0",
        Dialect::Strict,
        &json!({"type": "file"}),
        json!("x")
    )));
}
