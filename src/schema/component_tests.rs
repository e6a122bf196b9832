//! What a compiled component says about values.

use super::super::{ComponentTags, Dialect, Document, Spec};
use super::*;
use serde_json::json;
use std::sync::Arc;

fn spec_of(schemas: Value, dialect: Dialect) -> Spec {
    let document = json!({"openapi": "3.1.0", "info": {}, "components": {"schemas": schemas}});
    Spec::new(Document::parse("t", document.to_string().as_bytes()).unwrap(), dialect)
}

fn component(schemas: Value, name: &str) -> Arc<Schema> {
    spec_of(schemas, Dialect::AsMeant).component(name).unwrap()
}

fn told(schema: &Schema, value: &Value) -> Vec<(String, String, String)> {
    let violations = schema.violations(value);
    assert_eq!(violations.is_empty(), schema.is_valid(value));
    violations
        .into_iter()
        .map(|v| (v.pointer, v.schema_pointer, v.message))
        .collect()
}

fn owned(parts: (&str, &str, &str)) -> (String, String, String) {
    (parts.0.to_owned(), parts.1.to_owned(), parts.2.to_owned())
}

fn tools() -> Value {
    json!({
        "Page": {"properties": {"data": {"type": "array", "items": {"oneOf": [
            {"$ref": "#/components/schemas/Code"}, {"$ref": "#/components/schemas/Search"}]}}}},
        "Code": {"type": "object", "required": ["type", "input"], "properties": {
            "type": {"type": "string", "enum": ["code"]}, "input": {"type": "string"}}},
        "Search": {"type": "object", "required": ["type", "query"], "properties": {
            "type": {"type": "string", "enum": ["search"]}, "query": {"type": "string"}}}
    })
}

