//! `--shard` and `report merge`: a run divided among machines is the same run.

use super::captures::{page, run_with, text_for_a_time, unknown_status};
use super::lab::{Lab, assert_is_published};
use serde_json::Value;

fn report(lab: &Lab, name: &str) -> Value {
    let report = serde_json::from_str(&lab.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_is_published(&report);
    report
}

/// Runs the parts and the whole, and gives the merged report and the whole one.
fn divided(lab: &Lab, arguments: &[&str], parts: usize) -> (Value, Value) {
    let mut merge = vec!["report".to_owned(), "merge".to_owned()];
    for part in 1..=parts {
        let (shard, file) = (format!("{part}/{parts}"), format!("{part}.json"));
        lab.run(&[arguments, &["--shard", &shard, "--report", &format!("json={file}")]].concat());
        merge.push(file);
    }
    merge.extend(["--report", "json=merged.json", "--report", "junit=merged.xml"].map(str::to_owned));
    let merge: Vec<&str> = merge.iter().map(String::as_str).collect();
    let merged = lab.run(&merge);
    let whole = lab.run(&[arguments, &["--report", "json=whole.json"]].concat());
    assert_eq!(merged.code, whole.code, "{merged:?}");
    (report(lab, "merged.json"), report(lab, "whole.json"))
}

fn keys(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("a list").iter();
    let key = |finding: &Value| {
        format!(
            "{} {} {}:{}",
            finding["fingerprint"], finding["case"], finding["line"], finding["column"]
        )
    };
    let mut keys: Vec<String> = findings.map(key).collect();
    keys.sort();
    keys
}

#[test]
fn the_parts_of_a_check_are_the_whole_check() {
    let lab = Lab::new();
    let hint = run_with(r#"{"id""#, r#"{"hint":1,"id""#);
    let lines: Vec<String> = (0..20)
        .flat_map(|_| [text_for_a_time(), unknown_status(), hint.clone()])
        .collect();
    lab.write("runs.jsonl", lines.join("\n"))
        .write("page.json", page(&[&hint]))
        .write("cut.json", "{")
        .write(
            "known.toml",
            "[[expect]]\ncode = \"undocumented_field\"\ncase = \"page.json\"\nreason = \"a hint\"\n",
        );
    let arguments = [
        "check",
        "runs.jsonl",
        "page.json",
        "cut.json",
        "--expectations",
        "known.toml",
    ];
    for parts in [2, 3, 7] {
        let (merged, whole) = divided(&lab, &arguments, parts);
        assert_eq!(merged["summary"], whole["summary"], "{parts} parts");
        assert_eq!(keys(&merged), keys(&whole));
        assert_eq!(
            merged["causes"].as_array().map(Vec::len),
            whole["causes"].as_array().map(Vec::len)
        );
        assert_eq!(merged["skipped"], whole["skipped"]);
    }
}

#[test]
fn an_expectation_that_another_part_fulfils_is_fulfilled() {
    let lab = Lab::new();
    lab.write("runs.jsonl", [unknown_status(), run_with("run_1", "run_2")].join("\n"))
        .write(
            "known.toml",
            "[[expect]]\ncode = \"schema_violation\"\nreason = \"paused\"\n",
        );
    let (merged, _) = divided(&lab, &["check", "runs.jsonl", "--expectations", "known.toml"], 2);
    assert_eq!(
        (&merged["summary"]["errors"], &merged["summary"]["expected"]),
        (&0.into(), &1.into())
    );
}

#[test]
fn the_parts_of_an_exploration_are_the_whole_exploration() {
    let lab = Lab::new();
    let (merged, whole) = divided(
        &lab,
        &["explore", "RunObject", "RunStepObject", "--seed", "5", "--cases", "150"],
        3,
    );
    for key in [
        "cases",
        "objects",
        "errors",
        "warnings",
        "notes",
        "clean",
        "subjects",
        "by_subject",
    ] {
        assert_eq!(merged["summary"][key], whole["summary"][key], "{key}");
    }
    assert_eq!(
        merged["summary"]["explored"]["components"],
        whole["summary"]["explored"]["components"]
    );
    assert_eq!(merged["seed"], 5);
}

#[test]
fn what_are_not_parts_of_one_run_is_refused() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status()).write("other.json", "{}");
    lab.run(&["check", "run.json", "--report", "json=check.json"]);
    lab.run(&["explore", "RunObject", "--cases", "20", "--report", "json=explore.json"]);
    lab.run(&["report", "merge", "check.json", "explore.json"]).says(
        2,
        &["explore.json: a report of `explore` with seed 1, beside one of `check`"],
    );
    lab.run(&["report", "merge", "other.json"])
        .says(2, &["other.json: not a JSON report of wireproof: "]);
    lab.run(&["report", "merge", "absent.json"])
        .says(2, &["absent.json: cannot be read"]);
    lab.run(&["check", "run.json", "--shard", "3/2"])
        .says(2, &["not a part such as 1/4"]);
}
