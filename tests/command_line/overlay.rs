//! `--overlay FILE` and `--no-overlay`: corrections of the published document.

use super::captures::{RUN, run_with};
use super::lab::{Lab, assert_transcript};

fn overlay(target: &str, change: &str) -> String {
    let action = format!(r#"{{"target":"{target}",{change},"description":"seen live"}}"#);
    format!(r#"{{"overlay":"1.0.0","info":{{"title":"Ours","version":"1"}},"actions":[{action}]}}"#)
}

const PROPERTIES: &str = "$.components.schemas.RunObject.properties";

#[test]
fn without_the_embedded_overlays_the_published_truth_shows() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    assert_transcript!(lab.run(&["check", "--no-overlay", "run.json"]));
}

#[test]
fn an_overlay_corrects_the_document() {
    let lab = Lab::new();
    lab.write("run.json", run_with(r#"{"id""#, r#"{"hint":1,"id""#));
    lab.run(&["check", "run.json"]).says(0, &["note[undocumented_field]"]);
    lab.write(
        "ours.json",
        overlay(PROPERTIES, r#""update":{"hint":{"type":"integer"}}"#),
    );
    let ran = lab.run(&["check", "--overlay", "ours.json", "run.json"]);
    assert!(!ran.says(0, &["1 object: 1 clean"]).stdout.contains("Note"), "{ran:#?}");
    // The threads that examine use it too: what it forbids is found.
    lab.write(
        "ours.json",
        overlay(PROPERTIES, r#""update":{"hint":{"type":"string"}}"#),
    );
    lab.run(&["check", "--overlay", "ours.json", "run.json"])
        .says(0, &["warning[schema_violation]", "/hint "]);
}

#[test]
fn an_action_whose_target_is_gone_is_stale() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.write("ours.json", overlay("$.components.schemas.Gone", r#""remove":true"#));
    assert_transcript!(lab.run(&["check", "--overlay", "ours.json", "run.json"]));
    lab.run(&["check", "--strict", "--overlay", "ours.json", "run.json"])
        .says(1, &["error[stale_overlay]"]);
}

#[test]
fn an_action_that_changes_nothing_is_stale() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.write(
        "ours.json",
        overlay("$.components.schemas.RunObject", r#""update":{"type":"object"}"#),
    );
    lab.run(&["check", "--overlay", "ours.json", "run.json"]).says(
        0,
        &[
            "warning[stale_overlay]",
            "/actions/0 ",
            "document is already so  ours.json:1:1",
        ],
    );
}

#[test]
fn a_broken_overlay_is_refused() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    for (text, says) in [
        (
            r#"{"openapi":"3.1.0"}"#.to_owned(),
            "the overlay `ours.json` is broken at #: the key `overlay` is missing",
        ),
        (
            overlay("no path", r#""remove":true"#),
            "the overlay `ours.json` is broken at #/actions/0: the target is no JSONPath",
        ),
        (
            overlay("$.a", r#""x":1"#),
            "the overlay `ours.json` is broken at #/actions/0: an action must have `update`",
        ),
        (
            "{\n\"overlay\": }".to_owned(),
            "`ours.json` cannot be read: line 2, column 12: ",
        ),
    ] {
        lab.write("ours.json", text);
        lab.run(&["check", "--overlay", "ours.json", "run.json"])
            .says(2, &[says]);
    }
    lab.run(&["check", "--overlay", "gone.json", "run.json"])
        .says(2, &["cannot read `gone.json`: "]);
}
