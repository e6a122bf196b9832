//! `spec propose`: corrections of a document from captures.

use super::captures::RUN;
use super::lab::{Lab, Ran, assert_transcript};
use serde_json::{Value, json};

/// A document in which something is wrong of every kind that can be corrected.
const SPEC: &str = r##"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
    "RunObject": {"type": "object", "required": ["id", "status", "tools", "it's"], "properties": {
        "id": {"type": "string"},
        "it's": {"type": "boolean"},
        "status": {"type": "string", "enum": ["queued", "done"]},
        "kind": {"const": "run"},
        "limit": {"type": "integer", "minimum": 100},
        "name": {"type": "string"},
        "usage": {"$ref": "#/components/schemas/Usage"},
        "mode": {"enum": ["fast", "slow"]},
        "choice": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Usage"}]},
        "both": {"allOf": [{"$ref": "#/components/schemas/Usage"}, {"required": ["tokens"]}]},
        "tools": {"type": "array", "items": {"oneOf": [
            {"$ref": "#/components/schemas/Search"}, {"$ref": "#/components/schemas/Function"}]}}
    }},
    "Usage": {"type": "object", "additionalProperties": false, "properties": {"tokens": {"type": "integer"}}},
    "Search": {"type": "object", "required": ["type"], "properties": {"type": {"const": "search"}}},
    "Function": {"type": "object", "required": ["type"], "properties": {"type": {"const": "function"}, "body": {"type": "string"}}}
}}}"##;

const WELL: &str = r#"{"id":"1","status":"queued","tools":[],"it's":true"#;

fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("spec.json", SPEC);
    lab.write("captures/RunObject/well.json", format!("{WELL}}}"));
    let cases = [
        ("missing", r#"{"id":"1","status":"queued","tools":[]}"#.to_owned()),
        ("status", format!("{WELL},\"status\":\"paused\"}}")),
        ("kind", format!("{WELL},\"kind\":\"old_run\"}}")),
        ("limit", format!("{WELL},\"limit\":16}}")),
        ("limit-lower", format!("{WELL},\"limit\":8}}")),
        ("name", format!("{WELL},\"name\":null}}")),
        ("usage", format!("{WELL},\"usage\":null}}")),
        ("mode", format!("{WELL},\"mode\":null}}")),
        ("choice", format!("{WELL},\"choice\":null}}")),
        ("both", format!("{WELL},\"both\":null}}")),
        (
            "closed",
            format!("{WELL},\"usage\":{{\"tokens\":1,\"cached\":{{\"read\":2}}}}}}"),
        ),
        ("open", format!("{WELL},\"effort\":\"low\"}}")),
        ("open-again", format!("{WELL},\"effort\":null}}")),
        (
            "tool",
            format!("{WELL},\"tools\":[{{\"type\":\"search\"}},{{\"type\":\"retrieval\",\"depth\":3}}]}}"),
        ),
        (
            "body",
            format!("{WELL},\"tools\":[{{\"type\":\"function\",\"body\":null}}]}}"),
        ),
    ];
    for (name, text) in cases {
        lab.write(&format!("captures/RunObject/{name}.json"), text);
    }
    lab
}

fn propose(lab: &Lab, more: &[&str]) -> Ran {
    lab.run(
        &[
            &["spec", "propose", "--spec", "spec.json", "--component", "RunObject"],
            more,
        ]
        .concat(),
    )
}

fn check(lab: &Lab, overlay: &str) -> Value {
    let arguments = [
        "check",
        "--spec",
        "spec.json",
        "--component",
        "RunObject",
        "--format",
        "json",
    ];
    let more = ["--overlay", overlay, "captures"];
    lab.run(&[&arguments[..], &more].concat()).json()
}

fn complaints(report: &Value) -> Vec<&Value> {
    let findings = report["findings"].as_array().expect("findings").iter();
    let about_the_document = ["schema_violation", "undocumented_field", "stale_overlay"];
    findings
        .filter(|finding| about_the_document.iter().any(|code| finding["code"] == *code))
        .collect()
}

