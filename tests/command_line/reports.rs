//! `--report`: several reports of one run, and what all of them count as one finding.

use super::captures::{RUN, run_with, unknown_status};
use super::lab::{Lab, assert_is_published};
use serde_json::Value;

fn report(lab: &Lab, name: &str) -> Value {
    let report = serde_json::from_str(&lab.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_is_published(&report);
    report
}

#[test]
fn one_run_writes_any_number_of_reports() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    let arguments = [
        "check",
        "run.json",
        "--report",
        "json=a.json",
        "--report",
        "human=b.txt",
        "--report",
        "json=c.json",
    ];
    let ran = lab.run(&arguments);
    ran.says(0, &["warning[schema_violation]", "Checked ["]);
    assert_eq!(lab.read("a.json"), lab.read("c.json"));
    assert_eq!(report(&lab, "a.json")["summary"]["warnings"], 1);
    assert!(
        lab.read("b.txt").starts_with("warning[schema_violation]: "),
        "{}",
        lab.read("b.txt")
    );
    let json = lab
        .run(&["check", "run.json", "--report", "json", "--report", "human=b.txt"])
        .json();
    assert_eq!(json["summary"]["warnings"], 1);
}

#[test]
fn two_reports_for_programs_cannot_share_standard_output() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let ran = lab.run(&["check", "run.json", "--report", "json", "--report", "human"]);
    ran.says(2, &["error: the reports `json` and `human` both go to standard output"]);
    let ran = lab.run(&["check", "run.json", "--report", "pdf=x"]);
    ran.says(
        2,
        &["no format `pdf`; there are human, json, jsonl, junit, sarif, github, markdown, html"],
    );
}

#[test]
fn a_report_that_cannot_be_written_is_said_before_the_work_and_nothing_stays_behind() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let ran = lab.run(&["check", "run.json", "--report", "json=nowhere/a.json"]);
    ran.says(2, &["error: a report cannot be written: nowhere/a.json: "]);
    assert_eq!(ran.stdout, "");
    lab.write("a.json", "old");
    lab.run(&[
        "check",
        "absent.json",
        "--subject",
        "Nothing",
        "--report",
        "json=a.json",
    ])
    .says(2, &[]);
    assert_eq!(lab.read("a.json"), "old");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_and_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let made = std::process::Command::new("mkfifo").arg(lab.path("pipe")).status();
    assert!(made.expect("mkfifo").success());
    let pipe = lab.path("pipe");
    let reading = std::thread::spawn(move || std::fs::read_to_string(pipe).expect("a report"));
    lab.run(&["check", "run.json", "--report", "json=pipe"]).says(0, &[]);
    let read: Value = serde_json::from_str(&reading.join().expect("a reader")).expect("JSON");
    assert_eq!(read["summary"]["objects"], 1);
    assert!(lab.path("pipe").metadata().expect("a pipe").file_type().is_fifo());
}

#[test]
fn one_missing_key_is_one_cause_at_one_place_in_every_report() {
    let lab = Lab::new();
    let without_id = run_with(r#""created_at""#, r#""made_at""#);
    lab.write("runs.jsonl", [without_id.as_str(); 30].join("\n"));
    let ran = lab.run(&["check", "runs.jsonl", "--report", "human", "--report", "json=a.json"]);
    ran.says(
        1,
        &["error[rejected]", "and so schema_violation (30)", "(and 29 alike)"],
    );
    assert!(!ran.stdout.contains("warning[schema_violation]"), "{}", ran.stdout);
    let report = report(&lab, "a.json");
    let findings = report["findings"].as_array().expect("a list");
    let of = |code: &'static str| {
        findings
            .iter()
            .filter(move |finding| finding["code"] == code && finding["missing"] == "created_at")
    };
    assert_eq!((of("rejected").count(), of("schema_violation").count()), (30, 30));
    let places = of("rejected").chain(of("schema_violation"));
    let mut keys: Vec<(&Value, &Value)> = places.map(|finding| (&finding["cause"], &finding["column"])).collect();
    keys.dedup();
    assert_eq!(keys.len(), 1, "{keys:?}");
    let entry = report["causes"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|entry| entry["cause"] == *keys[0].0);
    let entry = entry.expect("an entry");
    assert_eq!(
        (&entry["count"], &entry["codes"]["rejected"]),
        (&Value::from(60), &Value::from(30))
    );
    assert_eq!(report["summary"]["causes"]["errors"], 1);
}
