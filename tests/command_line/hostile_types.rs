//! Types that bring their program down are findings, and the run goes on.
//!
//! The types stand in `examples/hostile_types.rs`, a program of its own, which `cargo test` builds along.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};
use tempfile::TempDir;

const OVERFLOW: usize = 2;
const PANIC: usize = 4;
const ABORT: usize = 6;
const HANG: usize = 8;

/// One capture a line; between two that go wrong stands one that does not.
fn lines(hang: bool) -> String {
    let overflow = format!(r#"{{"object":"overflows","nest":"{}"}}"#, "(".repeat(100_000));
    let mut lines = vec![
        r#"{"object":"prints","word":"first"}"#,
        &overflow,
        r#"{"word":"good"}"#,
        r#"{"object":"panics","size":300}"#,
        r#"{"word":"better"}"#,
        r#"{"object":"exits"}"#,
        r#"{"object":"prints","word":"last"}"#,
    ];
    if hang {
        lines.extend([r#"{"object":"hangs"}"#, r#"{"word":"best"}"#]);
    }
    lines.join("\n")
}

/// Runs the example in a folder, with the document that describes its types.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
    command.args(arguments);
    // A saved case says itself which types it is about.
    if arguments[0] != "replay" {
        command.arg("--types").arg(example());
    }
    command
        .current_dir(folder)
        .env_remove("WIREPROOF_CAPTURES")
        .output()
        .expect("the example starts")
}

pub fn example() -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    let built = test.parent().and_then(Path::parent).expect("the folder of the build");
    let example = built.join(format!("examples/hostile_types{}", env::consts::EXE_SUFFIX));
    assert!(
        example.is_file(),
        "the example `hostile_types` is not built: run `cargo build --examples` first, or `cargo test` without `--test`"
    );
    example
}

/// Examines one file of captures, and gives the report.
fn check(folder: &Path, captures: &str) -> Value {
    fs::write(folder.join("captures.jsonl"), captures).expect("a file");
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hostile_types.json");
    let arguments = [
        "check",
        "--format",
        "json",
        "--spec",
        spec,
        "--component",
        "Behaves",
        "captures.jsonl",
    ];
    let output = run(folder, &arguments);
    // Warnings alone do not make the run fail.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    report(&output)
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// Line, subject and kind of each type that brought the program down.
fn downs(report: &Value) -> Vec<(usize, &str, &str)> {
    let findings = report["findings"].as_array().expect("a list").iter();
    let down = findings.filter(|finding| finding["code"] == "panicked").map(|finding| {
        let text = |key: &str| finding[key].as_str().expect(key);
        let line = finding["line"].as_u64().expect("a line");
        assert_eq!(finding["level"], "error");
        (usize::try_from(line).expect("a line"), text("subject"), text("kind"))
    });
    down.collect()
}

/// Subject, line and output of each type that is said to print.
fn prints(report: &Value) -> Vec<(&str, u64, &str)> {
    let findings = report["findings"].as_array().expect("a list").iter();
    let printing = findings.filter(|finding| finding["code"] == "prints").map(|finding| {
        assert_eq!(finding["level"], "note");
        let message = finding["message"].as_str().expect("a message");
        let said = message.strip_prefix("the type prints to ").expect("what it prints");
        let said = said.split(" while ").next().expect("what it prints");
        (
            finding["subject"].as_str().expect("a subject"),
            finding["line"].as_u64().expect("a line"),
            said,
        )
    });
    printing.collect()
}

#[test]
fn each_is_told_where_it_went_down_and_the_rest_is_examined() {
    let folder = TempDir::new().expect("a folder");
    let report = check(folder.path(), &lines(true));
    assert_eq!(
        downs(&report),
        [
            (OVERFLOW, "Overflows", "stack_overflow"),
            (PANIC, "Panics", "panic"),
            (ABORT, "Exits", "aborted"),
            (HANG, "Hangs", "timed_out"),
        ]
    );
    let summary = &report["summary"];
    assert_eq!(
        (&summary["objects"], &summary["subjects"]),
        (&9.into(), &6.into()),
        "{report:#}"
    );
    // What prints while it reads does not spoil the conversation with its worker, nor the report: it is examined, and
    // told for the key that it drops.
    let lossy = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["code"] == "lossy");
    let lines: Vec<&Value> = lossy.map(|finding| &finding["line"]).collect();
    assert_eq!(lines, [1, 7]);
    // That it prints is told once.
    assert_eq!(prints(&report), [("Prints", 1, "standard output `reading first`")]);
    assert_eq!(
        (&summary["clean"], &summary["skipped"]),
        (&3.into(), &0.into()),
        "{report:#}"
    );
}

#[test]
fn a_type_may_exit_close_standard_output_or_print_from_threads() {
    let folder = TempDir::new().expect("a folder");
    let lines = [
        r#"{"object":"leaves"}"#,
        r#"{"object":"closes","word":"first"}"#,
        r#"{"object":"chatters","word":"twelve bytes"}"#,
        r#"{"object":"closes","word":"second"}"#,
        r#"{"object":"chatters","word":"again"}"#,
        r#"{"word":"good"}"#,
    ];
    let report = check(folder.path(), &lines.join("\n"));
    assert_eq!(downs(&report), [(1, "Leaves", "aborted")]);
    let findings = report["findings"].as_array().expect("a list");
    let exit = findings
        .iter()
        .find(|finding| finding["code"] == "panicked")
        .expect("a crash");
    assert!(
        exit["message"].as_str().expect("a message").contains("exit status: 0"),
        "{exit}"
    );
    let mut lossy: Vec<(u64, &str)> = findings
        .iter()
        .filter(|finding| finding["code"] == "lossy")
        .filter_map(|finding| Some((finding["line"].as_u64()?, finding["pointer"].as_str()?)))
        .collect();
    lossy.sort_unstable();
    let wanted = [
        (2, "/object"),
        (3, "/more"),
        (3, "/object"),
        (4, "/object"),
        (5, "/more"),
        (5, "/object"),
    ];
    assert_eq!(lossy, wanted, "{report:#}");
    assert_eq!(
        (&report["summary"]["objects"], &report["summary"]["clean"]),
        (&6.into(), &1.into())
    );
}

#[test]
fn what_was_saved_goes_down_again() {
    let folder = TempDir::new().expect("a folder");
    let report_of_all = check(folder.path(), &lines(false));
    fs::remove_file(folder.path().join("captures.jsonl")).expect("removed");
    let findings = report_of_all["findings"].as_array().expect("a list").iter();
    let saved: Vec<&Value> = findings.filter(|finding| finding["code"] == "panicked").collect();
    assert_eq!(saved.len(), 3, "{report_of_all:#}");
    for finding in saved {
        let id = finding["replay"]
            .as_str()
            .and_then(|command| command.strip_prefix("wireproof replay "));
        let output = run(folder.path(), &["replay", "--format", "json", id.expect("an id")]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_eq!(report(&output)["findings"], Value::from(vec![finding.clone()]));
    }
}

#[test]
fn a_good_type_survives_any_depth() {
    let folder = TempDir::new().expect("a folder");
    let nested = |inner: &str| format!("{}{inner}{}", "[".repeat(100_000), "]".repeat(100_000));
    let objects = format!("{}1{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
    let lines = [
        format!(r#"{{"word":{}}}"#, nested("")),
        format!(r#"{{"word":"a","more":{}}}"#, nested("1")),
        format!(r#"{{"word":"a","more":{objects}}}"#),
        r#"{"word":"good"}"#.to_owned(),
    ];
    let report = check(folder.path(), &lines.join("\n"));
    assert_eq!(downs(&report), []);
    let summary = &report["summary"];
    assert_eq!(
        (&summary["objects"], &summary["clean"]),
        (&4.into(), &1.into()),
        "{report:#}"
    );
    let mut lines: Vec<u64> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|finding| finding["line"].as_u64())
        .collect();
    lines.dedup();
    assert_eq!(lines, [1, 2, 3]);
}

#[test]
fn depth_that_is_cut_off_is_no_json() {
    let folder = TempDir::new().expect("a folder");
    fs::write(
        folder.path().join("cut.json"),
        format!(r#"{{"word":{}"#, "[".repeat(100_000)),
    )
    .expect("a file");
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hostile_types.json");
    let output = run(
        folder.path(),
        &["check", "--format", "json", "--spec", spec, "cut.json"],
    );
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let skipped = &report(&output)["skipped"][0];
    assert_eq!(
        (&skipped["line"], &skipped["column"]),
        (&1.into(), &100_009.into()),
        "{skipped:#}"
    );
}

#[test]
fn a_text_with_thousands_of_dropped_keys_is_examined_in_time() {
    let folder = TempDir::new().expect("a folder");
    let keys: String = (0..12_500)
        .map(|number| format!(r#","unknown_key_{number}":{number}"#))
        .collect();
    let report = check(folder.path(), &format!(r#"{{"word":"a"{keys}}}"#));
    assert_eq!(downs(&report), []);
    assert_eq!(report["summary"]["warnings"], 12_500);
}

/// What is found of some enums: enum, code, kind and witness.
fn ambiguity(folder: &Path, arguments: &[&str]) -> Vec<[String; 4]> {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hostile_types.json");
    let output = run(
        folder,
        &[&["ambiguity", "--format", "json", "--spec", spec], arguments].concat(),
    );
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    found(&report(&output))
}

fn found(report: &Value) -> Vec<[String; 4]> {
    let findings = report["findings"].as_array().expect("a list").iter();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings
        .map(|finding| ["subject", "code", "kind", "witness"].map(|key| text(finding, key)))
        .collect()
}

#[test]
fn an_enum_that_goes_down_is_told_of_and_the_rest_of_it_and_the_others_are_decided() {
    let folder = TempDir::new().expect("a folder");
    let found = ambiguity(folder.path(), &["Trapped", "Exiting", "Panicking"]);
    let wanted = [
        ["Trapped", "untagged_ambiguous", "special_case", r#"{"word":""}"#],
        ["Trapped", "panicked", "stack_overflow", "[]"],
        ["Trapped", "panicked", "aborted", "true"],
        ["Exiting", "panicked", "aborted", "0"],
        ["Panicking", "untagged_ambiguous", "overlap", r#"{"size":0,"word":""}"#],
        ["Panicking", "panicked", "panic", r#"{"size":-1}"#],
    ];
    assert_eq!(found, wanted.map(|row| row.map(str::to_owned)));
}

#[test]
fn an_enum_that_does_not_end_is_told_of_and_shown_again() {
    let folder = TempDir::new().expect("a folder");
    let found = ambiguity(folder.path(), &["Hanging"]);
    assert_eq!(found, [["Hanging", "panicked", "timed_out", "0"].map(str::to_owned)]);
}

#[test]
fn a_text_that_brings_an_enum_down_does_so_again() {
    let folder = TempDir::new().expect("a folder");
    ambiguity(folder.path(), &["Trapped"]);
    let output = run(folder.path(), &["replay", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let again: Vec<[String; 4]> = self::found(&report(&output));
    for (kind, witness) in [("stack_overflow", "[]"), ("aborted", "true")] {
        assert!(
            again.contains(&["Trapped", "panicked", kind, witness].map(str::to_owned)),
            "{again:?}"
        );
    }
}

#[test]
fn the_data_of_an_event_is_examined_where_no_subject_takes_events() {
    let folder = TempDir::new().expect("a folder");
    let stream = "event: a.sent\ndata: {\"object\":\"panics\",\ndata: \"size\":300}\n\nevent: b.sent\ndata: {\"object\":\"other\"}\n\n";
    fs::write(folder.path().join("stream.sse"), stream).expect("a file");
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hostile_types.json");
    let output = run(
        folder.path(),
        &["check", "--format", "json", "--spec", spec, "stream.sse"],
    );
    let report = report(&output);
    assert_eq!(downs(&report), [(2, "Panics", "panic")]);
    let summary = &report["summary"];
    assert_eq!(
        (&summary["objects"], &summary["skipped"]),
        (&1.into(), &1.into()),
        "{report:#}"
    );
}
