use super::*;
use crate::schema::{Dialect, Document, Spec};

fn guide() -> Guide {
    let document = Document::parse(
        "t",
        br#"{"$defs": {"T": {"type": "object", "properties": {
            "status": {"type": "string", "enum": ["queued", "failed"]},
            "usage": {"type": ["object", "null"], "properties": {"total": {"type": "integer"}}},
            "tools": {"type": "array", "items": {"anyOf": [
                {"type": "object", "properties": {"type": {"const": "a"}, "a": {"type": "object"}}},
                {"type": "object", "properties": {"type": {"const": "b"}, "b": {"type": "object"}}}]}},
            "metadata": {"type": "object", "additionalProperties": {"type": "string"}}}}}}"#,
    );
    Guide::new(&Spec::new(document.unwrap(), Dialect::AsMeant).component("T").unwrap())
}

fn shape(text: &str) -> Shape {
    Shape::of("T", Some(&guide()), &Tree::parse(text).unwrap())
}

fn says(text: &str) -> Vec<String> {
    shape(text).facts.iter().map(ToString::to_string).collect()
}

#[test]
fn order_and_free_values_do_not_count() {
    let one = shape(
        r#"{"status":"failed","usage":{"total":7},"metadata":{"x":"y"},"tools":[{"type":"a","a":{}},{"type":"b"}]}"#,
    );
    let two = shape(
        r#"{"tools":[{"type":"b"},{"a":{},"type":"a"},{"type":"b"}],"metadata":{"p":"q","r":"s"},"usage":{"total":9},"status":"failed"}"#,
    );
    assert_eq!(one, two);
    assert_eq!(one.fingerprint(), two.fingerprint());
}

#[test]
fn keys_nulls_kinds_branches_and_forms_count() {
    let base = r#"{"status":"failed","usage":{"total":7},"tools":[{"type":"a","a":{}}]}"#;
    for other in [
        r#"{"status":"queued","usage":{"total":7},"tools":[{"type":"a","a":{}}]}"#,
        r#"{"status":"failed","usage":null,"tools":[{"type":"a","a":{}}]}"#,
        r#"{"status":"failed","tools":[{"type":"a","a":{}}]}"#,
        r#"{"status":"failed","usage":{"total":7.0},"tools":[{"type":"a","a":{}}]}"#,
        r#"{"status":"failed","usage":{"total":7},"tools":[{"type":"b","b":{}}]}"#,
        r#"{"status":"failed","usage":{"total":7},"tools":[]}"#,
        r#"{"status":"failed","usage":{"total":7},"tools":[{"type":"a","a":{}}],"new":1}"#,
        r#"{"status":"failed","status":"failed","usage":{"total":7},"tools":[{"type":"a","a":{}}]}"#,
    ] {
        assert_ne!(shape(base).fingerprint(), shape(other).fingerprint(), "{other}");
    }
}

#[test]
fn facts_are_what_the_documentation_says() {
    assert_eq!(
        says(r#"{"status":"lost","tools":[{"type":"a"}],"metadata":{"k":1},"extra":{"role":"user"}}"#),
        [
            "(whole) object",
            "/extra object",
            "/extra/role \"user\"",
            "/metadata object",
            "/metadata/* integer",
            "/status \"lost\"",
            "/tools array",
            "/tools/*[a] object",
            "/tools/*[a]/a absent",
            "/tools/*[a]/type \"a\"",
            "/usage absent",
        ]
    );
}

#[test]
fn the_fingerprint_is_the_same_in_every_version() {
    assert_eq!(
        shape(r#"{"status":"failed","usage":{"total":7}}"#).fingerprint(),
        "1-99a0893ea34d50a5"
    );
}

#[test]
fn depth_is_no_danger() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(shape(&deep).facts.iter().any(|fact| fact.says == "deeper"));
}

#[test]
fn a_name_says_what_is_new() {
    let shape = shape(r#"{"status":"failed","usage":null,"extra":1}"#);
    let add = |place: &str, says: &str| Fact {
        place: place.to_owned(),
        says: says.to_owned(),
    };
    assert_eq!(
        capture_name(&shape, &[add("/usage", "null"), add("/extra", "integer")]),
        "extra-usage-null-failed"
    );
    assert_eq!(capture_name(&shape, &[]), "failed");
}