#[test]
fn a_violation_points_into_value_and_document() {
    let schema = component(
        json!({"A": {"properties": {"s": {"$ref": "#/components/schemas/S"}}}, "S": {"enum": ["x", "y"]}}),
        "A",
    );
    let expected = owned(("/s", "#/components/schemas/S/enum", r#""z" is not one of "x", "y""#));
    assert_eq!(told(&schema, &json!({"s": "z"})), [expected]);
}

#[test]
fn a_tagged_union_reports_inside_the_tagged_branch() {
    let schema = component(tools(), "Page");
    let expected = owned((
        "/data/0/query",
        "#/components/schemas/Search/properties/query/type",
        "1 is not of type string",
    ));
    assert_eq!(
        told(&schema, &json!({"data": [{"type": "search", "query": 1}]})),
        [expected]
    );
}

#[test]
fn an_unknown_tag_is_reported_at_the_tag() {
    let schema = component(tools(), "Page");
    let at = "#/components/schemas/Page/properties/data/items/oneOf";
    let expected = owned(("/data/0/type", at, r#""retrieval" is not one of "code", "search""#));
    assert_eq!(told(&schema, &json!({"data": [{"type": "retrieval"}]})), [expected]);
}

#[test]
fn a_null_branch_never_stands_for_an_object() {
    let schema = component(
        json!({"A": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["k", "l"], "properties": {"k": {}}}]}}),
        "A",
    );
    let violations = told(&schema, &json!({"k": 1}));
    assert_eq!(
        violations,
        [owned((
            "",
            "#/components/schemas/A/anyOf/1/required",
            r#"the key "l" is missing"#
        ))]
    );
}

#[test]
fn a_value_of_no_branchs_type_is_told_once() {
    let schema = component(
        json!({"A": {"oneOf": [{"type": "string"}, {"type": "array", "items": {}}]}}),
        "A",
    );
    let expected = owned(("", "#/components/schemas/A/oneOf", "1 is not of type string or array"));
    assert_eq!(told(&schema, &json!(1)), [expected]);
}

#[test]
fn the_branch_with_fewest_errors_is_told_without_tags() {
    let branches = json!([{"type": "object", "required": ["a", "b", "c"]}, {"type": "object", "required": ["a", "d"]}]);
    let schema = component(json!({"A": {"anyOf": branches}}), "A");
    assert_eq!(
        told(&schema, &json!({"a": 1}))[0].1,
        "#/components/schemas/A/anyOf/1/required"
    );
}

#[test]
fn several_valid_branches_are_told() {
    let schema = component(json!({"A": {"oneOf": [{}, {"type": "string"}]}}), "A");
    assert_eq!(
        told(&schema, &json!("x"))[0].2,
        r#""x" is valid under several branches: 0, 1"#
    );
}

#[test]
fn a_nullable_tagged_union_is_told_where_it_is_published() {
    let schema = component(
        json!({"A": {"nullable": true, "oneOf": [
            {"type": "object", "required": ["t"], "properties": {"t": {"enum": ["a"]}}},
            {"type": "object", "required": ["t"], "properties": {"t": {"enum": ["b"]}}}]}}),
        "A",
    );
    let expected = owned(("/t", "#/components/schemas/A/oneOf", r#""c" is not one of "a", "b""#));
    assert_eq!(told(&schema, &json!({"t": "c"})), [expected]);
    let expected = owned(("", "#/components/schemas/A/oneOf", "1 is not of type object"));
    assert_eq!(told(&schema, &json!(1)), [expected]);
}

#[test]
fn formats_are_not_asserted_and_integral_floats_are_integers() {
    let schema = component(
        json!({"A": {"properties": {"n": {"type": "integer"}, "u": {"type": "string", "format": "uri"}}}}),
        "A",
    );
    assert!(schema.is_valid(&json!({"n": 1.0, "u": "no uri"})));
    assert!(!schema.is_valid(&json!({"n": 1.5})));
}

fn unnamed(schema: &Schema, value: Value) -> Vec<String> {
    schema.undocumented(&value).into_iter().map(|u| u.pointer).collect()
}

#[test]
fn unnamed_keys_are_found_through_references_and_lists() {
    let schema = component(tools(), "Page");
    let value = json!({"data": [{"type": "code", "input": "", "query": {"x": 1}}], "more": {"deep": 1}});
    assert_eq!(unnamed(&schema, value), ["/data/0/query", "/more"]);
    let told = schema.undocumented(&json!({"data": [{"type": "code", "input": "", "q": 1}]}));
    assert_eq!(
        told[0].schema_pointer,
        "#/components/schemas/Code/properties".trim_end_matches("/properties")
    );
}

#[test]
fn an_invalid_union_names_the_keys_of_its_best_branch() {
    let schema = component(tools(), "Page");
    assert_eq!(
        unnamed(&schema, json!({"data": [{"type": "search", "query": 1, "input": ""}]})),
        ["/data/0/input"]
    );
}

#[test]
fn all_valid_branches_name_keys() {
    let schema = component(
        json!({"A": {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}], "allOf": [{"properties": {"c": {}}}]}}),
        "A",
    );
    assert_eq!(unnamed(&schema, json!({"a": 1, "b": 1, "c": 1, "d": 1})), ["/d"]);
}

#[test]
fn free_form_objects_hold_nothing_unnamed() {
    let schema = component(
        json!({"A": {"properties": {
            "bare": {"type": "object"},
            "map": {"type": "object", "additionalProperties": {"type": "string"}, "properties": {"k": {}}},
            "open": {"properties": {"k": {}}, "additionalProperties": true},
            "label": {"properties": {"k": {}}, "x-oaiTypeLabel": "map"},
            "pattern": {"properties": {"k": {}}, "patternProperties": {"^x": {}}},
            "nullable": {"type": "object", "nullable": true, "properties": {"k": {}}}}}}),
        "A",
    );
    let value = json!({"bare": {"z": 1}, "map": {"z": "1"}, "open": {"z": 1}, "label": {"z": 1}, "pattern": {"z": 1, "xy": 1}, "nullable": {"z": 1}});
    assert_eq!(unnamed(&schema, value), ["/nullable/z", "/pattern/z"]);
}

#[test]
fn unknown_components_name_the_closest() {
    let error = spec_of(tools(), Dialect::AsMeant).component("Serch").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the document has no component `Serch`; the closest name is `Search`"
    );
}

#[test]
fn dangling_and_external_references_are_errors_of_those_who_need_them() {
    let spec = spec_of(
        json!({"Ok": {"type": "string"}, "Gone": {"properties": {"a": {"$ref": "#/components/schemas/Okk"}}},
            "Away": {"items": {"$ref": "https://localhost:1/x.json"}}, "File": {"$ref": "file:///etc/hosts"}}),
        Dialect::AsMeant,
    );
    assert!(spec.component("Ok").is_ok());
    let SpecError::DanglingRef { pointer, closest, .. } = spec.component("Gone").unwrap_err() else {
        panic!()
    };
    assert_eq!(
        (pointer.as_str(), closest.as_deref()),
        ("#/components/schemas/Gone/properties/a/$ref", Some("Ok"))
    );
    for name in ["Away", "File"] {
        assert!(matches!(spec.component(name), Err(SpecError::ExternalRef { .. })));
    }
}

#[test]
fn trees_may_refer_to_themselves() {
    let schema = component(
        json!({"Tree": {"type": "object", "properties": {"left": {"$ref": "#/components/schemas/Tree"}}}}),
        "Tree",
    );
    let mut value = json!({"left": 1});
    assert!(!schema.is_valid(&value));
    value = json!({"x": 1});
    for _ in 0..100 {
        value = json!({ "left": value });
    }
    assert!(schema.is_valid(&value));
    assert_eq!(schema.undocumented(&value).len(), 1);
}

