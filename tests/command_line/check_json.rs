//! `wireproof check --format json`: the report that programs read, whose keys are promised.

use super::captures::{page, run_with, text_for_a_time, unknown_status};
use super::lab::{Lab, Ran};
use serde_json::{Map, Value};

/// A report with findings of every level, an expected one, an unknown answer and something skipped.
fn report() -> (Lab, Ran) {
    let lab = Lab::new();
    let hint = run_with(r#"{"id""#, r#"{"hint":1,"id""#);
    let deep = run_with(
        r#"{"id""#,
        &format!(r#"{{"nest":{}{},"id""#, "[".repeat(200), "]".repeat(200)),
    );
    lab.write("runs.jsonl", [text_for_a_time(), unknown_status(), hint].join("\n"));
    lab.write("deep.json", deep);
    lab.write("page.json", page(&[&unknown_status()]));
    lab.write("broken.json", r#"{"tools":[{"type":nope}]}"#);
    let known = "[[expect]]\ncode = \"schema_violation\"\ncase = \"page.json\"\nreason = \"paused by hand\"\n";
    lab.write("expectations.toml", known);
    let arguments = ["check", "--format", "json", "--expectations", "expectations.toml"];
    let ran = lab.run(&[&arguments[..], &["runs.jsonl", "deep.json", "page.json", "broken.json"]].concat());
    (lab, ran)
}

fn list<'a>(report: &'a Value, key: &str) -> &'a Vec<Value> {
    report[key]
        .as_array()
        .unwrap_or_else(|| panic!("`{key}` is not a list: {report:#}"))
}

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object
        .as_object()
        .map(Map::keys)
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_report_has_the_promised_keys() {
    let (_lab, ran) = report();
    let report = ran.says(1, &[]).json();
    assert_eq!(ran.stderr, "");
    assert_eq!(
        keys(&report),
        [
            "asked",
            "causes",
            "document",
            "findings",
            "fulfilled",
            "report_version",
            "seed",
            "skipped",
            "summary",
            "unknown",
            "verb",
            "wireproof"
        ]
    );
    assert_eq!(report["wireproof"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        (&report["verb"], &report["seed"]),
        (&Value::from("check"), &Value::Null)
    );
    let numbers = [
        "cases", "clean", "errors", "expected", "notes", "objects", "skipped", "subjects", "unknown", "warnings",
    ];
    let mut all = [&numbers[..], &["by_subject", "causes"]].concat();
    all.sort_unstable();
    assert_eq!(keys(&report["summary"]), all);
    for number in numbers {
        assert!(report["summary"][number].is_u64(), "{number} is not a number");
    }
}

#[test]
fn every_finding_has_the_promised_keys() {
    let (_lab, ran) = report();
    let report = ran.json();
    assert!(list(&report, "findings").len() >= 4, "{report:#}");
    for finding in list(&report, "findings") {
        for text in [
            "code",
            "level",
            "type_set",
            "subject",
            "case",
            "case_kind",
            "pointer",
            "message",
            "replay",
            "cause",
            "fingerprint",
        ] {
            assert!(finding[text].is_string(), "`{text}` is not text in {finding:#}");
        }
        for text in ["kind", "schema_pointer", "read", "wrote"] {
            let value = finding
                .get(text)
                .unwrap_or_else(|| panic!("no `{text}` in {finding:#}"));
            assert!(value.is_string() || value.is_null(), "`{text}` in {finding:#}");
        }
        assert!(
            finding["line"].as_u64() >= Some(1) && finding["column"].as_u64() >= Some(1),
            "{finding:#}"
        );
        assert!(finding["expected"].is_boolean(), "{finding:#}");
        let replay = finding["replay"].as_str().expect("a command");
        assert!(replay.starts_with("wireproof "), "{finding:#}");
    }
}

#[test]
fn the_summary_agrees_with_the_findings() {
    let (_lab, ran) = report();
    let report = ran.json();
    let number = |key: &str| report["summary"][key].as_u64().expect(key) as usize;
    let findings = list(&report, "findings");
    for (key, level) in [("errors", "error"), ("warnings", "warning"), ("notes", "note")] {
        let of_level = |finding: &&Value| finding["level"] == level && finding["expected"] == false;
        assert!(number(key) > 0, "no {level} to count: {report:#}");
        assert_eq!(
            number(key),
            findings.iter().filter(of_level).count(),
            "{key}: {report:#}"
        );
    }
    assert_eq!(
        number("expected"),
        findings.iter().filter(|finding| finding["expected"] == true).count()
    );
    assert_eq!(number("skipped"), list(&report, "skipped").len());
    assert_eq!(number("unknown"), list(&report, "unknown").len());
    assert_eq!(
        (number("expected"), number("skipped"), number("unknown")),
        (1, 1, 1),
        "{report:#}"
    );
    // Three lines, the deep one and the page; the first two lines are spoilt.
    assert_eq!(
        (number("objects"), number("clean"), number("cases"), number("subjects")),
        (5, 3, 4, 2)
    );
}

#[test]
fn places_are_exact() {
    let (_lab, ran) = report();
    let report = ran.json();
    let found = |code: &str| {
        let finding = list(&report, "findings").iter().find(|finding| finding["code"] == code);
        finding.unwrap_or_else(|| panic!("no {code} in {report:#}")).clone()
    };
    let place = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        (
            text("case"),
            finding["line"].as_u64().unwrap_or_default(),
            text("pointer"),
        )
    };
    assert_eq!(
        place(&found("rejected")),
        ("runs.jsonl".into(), 1, "/created_at".into())
    );
    assert_eq!(place(&found("schema_violation")).1, 1);
    assert_eq!(
        place(&found("undocumented_field")),
        ("runs.jsonl".into(), 3, "/hint".into())
    );
    let skipped = &list(&report, "skipped")[0];
    assert_eq!(place(skipped), ("broken.json".into(), 1, "/tools/0".into()));
    assert_eq!(keys(skipped), ["case", "column", "line", "pointer", "reason"]);
    assert_eq!(keys(&list(&report, "unknown")[0]), ["case", "code", "reason"]);
}

#[test]
fn an_expected_finding_is_listed_as_expected() {
    let (_lab, ran) = report();
    let report = ran.json();
    let known: Vec<&Value> = list(&report, "findings")
        .iter()
        .filter(|finding| finding["expected"] == true)
        .collect();
    assert_eq!(
        (&known[0]["case"], &known[0]["pointer"]),
        (&"page.json".into(), &"/data/0/status".into())
    );
}

#[test]
fn nothing_found_is_an_empty_list() {
    let lab = Lab::new();
    lab.write("run.json", super::captures::RUN);
    let report = lab.run(&["check", "--format", "json", "run.json"]).says(0, &[]).json();
    assert!(
        list(&report, "findings").is_empty() && list(&report, "skipped").is_empty(),
        "{report:#}"
    );
    assert_eq!(report["summary"]["clean"], 1);
}
