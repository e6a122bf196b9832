//! `spec diff`: what changed between two documents.

use super::lab::{Lab, assert_transcript};
use serde_json::{Value, json};
use wireproof::schema::{Dialect, Document, Spec};

fn document(pet: &Value) -> String {
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
        "Pet": pet,
        "Home": {"type": "object", "required": ["pets"], "properties": {
            "pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}},
        "House": {"type": "object", "required": ["type"], "properties": {"type": {"const": "house"}}},
        "Boat": {"type": "object", "required": ["type"], "properties": {"type": {"const": "boat"}, "sails": {"type": "integer"}}}
    }}})
    .to_string()
}

fn old() -> Value {
    json!({"type": "object", "required": ["kind", "name"], "properties": {
        "kind": {"enum": ["cat", "dog"]},
        "name": {"type": "string"},
        "age": {"type": "integer", "minimum": 0},
        "weight": {"type": "number"},
        "nick": {"type": "string"},
        "home": {"oneOf": [{"$ref": "#/components/schemas/House"}, {"$ref": "#/components/schemas/Boat"}]}
    }})
}

fn new() -> Value {
    json!({"type": "object", "required": ["name", "weight"], "properties": {
        "kind": {"enum": ["cat", "cow"]},
        "name": {"type": ["string", "null"]},
        "age": {"type": "integer", "minimum": 1},
        "weight": {"type": "integer"},
        "color": {"type": "string"},
        "home": {"oneOf": [{"$ref": "#/components/schemas/House"}]}
    }})
}

fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("old.json", document(&old()));
    lab.write("new.json", document(&new()));
    lab.write(
        "captures/Pet/dog.json",
        r#"{"kind":"dog","name":"Rex","nick":"R","weight":3}"#,
    );
    lab.write(
        "captures/Pet/cat.json",
        r#"{"kind":"cat","name":null,"weight":3,"color":"red"}"#,
    );
    lab
}

const DIFF: [&str; 8] = [
    "spec",
    "diff",
    "old.json",
    "new.json",
    "captures",
    "--component",
    "Pet",
    "--component",
];

fn diff(lab: &Lab, more: &[&str]) -> super::lab::Ran {
    lab.run(&[&DIFF[..], &["Home"], more].concat())
}

#[test]
fn changes_are_listed_with_their_direction_and_a_witness() {
    assert_transcript!(diff(&lab(), &[]));
}

#[test]
fn each_witness_is_valid_under_one_document_and_invalid_under_the_other() {
    let lab = lab();
    let report = diff(&lab, &["--format", "json"]).says(0, &[]).json();
    let spec = |name: &str| {
        let document = Document::parse(name, lab.read(name).as_bytes()).expect("a document");
        Spec::new(document, Dialect::AsMeant)
    };
    let (old, new) = (spec("old.json"), spec("new.json"));
    let valid = |spec: &Spec, witness: &Value| {
        let component = witness["component"].as_str().expect("a component");
        spec.component(component).expect("a schema").is_valid(&witness["value"])
    };
    let mut seen = Vec::new();
    for change in report["changes"].as_array().expect("changes") {
        for (direction, witness, allows, forbids) in [
            ("wider", &change["allowed_now"], &new, &old),
            ("narrower", &change["forbidden_now"], &old, &new),
        ] {
            match change[direction].as_str() {
                Some("yes") => assert!(valid(allows, witness) && !valid(forbids, witness), "{change:#}"),
                Some("no") => assert!(witness.is_null(), "{change:#}"),
                _ => panic!("undecided: {change:#}"),
            }
        }
        let way = |key: &'static str| if change[key] == "yes" { key } else { "" };
        seen.push(format!(
            "{} {}{}",
            change["message"].as_str().expect("words"),
            way("wider"),
            way("narrower")
        ));
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            "`minimum` 0 became 1 narrower",
            "branch Boat of oneOf was removed narrower",
            "null is allowed wider",
            "the key `color` was added narrower",
            "the key `kind` is no longer required wider",
            "the key `nick` was removed wider",
            "the key `weight` is required narrower",
            "type number became integer narrower",
            "value \"cow\" was added wider",
            "value \"dog\" was removed narrower",
        ]
    );
}

