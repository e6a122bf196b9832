//! `explore` and `spec samples`: values that nobody sent.

use super::lab::{Lab, assert_transcript};
use serde_json::Value;

#[test]
fn the_run_types_have_no_error_and_every_note_is_accepted_with_a_reason() {
    let ran = Lab::new().run(&["explore", "--cases", "1500", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let summary = &report["summary"];
    for level in ["errors", "warnings", "notes", "unknown", "skipped"] {
        assert_eq!(summary[level], 0, "{level}: {}", ran.stdout);
    }
    assert_eq!(summary["objects"], 10_500);
    assert_eq!(summary["clean"], 10_500);
    assert_eq!(report["seed"], 1);
    let run = &summary["explored"]["components"]["RunObject"];
    for phase in ["covering", "rendering", "faults", "pairs", "random"] {
        assert!(run[phase].as_u64() > Some(0), "{phase}: {run}");
    }
    // Else the notes would be none because nothing was tried, or because no more than 500 were told, accepted ones included.
    assert!(summary["expected"].as_u64() > Some(500), "{summary}");
}

#[test]
fn the_same_seed_gives_the_same_report_and_another_seed_another() {
    let lab = Lab::new();
    let report = |seed: &str| {
        lab.run(&[
            "explore",
            "RunObject",
            "--cases",
            "600",
            "--seed",
            seed,
            "--format",
            "json",
        ])
        .stdout
    };
    assert_eq!(report("7"), report("7"));
    assert_ne!(report("7"), report("8"));
}

#[test]
fn strict_makes_errors_of_what_is_read_though_it_is_invalid() {
    let lab = Lab::new();
    lab.write("expectations.toml", "");
    let arguments = [
        "explore",
        "RunStepDeltaObject",
        "--cases",
        "300",
        "--expectations",
        "expectations.toml",
        "--strict",
    ];
    let ran = lab.run(&arguments);
    assert_eq!(ran.code, 1, "{ran:?}");
    let id = ran
        .stdout
        .split("wireproof replay ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    let again = lab.run(&["replay", id.expect("a saved case")]);
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.stdout.contains("error[accepts_invalid]"), "{again:?}");
}

#[test]
fn a_bound_that_no_value_meets_is_unknown_and_said() {
    let lab = Lab::new();
    let schema = r##"{"$defs": {"RunObject": {"type": "object", "required": ["a"], "properties": {"a": false}}}}"##;
    lab.write("spec.json", schema);
    let ran = lab.run(&["explore", "RunObject", "--spec", "spec.json", "--cases", "10"]);
    ran.says(2, &["no value satisfies the schema"]);
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let lab = Lab::new();
    lab.run(&["explore", "RunObjct"]).says(2, &["no subject `RunObjct`"]);
    lab.run(&["explore", "--time", "soon"])
        .says(2, &["not a time such as 30s"]);
    lab.run(&["spec", "samples", "nowhere.json"]).says(2, &["nowhere.json"]);
}

#[test]
fn a_time_ends_the_exploration() {
    let ran = Lab::new().run(&["explore", "RunObject", "--time", "1s", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!(ran.code, 0);
    assert_eq!(report["summary"]["unknown"], 0);
    assert!(report["summary"]["objects"].as_u64() > Some(10));
}

#[test]
fn samples_are_made_of_what_has_any() {
    let lab = Lab::new();
    let schema = r##"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
        "Never": {"type": "object", "required": ["a"], "properties": {"a": {"not": {}}}},
        "Even": {"type": "integer", "multipleOf": 2, "minimum": 3, "maximum": 9},
        "Code": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$", "maxLength": 8},
        "Ahead": {"type": "string", "pattern": "^(?=b)a"},
        "Tree": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Tree"}}, "additionalProperties": false},
        "One": {"oneOf": [{"type": "integer", "minimum": 5}, {"type": "integer", "maximum": 10}]}
    }}}"##;
    lab.write("spec.json", schema);
    assert_transcript!(lab.run(&["spec", "samples", "spec.json", "--verbose"]));
}

/// The document lists one word, in the format of a date.
const DATED: &str =
    r##"{"$defs": {"RunObject": {"type": "object", "properties": {"id": {"type": "string", "format": "date"}}}}}"##;

#[test]
fn formats_are_asserted_where_that_is_wanted() {
    let lab = Lab::new();
    lab.write("spec.json", DATED)
        .write("RunObject/a.json", r#"{"id": "May"}"#);
    let samples = |options: &[&str]| {
        let verb = ["spec", "samples", "spec.json", "--format", "json"];
        let ran = lab.run(&[&verb, options].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        report["components"][0]["mutants"].as_u64().expect("a number")
    };
    assert!(samples(&[]) < samples(&["--formats", "assert"]));
    let check = |options: &[&str]| {
        let verb = ["check", "RunObject", "--spec", "spec.json", "--subject", "RunObject"];
        lab.run(&[&verb, options].concat()).stdout
    };
    let told = "is no member of the format `date`";
    assert!(!check(&[]).contains(told));
    for options in [["--formats", "assert"], ["--config", "formats=assert"]] {
        assert!(check(&options).contains(told), "{options:?}");
    }
    assert!(!check(&["--formats", "annotate", "--config", "formats=assert"]).contains(told));
    lab.run(&["spec", "lint", "spec.json", "--formats", "assert"])
        .says(2, &["does not take --formats"]);
}
