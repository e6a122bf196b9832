//! `coverage`: what of the schemas captures exercise.

use super::lab::{Lab, assert_transcript};
use serde_json::{Value, json};

const SPEC: &str = r##"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
    "Pet": {"type": "object", "required": ["kind", "name"], "properties": {
        "kind": {"enum": ["cat", "dog"]},
        "name": {"type": ["string", "null"]},
        "age": {"type": "integer", "minimum": 0},
        "weight": {"type": "number"},
        "tags": {"type": "array", "maxItems": 1, "items": {"type": "string"}},
        "home": {"oneOf": [{"$ref": "#/components/schemas/House"}, {"$ref": "#/components/schemas/Boat"}]}
    }},
    "House": {"type": "object", "required": ["type"], "properties": {"type": {"const": "house"}, "rooms": {"type": "integer"}}},
    "Boat": {"type": "object", "required": ["type"], "properties": {"type": {"const": "boat"}, "sails": {"type": "boolean"}}}
}}}"##;

fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("spec.json", SPEC);
    lab.write(
        "captures/Pet/one.json",
        r#"{"kind":"cat","name":"Tom","age":3.0,"weight":0.5,"tags":[],"home":{"type":"house","rooms":0}}"#,
    );
    lab.write("captures/Pet/two.json", r#"{"kind":"cat","name":null,"weight":-1e2}"#);
    lab
}

const ARGUMENTS: [&str; 5] = ["coverage", "--spec", "spec.json", "--component", "Pet"];

fn run(lab: &Lab, more: &[&str]) -> super::lab::Ran {
    lab.run(&[&ARGUMENTS, more].concat())
}

#[test]
fn the_tree_marks_what_was_seen_what_was_not_and_what_cannot_be() {
    assert_transcript!(run(&lab(), &["--verbose", "captures"]));
}

#[test]
fn the_report_for_programs_has_pointers_and_holes_most_valuable_first() {
    let report = run(&lab(), &["--format", "json", "captures"]).says(0, &[]).json();
    let feature = |pointer: &str, kind: &str, detail: &str| -> Value {
        let features = report["features"].as_array().expect("features").iter();
        let mut found = features.filter(|feature| {
            feature["schema"] == "Pet"
                && feature["pointer"] == pointer
                && feature["kind"] == kind
                && feature["detail"] == detail
        });
        found
            .next()
            .unwrap_or_else(|| panic!("{pointer} {kind} {detail}"))
            .clone()
    };
    assert_eq!(feature("/kind", "member", "\"cat\"")["seen"], 2);
    assert_eq!(feature("/kind", "member", "\"dog\"")["seen"], 0);
    assert_eq!(feature("/kind", "null", "")["never"], "the schema does not allow null");
    assert_eq!(feature("/kind", "absent", "")["never"], "the key is required");
    assert_eq!(feature("/name", "null", "")["first"], "captures/Pet/two.json");
    assert_eq!(feature("/age", "form", "1.0")["seen"], 1);
    assert_eq!(
        feature("/age", "form", "fraction")["never"],
        "the schema does not allow it"
    );
    assert_eq!(
        feature("/age", "form", "negative")["never"],
        "the schema does not allow it"
    );
    assert_eq!(feature("/weight", "form", "exponent")["seen"], 1);
    assert_eq!(
        feature("/tags", "size", "many items")["never"],
        "the schema does not allow it"
    );
    // Behind the branch lie the tag's presence, its constant, and three things to show about the sails.
    let first = &report["holes"][0];
    assert_eq!(
        first["schema_pointer"],
        "#/components/schemas/Pet/properties/home/oneOf/1"
    );
    assert!(first["worth"].as_u64() >= Some(5), "{first}");
    let holes = report["holes"].as_array().expect("holes");
    assert!(
        holes.iter().all(|hole| hole["schema"] != "Boat"),
        "they lie behind the branch: {holes:?}"
    );
    let counted = |key: &str| report["summary"][key].as_u64().expect("a number");
    let features = report["features"].as_array().expect("features");
    let seen = features.iter().filter(|feature| feature["seen"] != 0).count() as u64;
    let never = features
        .iter()
        .filter(|feature| feature["never"] != Value::Null)
        .count() as u64;
    assert_eq!((counted("seen"), counted("never")), (seen, never));
    assert_eq!(counted("possible"), features.len() as u64 - never);
}

#[test]
fn less_than_is_asked_for_ends_with_1() {
    let lab = lab();
    run(&lab, &["--min", "99", "captures"]).says(1, &["less than the 99 % that are asked for"]);
    run(&lab, &["--min", "10", "captures"]).says(0, &["% of what can occur"]);
    run(&lab, &["--min", "101", "captures"]).says(2, &["not a number from 0 to 100"]);
}

#[test]
fn what_is_declared_never_to_occur_is_no_hole_and_a_reason_that_does_not_hold_is_told() {
    let lab = lab();
    let entry = |value: &str, feature: &str| {
        format!(
            "[[never]]\nsection = \"Pet\"\nvalues = [\"{value}\"]\nfeatures = [{feature:?}]\nreason = \"nobody has one\"\n"
        )
    };
    lab.write("never.toml", entry("/kind", "\"dog\""));
    let ran = run(&lab, &["--never", "never.toml", "captures"]);
    ran.says(0, &["nobody has one"]);
    assert!(!ran.stdout.contains("never \"dog\""), "{ran:?}");
    lab.write("never.toml", entry("/kind", "\"cat\"") + &entry("/kind", "\"cow\""));
    run(&lab, &["--never", "never.toml", "captures"]).says(
        1,
        &[
            "stale never.toml:1: the reason 1 of what it speaks of were seen",
            "stale never.toml:6: the reason speaks of nothing",
        ],
    );
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_looked_at() {
    let lab = lab();
    lab.write("captures/Pet/cut.json", "{\"kind\":");
    lab.write(
        "captures/Pet/huge.json",
        "{\"kind\":\"dog\",\"name\":null,\"weight\":1e999}",
    );
    let ran = run(&lab, &["captures"]);
    ran.says(
        2,
        &[
            "skipped captures/Pet/cut.json:1:9",
            "unknown captures/Pet/huge.json",
            "2 captures",
        ],
    );
    run(&lab, &["--component", "Pt", "captures"]).says(2, &["spec.json", "`Pt`", "`Pet`"]);
    lab.run(&["coverage", "--expectations", "k.toml"])
        .says(2, &["`coverage` does not take --expectations"]);
}

#[test]
fn the_embedded_corpus_exercises_95_percent_of_what_can_occur_in_the_run_schemas() {
    let report = Lab::new()
        .run(&["coverage", "--min", "95", "--format", "json"])
        .says(0, &[])
        .json();
    let schemas = report["schemas"].as_array().expect("schemas");
    assert!(schemas.len() > 30, "{schemas:?}");
    assert_eq!(report["stale"], json!([]));
    let seen = report["summary"]["seen"].as_u64();
    assert!(seen > Some(500), "{}", report["summary"]);
}
