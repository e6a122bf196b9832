//! `check - --format jsonl`: a filter, of which any number run beside each other.

use super::captures::{RUN, run_with, text_for_a_time, unknown_status};
use super::lab::{Lab, assert_is_published, skipped};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

fn lines() -> Vec<String> {
    let hint = run_with(r#"{"id""#, r#"{"hint":1,"id""#);
    let kinds = [
        RUN.to_owned(),
        text_for_a_time(),
        unknown_status(),
        hint,
        "{\"cut\"".to_owned(),
    ];
    kinds.iter().cycle().take(40).cloned().collect()
}

fn report(lab: &Lab, name: &str) -> Value {
    let report = serde_json::from_str(&lab.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_is_published(&report);
    report
}

/// What is the same whatever a run was divided into: all but the number of inputs.
fn findings_and_numbers(report: &Value) -> (Vec<Value>, Value) {
    let mut findings = report["findings"].as_array().expect("a list").clone();
    // A failed case is saved by its text and place, and the id is in the command.
    findings.iter_mut().for_each(|finding| finding["replay"] = Value::Null);
    findings.sort_by_key(ToString::to_string);
    let mut numbers = report["summary"].clone();
    numbers["cases"] = Value::Null;
    (findings, numbers)
}

#[test]
fn each_finding_is_a_line_and_the_numbers_are_the_last() {
    let lab = Lab::new();
    let ran = lab.run_with(
        &["check", "-", "--format", "jsonl"],
        lines()[..5].join("\n").as_bytes(),
        &[],
    );
    assert_eq!(ran.code, 1, "{ran:?}");
    let events = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let keys = events.map(|event| {
        event
            .as_object()
            .expect("an object")
            .keys()
            .next()
            .cloned()
            .unwrap_or_default()
    });
    let keys: Vec<String> = keys.collect();
    assert!(keys.len() > 4 && keys.iter().any(|key| key == "skipped"), "{keys:?}");
    assert!(keys[0] == "finding" && keys[keys.len() - 1] == "end", "{keys:?}");
    let nothing = lab.run_with(&["check", "-", "--format", "jsonl"], b"", &[]);
    assert!(nothing.code == 0 && nothing.stdout.lines().count() == 1, "{nothing:?}");
    lab.run(&["list", "--format", "jsonl"])
        .says(2, &["this verb writes no JSON lines"]);
}

#[test]
fn what_any_number_of_filters_write_is_merged_into_the_report_of_one_run() {
    let lab = Lab::new();
    let lines = lines();
    lab.write("runs.jsonl", lines.join("\n"));
    let whole = lab.run_with(
        &["check", "-", "--report", "json=whole.json"],
        lines.join("\n").as_bytes(),
        &[],
    );
    let mut parts = Vec::new();
    for (number, part) in lines.chunks(15).enumerate() {
        let ran = lab.run_with(&["check", "-", "--format", "jsonl"], part.join("\n").as_bytes(), &[]);
        parts.push(shifted(&ran.stdout, number * 15));
    }
    // Two runs in one file, as a filter appends them.
    lab.write("a.jsonl", parts[..2].concat()).write("b.jsonl", &parts[2]);
    let merged = lab.run(&["report", "merge", "a.jsonl", "b.jsonl", "--report", "json=merged.json"]);
    assert_eq!(merged.code, whole.code, "{merged:?}");
    let (merged, whole) = (report(&lab, "merged.json"), report(&lab, "whole.json"));
    assert_eq!(findings_and_numbers(&merged), findings_and_numbers(&whole));
    assert_eq!(merged["skipped"], whole["skipped"]);
    lab.write("cut.jsonl", parts[0].lines().next().expect("a line"));
    lab.run(&["report", "merge", "cut.jsonl"])
        .says(2, &["cut.jsonl: the last line is missing, so the run did not end"]);
    lab.write("odd.jsonl", format!("{}\n{{\"odd\":1}}\n", parts[0].trim_end()));
    lab.run(&["report", "merge", "odd.jsonl"])
        .says(2, &["odd.jsonl: line ", "is not of a report"]);
}

/// A part counts its own lines; this adds those before it.
fn shifted(report: &str, offset: usize) -> String {
    let shift = |line: &str| {
        let mut event: Value = serde_json::from_str(line).expect("JSON");
        for key in ["finding", "skipped"] {
            if let Some(line) = event.get(key).and_then(|event| event["line"].as_u64()) {
                event[key]["line"] = json!(line + offset as u64);
            }
        }
        format!("{event}\n")
    };
    report.lines().map(shift).collect()
}

#[test]
fn spark_spreads_the_filter_over_a_cluster_and_the_report_is_that_of_one_machine() {
    if !Command::new("python3")
        .args(["-c", "import pyspark"])
        .output()
        .is_ok_and(|output| output.status.success())
    {
        return skipped("examples/spark: there is no PySpark on this machine");
    }
    let lab = Lab::new();
    let lines: Vec<String> = (0..25).flat_map(|_| lines()).collect();
    lab.write("lake/runs.jsonl", format!("{}\n", lines.join("\n")));
    let whole = lab.run_with(
        &["check", "-", "--report", "json=whole.json"],
        lines.join("\n").as_bytes(),
        &[],
    );
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/spark/check.py");
    let ran = Command::new("python3")
        .arg(script)
        .args(["--master", "local-cluster[2,1,1024]", "--partitions", "4"])
        .args(["--wireproof", env!("CARGO_BIN_EXE_wireproof"), "lake", "parts"])
        .current_dir(lab.path(""))
        .output()
        .expect("Python");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let parts = fs::read_dir(lab.path("parts")).expect("a folder").flatten();
    let parts: Vec<String> = parts
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("part-"))
        .map(|entry| entry.path().display().to_string())
        .collect();
    let mut merge = vec!["report", "merge", "--report", "json=merged.json"];
    merge.extend(parts.iter().map(String::as_str));
    assert_eq!(lab.run(&merge).code, whole.code);
    let (merged, whole) = (report(&lab, "merged.json"), report(&lab, "whole.json"));
    assert_eq!(findings_and_numbers(&merged), findings_and_numbers(&whole));
}