#[test]
fn circles_that_never_reach_a_value_are_errors() {
    let loops = json!({
        "Self": {"$ref": "#/components/schemas/Self"},
        "A": {"allOf": [{"$ref": "#/components/schemas/B"}]},
        "B": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/A"}]},
        "Inner": {"properties": {"x": {"not": {"$ref": "#/components/schemas/Self"}}}}
    });
    let spec = spec_of(loops, Dialect::AsMeant);
    for name in ["Self", "A", "B", "Inner"] {
        assert!(
            matches!(spec.component(name), Err(SpecError::EndlessRef { .. })),
            "{name}"
        );
    }
}

#[test]
fn long_chains_of_references_neither_overflow_nor_hang() {
    let name = |i: usize| format!("C{i}");
    let to = |i: usize| format!("#/components/schemas/C{i}");
    let in_place: serde_json::Map<_, _> = (0..5000)
        .map(|i| (name(i), json!({"$ref": to((i + 1).min(4999).max(i + 1))})))
        .collect();
    let mut in_place = in_place;
    in_place.insert(name(5000), json!({"type": "string"}));
    assert!(matches!(
        spec_of(in_place.into(), Dialect::AsMeant).component("C0"),
        Err(SpecError::TooComplex { .. })
    ));
    let nested: serde_json::Map<_, _> = (0..3000)
        .map(|i| (name(i), json!({"properties": {"a": {"$ref": to((i + 1) % 3000)}}})))
        .collect();
    let schema = component(nested.into(), "C0");
    assert!(schema.is_valid(&json!({"a": {"a": {}}})));
}

#[test]
fn deep_schemas_meet_deep_values() {
    let mut schema = json!({"$ref": "#/components/schemas/T0"});
    for _ in 0..40 {
        schema = json!({"allOf": [schema]});
    }
    let mut all: serde_json::Map<String, Value> = (0..60)
        .map(|i| {
            (
                format!("T{i}"),
                json!({"allOf": [{"$ref": format!("#/components/schemas/T{}", i + 1)}]}),
            )
        })
        .collect();
    all.insert(
        "T60".into(),
        json!({"properties": {"a": {"$ref": "#/components/schemas/Top"}}}),
    );
    all.insert("Top".into(), schema);
    let schema = component(all.into(), "Top");
    let mut value = json!({});
    for _ in 0..60 {
        value = json!({ "a": value });
    }
    assert!(schema.is_valid(&value));
    assert!(schema.violations(&value).is_empty());
    assert!(schema.undocumented(&value).is_empty());
}

#[test]
fn values_are_classified_by_their_constants() {
    let spec = spec_of(
        json!({
            "Run": {"type": "object", "required": ["object"], "properties": {"object": {"enum": ["run"]}}},
            "Step": {"type": "object", "required": ["object"], "properties": {"object": {"const": "step"}}},
            "Runs": {"type": "object", "required": ["object", "data"], "properties": {"object": {"type": "string"}, "data": {"type": "array", "items": {"$ref": "#/components/schemas/Run"}}}},
            "Steps": {"type": "object", "required": ["object", "data"], "properties": {"object": {"enum": ["list"]}, "data": {"type": "array", "items": {"$ref": "#/components/schemas/Step"}}}},
            "Event": {"oneOf": [
                {"type": "object", "required": ["event", "data"], "properties": {"event": {"enum": ["run.created"]}, "data": {"$ref": "#/components/schemas/Run"}}},
                {"type": "object", "required": ["event", "data"], "properties": {"event": {"enum": ["run.done"]}, "data": {"$ref": "#/components/schemas/Run"}}}]},
            "Free": {"type": "object", "properties": {"object": {"type": "string"}}}
        }),
        Dialect::AsMeant,
    );
    let all = ["Free", "Run", "Step", "Runs", "Steps", "Event", "Missing"];
    let tags = ComponentTags::new(&spec, all);
    let of = |value: Value| tags.classify(&Tree::parse(&value.to_string()).unwrap()).join(" ");
    assert_eq!(of(json!({"object": "run"})), "Run");
    assert_eq!(of(json!({"object": "step", "x": 1})), "Step");
    assert_eq!(of(json!({"event": "run.done", "data": {}})), "Event");
    assert_eq!(of(json!({"object": "list", "data": [{"object": "step"}]})), "Steps");
    assert_eq!(of(json!({"object": "list", "data": []})), "Runs Steps");
    assert_eq!(of(json!({"object": "list", "data": [{"object": "other"}]})), "");
    assert_eq!(of(json!({"object": "other"})), "");
    assert_eq!(of(json!([1])), "");
}