#[test]
fn captures_are_touched_by_what_makes_a_difference_to_them() {
    let report = diff(&lab(), &["--format", "json"]).json();
    let change = |message: &str| -> Value {
        let changes = report["changes"].as_array().expect("changes").iter();
        let mut found = changes.filter(|change| change["message"] == message);
        found.next().unwrap_or_else(|| panic!("{message}")).clone()
    };
    let dog = change("value \"dog\" was removed");
    assert_eq!(dog["captures"], json!(["captures/Pet/dog.json"]));
    assert_eq!((&dog["findings_come"], &dog["findings_go"]), (&json!(1), &json!(0)));
    assert_eq!(change("value \"cow\" was added")["captures"], json!([]));
    let null = change("null is allowed");
    assert_eq!(null["captures"], json!(["captures/Pet/cat.json"]));
    assert_eq!((&null["findings_come"], &null["findings_go"]), (&json!(0), &json!(1)));
    // A key that is no longer named, and one that now is.
    assert_eq!(change("the key `nick` was removed")["findings_come"], 1);
    assert_eq!(change("the key `color` was added")["findings_go"], 1);
    assert_eq!(report["summary"]["captures_touched"], 2);
}

#[test]
fn a_document_does_not_differ_from_itself() {
    let lab = lab();
    let ran = lab.run(&[
        "spec",
        "diff",
        "old.json",
        "old.json",
        "captures",
        "--component",
        "Pet",
        "--strict",
    ]);
    ran.says(0, &["0 places", "wider no, narrower no"]);
    diff(&lab, &["--strict", "--quiet"]).says(1, &["10 places in 2 components"]);
}

#[test]
fn components_of_one_document_alone_are_told() {
    let lab = Lab::new();
    lab.write(
        "a.json",
        r#"{"$defs": {"A": {"type": "string"}, "B": {"type": "string"}}}"#,
    );
    lab.write(
        "b.json",
        r#"{"$defs": {"B": {"type": "string"}, "C": {"type": "string"}}}"#,
    );
    let report = lab
        .run(&["spec", "diff", "a.json", "b.json", "--format", "json"])
        .says(0, &[])
        .json();
    assert_eq!(
        (&report["only_old"], &report["only_new"]),
        (&json!(["A"]), &json!(["C"]))
    );
    lab.run(&["spec", "diff", "a.json", "b.json", "--component", "D"])
        .says(2, &["`D`"]);
    lab.run(&["spec", "diff", "a.json", "gone.json"])
        .says(2, &["gone.json"]);
    lab.run(&["spec", "diff", "a.json", "b.json", "--no-overlay"])
        .says(2, &["--no-overlay"]);
}

#[test]
fn a_branch_that_changed_its_type_is_a_change_of_type_and_not_of_branches() {
    let lab = Lab::new();
    let document = |kind: &str| {
        json!({"$defs": {"A": {"type": "object", "properties": {"v": {"anyOf": [{"type": "string"}, {"type": kind}]}}}}})
            .to_string()
    };
    lab.write("a.json", document("integer"));
    lab.write("b.json", document("number"));
    let report = lab
        .run(&[
            "spec",
            "diff",
            "a.json",
            "b.json",
            "--component",
            "A",
            "--format",
            "json",
        ])
        .json();
    let changes = report["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(changes[0]["message"], "type integer became number");
    assert_eq!(
        (&changes[0]["wider"], &changes[0]["narrower"]),
        (&json!("yes"), &json!("no"))
    );
    assert_eq!(report["components"][0]["narrower"], "no", "{report:#}");
}
