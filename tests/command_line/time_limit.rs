//! The time limit accuses a type for the time of its own code alone.
//!
//! The types are in `examples/hostile_types.rs`, a program of its own, which `cargo test` builds too.

use crate::hostile_types::example;
use crate::lab::{Lab, Ran};
use serde_json::{Value, json};

/// Examines one text with half a second for a call, under the component that it must be told.
fn run(lab: &Lab, spec: &str, component: &str, text: &str) -> Ran {
    lab.write("t.json", spec).write("x.json", text);
    let example = example();
    let types = example.to_str().expect("a path that is text");
    let arguments = [
        "check",
        "--format",
        "json",
        "--types",
        types,
        "--spec",
        "t.json",
        "--time-limit",
        "0.5",
    ];
    let choice = ["--subject", component, "--component", component, "x.json"];
    lab.run(&[&arguments[..], &choice].concat())
}

fn report(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

fn codes(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|entry| entry["code"].as_str().expect("a code")).collect()
}

/// A schema in which each of `levels` asks the next one twice: to validate an item of `more` costs two to that power.
fn doubling(component: &str, levels: usize) -> String {
    let mut defs = serde_json::Map::new();
    for level in 0..levels {
        let next = json!({ "$ref": format!("#/$defs/L{}", level + 1) });
        defs.insert(format!("L{level}"), json!({"allOf": [next, next]}));
    }
    defs.insert(format!("L{levels}"), json!({"type": "object", "minProperties": 0}));
    defs.insert(
        component.to_owned(),
        json!({"properties": {"more": {"items": {"$ref": "#/$defs/L0"}}}}),
    );
    json!({ "$defs": defs }).to_string()
}

#[test]
fn a_schema_that_takes_too_long_is_unknown_and_the_type_is_examined_without_it() {
    let text = format!(r#"{{"word":"a","more":[1{}]}}"#, ",1".repeat(100_000));
    let ran = run(&Lab::new(), &doubling("Behaves", 12), "Behaves", &text);
    let report = report(&ran);
    assert_eq!(codes(&report["findings"]), ["lossy"], "{report}");
    assert_eq!(
        codes(&report["unknown"]),
        ["schema_violation", "undocumented_field", "emits_invalid"]
    );
    assert!(
        ran.stdout.contains("the schema takes longer than 3 s for the case"),
        "{report}"
    );
}

#[test]
fn a_schema_that_doubles_too_often_is_unknown_and_the_type_is_examined_without_it() {
    let text = r#"{"word":"a","more":[1]}"#;
    let ran = run(&Lab::new(), &doubling("Behaves", 40), "Behaves", text);
    let report = report(&ran);
    assert_eq!(codes(&report["findings"]), ["lossy"], "{report}");
    assert_eq!(
        codes(&report["unknown"]),
        ["schema_violation", "undocumented_field", "emits_invalid"]
    );
    assert!(
        ran.stdout.contains("its references stand for more than 500000 schemas"),
        "{report}"
    );
}

#[test]
fn a_type_that_takes_too_long_is_told() {
    let ran = run(&Lab::new(), r#"{"$defs":{"Hangs":{"type":"object"}}}"#, "Hangs", "{}");
    let report = report(&ran);
    let findings = report["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1, "{report}");
    assert_eq!(findings[0]["kind"], "timed_out");
    assert_eq!(findings[0]["message"], "no answer within 0.5 s while reading");
}

#[test]
fn a_program_that_does_not_greet_is_one_clear_error() {
    let lab = Lab::new();
    let ran = lab.run(&["check", "--types", "true"]);
    assert_eq!(ran.code, 2);
    let wanted = "error: true: is not a program that holds types for wireproof: it ended (exit status: 0)\n";
    assert_eq!(ran.stderr, wanted);
    let ran = lab.run(&["check", "--types", "./nothing-here"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("error: ./nothing-here: cannot be started: "),
        "{ran:?}"
    );
}