/// Compiles only if the types can be shared between threads.
const _: () = {
    const fn shared<T: Send + Sync + 'static>() {}
    shared::<Spec>();
    shared::<Schema>();
    shared::<Document>();
    shared::<crate::schema::Guide>();
    shared::<ComponentTags>();
};

#[test]
fn validators_are_compiled_when_they_are_needed() {
    let schema = component(tools(), "Page");
    assert!(schema.validator.get().is_none() && schema.of_trees.get().is_none() && schema.naming.get().is_none());
    let tree = Tree::parse("{}").unwrap();
    assert_eq!(schema.is_valid_as_written(&tree), Some(true));
    assert!(schema.validator.get().is_none() && schema.unread().is_none());
}

#[test]
fn a_spec_is_shared_between_threads() {
    let spec = spec_of(tools(), Dialect::AsMeant);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(spec.component("Page").unwrap().is_valid(&json!({"data": []}))));
        }
    });
}

#[test]
fn what_cannot_be_read_is_named() {
    let unread = |schema: Value| component(json!({"A": schema, "X": null}), "A").unread();
    let at = |pointer: &str| Some(format!("the schema cannot be read at #/components/schemas/{pointer}"));
    assert_eq!(
        unread(json!({"required": ["a", "a"], "pattern": "^a$", "items": {"$ref": "#/components/schemas/A"}})),
        None
    );
    assert_eq!(
        unread(json!({"properties": {"a": {"pattern": "("}}})),
        at("A/properties/a/pattern")
    );
    assert_eq!(unread(json!({"required": "a"})), at("A/required"));
    assert_eq!(unread(json!({"required": ["a", 1]})), at("A/required"));
    assert_eq!(unread(json!({"properties": {"a": null}})), at("A/properties/a"));
    assert_eq!(unread(json!({"items": {"not": []}})), at("A/items/not"));
    assert_eq!(unread(json!({"anyOf": [{"$ref": "#/components/schemas/X"}]})), at("X"));
    assert_eq!(unread(json!({"$ref": 1})), at("A/$ref"));
    assert_eq!(unread(json!({"dependencies": {"a": [1]}})), at("A/dependencies"));
    assert_eq!(
        unread(json!({"type": "file", "minLength": -1, "pattern": "("})),
        Some("the schema cannot be read at #/components/schemas/A/minLength and at 2 more places".to_owned())
    );
}

#[test]
fn formats_are_asserted_where_that_is_asked() {
    let document = json!({"$defs": {"A": {"properties": {"at": {"type": "string", "format": "date-time"}}}}});
    let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
    let schema = Spec::new(document, Dialect::AsMeant).component("A").unwrap();
    let (member, other) = (json!({"at": "2024-05-28T16:05:45Z"}), json!({"at": "4-5-8T6:5:5+0000"}));
    assert!(schema.is_valid(&member) && schema.is_valid_with_formats(&member));
    assert!(schema.is_valid(&other) && !schema.is_valid_with_formats(&other));
    assert!(!schema.is_valid_with_formats(&json!({"at": 3})));
}

#[test]
fn formats_beyond_json_schema_are_tested_too() {
    for (format, members, others) in [
        (
            "local-date-time",
            ["1899-12-31T23:59:59.5", "2024-05-28T16:05:45"],
            ["9-1-1T3:9:5", "2024-05-28T16:05"],
        ),
        ("local-time", ["23:59:59.999", "00:00:00"], ["5:0", "24:00:00"]),
        ("semver", ["1.0.0-alpha.1", "0.0.0"], ["1.0", "1.2.x"]),
        ("char", ["é", "😀"], ["", "ab"]),
        ("decimal", ["-0.01", "100"], ["", "."]),
        ("uint64", ["0", "18446744073709551615"], ["-1", ""]),
        ("ip", ["192.0.2.1", "::1"], ["0", "example.com"]),
        ("byte", ["", "aGk="], ["a", "a Gk"]),
        ("base64url", ["AA", "_-8"], ["+/+/", "a"]),
        (
            "ulid",
            ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"],
            ["0", ""],
        ),
        ("url", ["https://example.com", "urn:a:b"], ["a b", ""]),
    ] {
        let document = json!({"$defs": {"A": {"type": "string", "format": format}}}).to_string();
        let document = Document::parse("t", document.as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("A").unwrap();
        for member in members {
            assert!(schema.is_valid_with_formats(&json!(member)), "{format}: {member}");
        }
        for other in others {
            assert!(!schema.is_valid_with_formats(&json!(other)), "{format}: {other}");
        }
    }
}
