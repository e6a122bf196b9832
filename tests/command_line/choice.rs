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
