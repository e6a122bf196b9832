//! `check --accept`, and the levels that make a run fail.

use super::captures::{RUN, run_with, text_for_a_time, unknown_status};
use super::lab::Lab;

const FILE: &str = "wireproof-expectations.toml";

#[test]
fn what_is_accepted_is_expected_from_then_on_and_asks_for_a_reason() {
    let lab = Lab::new();
    lab.write("runs.jsonl", [text_for_a_time(), unknown_status()].join("\n"));
    lab.run(&["check", "runs.jsonl"]).says(1, &["error[rejected]"]);
    lab.run(&["check", "runs.jsonl", "--accept"]).says(
        0,
        &["added 3 expectations to wireproof-expectations.toml; write the reasons"],
    );
    let written = lab.read(FILE);
    assert_eq!(written.matches("[[expect]]").count(), 3, "{written}");
    assert_eq!(written.matches("case = \"runs.jsonl\"\n").count(), 3, "{written}");
    let again = lab.run(&["check", "runs.jsonl"]);
    again.says(
        0,
        &[
            "warning[unfulfilled_expectation]",
            "the reasons of 3 expectations",
            "wireproof-expectations.toml:3:1",
        ],
    );
    again.says(0, &["Expected 3 findings", "in place of `TODO`"]);
    lab.write(FILE, written.replace("TODO", "known since May"));
    let filled = lab.run(&["check", "runs.jsonl"]);
    assert!(
        !filled.says(0, &["Expected 3 findings"]).stdout.contains("warning"),
        "{}",
        filled.stdout
    );
}

#[test]
fn what_was_accepted_stays_as_it_is_and_what_is_new_is_added() {
    let lab = Lab::new();
    let own = "# ours\n[[expect]]\ncode = \"schema_violation\"\npointer = \"/status\"\nreason = \"paused by hand\"\n";
    lab.write("run.json", unknown_status()).write(FILE, own);
    lab.run(&["check", "run.json", "--accept"])
        .says(0, &["added 0 expectations"]);
    assert_eq!(lab.read(FILE), own);
    lab.write("run.json", text_for_a_time());
    lab.run(&["check", "run.json", "--accept"])
        .says(0, &["added 2 expectations"]);
    assert!(lab.read(FILE).starts_with(own));
    let other = run_with(r#""model":"gpt-4o-mini""#, r#""model":5"#);
    lab.write("run.json", other);
    let ran = lab.run(&["check", "run.json"]);
    ran.says(
        1,
        &[
            "error[rejected]",
            "/model",
            "error[unfulfilled_expectation]",
            "wireproof-expectations.toml:2:1",
        ],
    );
}

#[test]
fn a_file_of_expectations_that_is_named_is_created() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    let arguments = ["check", "run.json", "--expectations", "known.toml"];
    lab.run(&arguments).says(2, &["known.toml: cannot be read"]);
    lab.run(&[&arguments[..], &["--accept"]].concat())
        .says(0, &["added 1 expectation to known.toml"]);
    lab.run(&arguments).says(0, &["Expected 1 finding"]);
}

#[test]
fn the_caller_decides_which_level_fails_and_which_level_a_finding_has() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status()).write("sound.json", RUN);
    let check = |arguments: &[&str]| lab.run(&[&["check", "run.json"], arguments].concat());
    check(&[]).says(0, &["warning[schema_violation]"]);
    check(&["--fail-on", "warning"]).says(1, &["warning[schema_violation]"]);
    check(&["-D", "schema_violation"]).says(1, &["error[schema_violation]"]);
    check(&["-A", "schema_violation", "--fail-on", "warning"]).says(0, &["note[schema_violation]"]);
    check(&["-D", "schema_violatoin"]).says(2, &["no code `schema_violatoin`"]);
    lab.write("wireproof.toml", "fail_on = \"warning\"\n");
    check(&[]).says(1, &["warning[schema_violation]"]);
    check(&["--fail-on", "error"]).says(0, &[]);
    lab.run(&["check", "sound.json", "--fail-on", "note"]).says(0, &[]);
}

#[test]
fn findings_and_what_could_not_be_read_are_both_in_the_summary_and_findings_decide() {
    let lab = Lab::new();
    lab.write("run.json", text_for_a_time()).write("cut.json", "{");
    lab.run(&["check", "run.json", "cut.json"])
        .says(1, &["Fail 1 cause, 1 finding", "Skipped 1 text not examined"]);
    lab.run(&["check", "cut.json"])
        .says(2, &["Skipped 1 text not examined"]);
}
