//! `--subject` and `--component`: what is examined.

use super::captures::{RUN, unknown_status};
use super::lab::{Lab, assert_transcript};

#[test]
fn a_subject_that_does_not_exist_is_answered_with_those_that_do() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    assert_transcript!(lab.run(&["check", "--subject", "Run", "run.json"]));
}

#[test]
fn a_component_that_does_not_exist_is_answered_with_the_closest() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run(&["check", "--component", "RunObjct", "run.json"])
        .says(2, &["no component `RunObjct`", "the closest name is `RunObject`"]);
    lab.run(&["check", "--component", "Nothing", "run.json"])
        .says(2, &["no component `Nothing`"]);
}

#[test]
fn a_component_that_is_close_to_none_is_answered_with_those_that_are_bound() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run(&["check", "--component", "Nothing", "run.json"])
        .says(2, &["RunObject", "RunStepObject"]);
}

#[test]
fn a_component_without_a_subject_is_refused() {
    let lab = Lab::new();
    lab.write("list.json", "[]");
    let ran = lab.run(&["check", "--component", "TruncationObject", "list.json"]);
    assert!(!ran.stdout.contains("name one with --component"), "{ran:#?}");
    ran.says(2, &["TruncationObject"]);
}

#[test]
fn a_component_is_for_captures_that_tell_none() {
    let lab = Lab::new();
    lab.write("bare.json", r#"{"id":"run_1"}"#).write("run.json", RUN);
    lab.run(&["check", "bare.json"]).says(
        2,
        &["no bound component fits: an object with `id`; name one with --component"],
    );
    lab.run(&["check", "--component", "RunObject", "bare.json"])
        .says(1, &["error[rejected]", "--> RunObject"]);
    lab.run(&["check", "--component", "RunStepObject", "run.json"])
        .says(0, &["1 object: 1 clean"]);
}

#[test]
fn a_subject_leaves_the_others_out() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    lab.run(&["check", "--subject", "RunObject", "run.json"])
        .says(0, &["1 subject,", "warning[schema_violation]"]);
    lab.run(&["check", "--subject", "RunStepObject", "run.json"])
        .says(2, &["0 subjects", "nothing was examined"]);
}

#[test]
fn subjects_and_captures_are_named_in_one_way_by_every_verb() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run(&["check", "--captures", "run.json", "--subject", "RunObject"])
        .says(0, &["1 subject", "1 object: 1 clean"]);
    lab.run(&["explore", "--subject", "RunObject", "--cases", "20"])
        .says(0, &["1 subject", "20 cases"]);
    lab.run(&["coverage", "--captures", "run.json"]).says(0, &["1 capture"]);
    lab.run(&["ambiguity", "--subject", "Nothing"])
        .says(2, &["no subject and no enum `Nothing`"]);
}

#[test]
fn a_run_ends_at_the_first_finding_that_makes_it_fail_if_asked_to() {
    let lab = Lab::new();
    let bad = super::captures::text_for_a_time();
    let lines = [unknown_status(), bad.clone(), bad, RUN.to_owned()];
    lab.write("runs.jsonl", lines.join("\n"));
    for jobs in ["1", "3"] {
        let ran = lab.run(&["check", "runs.jsonl", "--fail-fast", "-j", jobs]);
        ran.says(
            1,
            &[
                "2 objects: 0 clean",
                "Fail 1 cause, 1 finding",
                "Stopped at the first finding",
            ],
        );
    }
    lab.run(&["check", "runs.jsonl", "-j", "0"])
        .says(2, &["invalid value '0'"]);
}

#[test]
fn a_report_that_would_go_to_standard_output_can_go_to_a_file() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    let ran = lab.run(&["check", "run.json", "-o", "a.txt"]);
    assert_eq!(ran.says(0, &[]).stdout, "");
    assert!(lab.read("a.txt").starts_with("warning[schema_violation]"));
    lab.run(&["check", "run.json", "--format", "json", "--out", "a.json"]);
    assert!(lab.read("a.json").starts_with("{\"wireproof\""));
    lab.run(&["check", "run.json", "--report", "markdown", "-o", "a.md"]);
    assert!(lab.read("a.md").starts_with("## wireproof check"));
}