fn kinds(overlay: &Value) -> Vec<&str> {
    let actions = overlay["actions"].as_array().expect("actions").iter();
    let mut kinds: Vec<&str> = actions
        .filter_map(|action| action["x-wireproof-kind"].as_str())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn an_overlay_with_every_kind_of_correction_is_printed() {
    assert_transcript!(propose(&lab(), &["captures"]));
}

#[test]
fn applied_it_makes_every_capture_valid_and_documented_and_nothing_is_left_to_propose() {
    let lab = lab();
    let ran = propose(&lab, &["captures"]);
    ran.says(0, &["0 still invalid"]);
    assert_eq!(
        kinds(&ran.json()),
        ["bound", "branch", "enum_value", "not_required", "nullable", "property"]
    );
    lab.write("overlay.json", &ran.stdout);
    let report = check(&lab, "overlay.json");
    assert!(complaints(&report).is_empty(), "{report:#}");
    assert_eq!(report["summary"]["unknown"], 0);
    let again = propose(&lab, &["--overlay", "overlay.json", "captures"]);
    again.says(0, &["nothing to correct"]);
    assert_eq!(again.json()["actions"], json!([]));
}

#[test]
fn each_correction_says_how_many_captures_need_it_names_one_and_has_a_confidence() {
    let lab = lab();
    let overlay = propose(&lab, &["captures"]).json();
    assert_eq!(overlay["overlay"], "1.0.0");
    let of = |kind: &str, target: &str| -> Value {
        let actions = overlay["actions"].as_array().expect("actions").iter();
        let mut found = actions.filter(|action| action["x-wireproof-kind"] == kind);
        let found = found.find(|action| action["target"] == target);
        found.unwrap_or_else(|| panic!("{kind} {target}: {overlay:#}")).clone()
    };
    let bound = of("bound", "$.components.schemas.RunObject.properties.limit");
    assert_eq!(bound["update"], json!({"minimum": 8}));
    assert_eq!(bound["x-wireproof-captures"], 2);
    assert_eq!(bound["x-wireproof-confidence"], 0.67);
    let status = of("enum_value", "$.components.schemas.RunObject.properties.status.enum");
    assert_eq!(status["x-wireproof-capture"], "captures/RunObject/status.json");
    assert_eq!(status["x-wireproof-confidence"], 0.5);
    let missing = of("not_required", "$.components.schemas.RunObject.required[?@=='it\\'s']");
    assert_eq!(missing["remove"], true);
    let named = of("property", "$.components.schemas.RunObject");
    assert_eq!(
        named["update"]["properties"]["effort"],
        json!({"type": ["string", "null"]})
    );
    // The reference becomes "that, or null" where it stands; the component that it leads to stays as it is.
    let schemas = "$.components.schemas.";
    let usage = overlay["actions"].as_array().expect("actions").iter();
    let usage = usage
        .filter(|action| action["x-wireproof-kind"] == "nullable" && action["target"] == format!("{schemas}Usage"));
    assert_eq!(usage.count(), 0);
}

#[test]
fn what_cannot_be_corrected_is_said_and_supports_nothing() {
    let lab = lab();
    // Of the wrong type, and with a status that no other capture has.
    lab.write(
        "captures/RunObject/wrong.json",
        format!("{WELL},\"name\":7,\"status\":\"lost\"}}"),
    );
    let ran = propose(&lab, &["captures"]);
    ran.says(
        0,
        &[
            "cannot be corrected:",
            "RunObject /name: 7 is not of type string",
            "RunObject /status: \"lost\" is not one of",
            "captures/RunObject/wrong.json",
            "1 still invalid",
        ],
    );
    let overlay = ran.json();
    assert!(!overlay["actions"].to_string().contains("lost"), "{ran:#?}");
    let uncorrected = overlay["x-wireproof"]["uncorrected"].as_array().expect("a list");
    assert_eq!(uncorrected.len(), 2, "{uncorrected:#?}");
    assert_eq!(overlay["x-wireproof"]["still_invalid"], 1);
    lab.write("overlay.json", &ran.stdout);
    let report = check(&lab, "overlay.json");
    let left: Vec<&Value> = complaints(&report);
    assert!(
        left.iter()
            .all(|finding| finding["case"] == "captures/RunObject/wrong.json"),
        "{left:#?}"
    );
    assert_eq!(left.len(), 2, "{left:#?}");
}

#[test]
fn documents_of_every_kind_are_corrected() {
    let schema = r##"{"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string", "enum": ["a"]},
        "next": {"$ref": "#/AT/Next"}}}"##;
    let next = r#"{"type": "object", "properties": {"n": {"type": "integer"}}}"#;
    let at = |at: &str| schema.replace("/AT/", at);
    let documents = [
        (
            "openapi-30.json",
            format!(
                r#"{{"openapi":"3.0.3","info":{{"title":"t","version":"1"}},"paths":{{}},"components":{{"schemas":{{"RunObject":{},"Next":{next}}}}}}}"#,
                at("/components/schemas/")
            ),
        ),
        (
            "schema.json",
            format!(r#"{{"$defs":{{"RunObject":{},"Next":{next}}}}}"#, at("/$defs/")),
        ),
    ];
    let lab = Lab::new();
    lab.write(
        "captures/RunObject/null.json",
        r#"{"id":null,"next":null,"more":[{"x":1},{"x":null}]}"#,
    );
    lab.write("captures/RunObject/b.json", r#"{"id":"b","next":{"n":1}}"#);
    for (name, document) in documents {
        lab.write(name, document);
        for dialect in ["as-meant", "strict"] {
            let common = ["--spec", name, "--component", "RunObject", "--dialect", dialect];
            let ran = lab.run(&[&["spec", "propose", "captures"], &common[..]].concat());
            ran.says(0, &["0 still invalid", "2 made valid"]);
            lab.write("overlay.json", &ran.stdout);
            let check = ["check", "captures", "--format", "json", "--overlay", "overlay.json"];
            let report = lab.run(&[&check, &common[..]].concat()).json();
            assert!(
                complaints(&report).is_empty(),
                "{name} {dialect}: {} {report:#}",
                ran.stdout
            );
        }
    }
}

#[test]
fn the_embedded_overlays_are_in_effect_unless_they_are_not_wanted() {
    let lab = Lab::new();
    let on_top = lab.run(&["spec", "propose"]).says(0, &["0 still invalid"]).json();
    let instead = lab
        .run(&["spec", "propose", "--no-overlay"])
        .says(0, &["0 still invalid"])
        .json();
    let has = |overlay: &Value, key: &str| {
        let target = format!("$.components.schemas.RunStepObject.required[?@=='{key}']");
        overlay["actions"]
            .as_array()
            .expect("actions")
            .iter()
            .any(|action| action["target"] == target)
    };
    assert!(!has(&on_top, "expired_at") && has(&instead, "expired_at"));
    lab.write("overlay.json", instead.to_string());
    let report = lab
        .run(&["check", "--no-overlay", "--overlay", "overlay.json", "--format", "json"])
        .json();
    assert!(complaints(&report).is_empty(), "{report:#}");
    lab.write("overlay.json", on_top.to_string());
    let report = lab
        .run(&["check", "--overlay", "overlay.json", "--format", "json"])
        .json();
    let left = complaints(&report);
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn where_nothing_is_to_be_corrected_the_overlay_is_taken_all_the_same() {
    let lab = Lab::new();
    lab.write("captures/RunObject/run.json", RUN);
    let ran = lab.run(&["spec", "propose", "captures"]);
    ran.says(0, &["nothing to correct", "0 corrections from 1 object"]);
    lab.write("overlay.json", &ran.stdout);
    lab.run(&["check", "--overlay", "overlay.json", "captures"])
        .says(0, &["1 object: 1 clean"]);
}

#[test]
fn known_deviations_of_the_embedded_captures_need_not_fire_under_a_document_that_is_corrected() {
    let lab = Lab::new();
    let overlay = lab.run(&["spec", "propose"]).stdout;
    lab.write("overlay.json", overlay);
    let ran = lab.run(&["check", "--overlay", "overlay.json"]);
    let told = &ran.says(0, &["objects"]).stdout;
    assert!(!told.contains("error[") && !told.contains("warning["), "{ran:#?}");
}

#[test]
fn paths_that_cannot_be_read_and_texts_that_are_no_json_are_told() {
    let lab = lab();
    lab.write("captures/RunObject/cut.json", "{\"id\":");
    lab.write("captures/other.json", "[1]");
    let ran = propose(&lab, &["captures"]);
    ran.says(0, &["skipped:", "captures/RunObject/cut.json:1:7"]);
    propose(&lab, &["nowhere"]).says(2, &["nowhere"]);
    lab.run(&["spec", "propose", "--spec", "spec.json", "--component", "RunObjct"])
        .says(2, &["`RunObjct`", "`RunObject`"]);
    lab.write("broken.json", "{");
    lab.run(&["spec", "propose", "--spec", "broken.json"])
        .says(2, &["broken.json"]);
}
