//! `wireproof ambiguity` on enums that take one another's texts.
//!
//! The types stand in `examples/ambiguous_types.rs`, a program of its own, which `cargo test` builds along.

use serde_json::Value;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/ambiguous_types.json");

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn program() -> PathBuf {
    let built = env::current_exe().unwrap();
    let built = built.ancestors().nth(2).unwrap();
    let example = built.join(format!("examples/ambiguous_types{}", env::consts::EXE_SUFFIX));
    assert!(
        example.exists(),
        "the example `ambiguous_types` is not built: run `cargo build --examples` first, or `cargo test` without `--test`"
    );
    example
}

fn run_in(folder: &TempDir, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
    command.args(arguments);
    // A saved case says itself which types it is about.
    if arguments[0] != "replay" {
        command.arg("--types").arg(program());
    }
    let output = command
        .current_dir(folder)
        .env_remove("WIREPROOF_CAPTURES")
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(arguments: &[&str]) -> Ran {
    run_in(&TempDir::new().unwrap(), arguments)
}

/// Code, kind, enum and witness of each finding.
fn findings(report: &Value) -> Vec<(String, Option<String>, String, String)> {
    let text = |finding: &Value, key: &str| finding[key].as_str().map(str::to_owned);
    let findings = report["findings"].as_array().unwrap().iter();
    let told = |finding: &Value| {
        let [code, subject, witness] = ["code", "subject", "witness"].map(|key| text(finding, key).unwrap());
        (code, text(finding, "kind"), subject, witness)
    };
    findings.map(told).collect()
}

#[test]
fn each_enum_is_told_of_with_its_table_and_the_object_around_it() {
    let ran = run(&["ambiguity", "--spec", SPEC, "Output", "--color", "never"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let expected = r#"error[untagged_shadowed]: text of one branch is read by another branch's variant
  --> Output    untagged, 2 variants, #/$defs/Step/properties/outputs/items/oneOf
    oneOf/1 image is read as `Logs`, before `Image` is tried
    witness  {"image":{"file_id":""},"type":"image","logs":""}
    variant  reads it   branch         allows it
  * Logs     yes        oneOf/0 logs   no    /type
    Image    yes        oneOf/1 image  yes
  * = what serde picks
    lost or changed when written back: /image
    in Step at /outputs/0:  {"outputs":[{"image":{"file_id":""},"logs":"","type":"image"}],"id":""}
      where the checks find lossy, emits_invalid
    reproduce with: wireproof replay "#;
    assert!(ran.stdout.starts_with(expected), "{}", ran.stdout);
}

#[test]
fn all_that_is_wrong_is_found_and_what_is_harmless_is_silent() {
    let ran = run(&["ambiguity", "--spec", SPEC, "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = findings(&report);
    let is = |code: &str, kind: Option<&str>, subject: &str, witness: &str| {
        (
            code.to_owned(),
            kind.map(str::to_owned),
            subject.to_owned(),
            witness.to_owned(),
        )
    };
    let image = r#"{"image":{"file_id":""},"type":"image","logs":""}"#;
    assert_eq!(
        found,
        [
            is("untagged_shadowed", None, "Output", image),
            is("untagged_ambiguous", Some("overlap"), "Ids", "[]"),
            is("lossy", Some("tag_forbidden"), "Shape", r#"{"type":""}"#),
            is("lossy", Some("tag_forbidden"), "Status", r#""""#),
        ]
    );
    let summary = &report["summary"];
    for (key, number) in [
        ("unions", 4),
        ("pairs", 4),
        ("disjoint", 4),
        ("overlapping", 0),
        ("unknown", 0),
        ("enums", 6),
    ] {
        assert_eq!(summary[key], number, "{key} of {summary}");
    }
}

#[test]
fn every_union_of_the_document_is_decided_when_asked_for() {
    let ran = run(&["ambiguity", "--spec", SPEC, "--all", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["unions"], 5);
    assert_eq!(report["unions"][0]["pointer"], "#/$defs/Limit/anyOf");
    assert_eq!(report["unions"][0]["overlapping"][0]["witness"], "5");
}

#[test]
fn a_saved_witness_shows_the_same_again() {
    let folder = TempDir::new().unwrap();
    let first = run_in(&folder, &["ambiguity", "--spec", SPEC, "Output", "--format", "json"]);
    let report: Value = serde_json::from_str(&first.stdout).unwrap();
    let replay = report["findings"][0]["replay"].as_str().unwrap();
    let id = replay.rsplit(' ').next().unwrap();
    for arguments in [
        vec!["replay", id, "--format", "json"],
        vec!["replay", "--format", "json"],
    ] {
        let again = run_in(&folder, &arguments);
        assert_eq!(again.code, 1, "{}", again.stderr);
        let again: Value = serde_json::from_str(&again.stdout).unwrap();
        assert_eq!(findings(&again), findings(&report));
    }
}

#[test]
fn an_unknown_name_and_a_place_that_is_not_there_are_one_clear_error() {
    let ran = run(&["ambiguity", "--spec", SPEC, "Outputs"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(
        ran.stderr,
        "error: no subject and no enum `Outputs`; there are Step, Output, Choice, Ids, Mark, Shape, Status\n"
    );
    let folder = TempDir::new().unwrap();
    let other = folder.path().join("other.json");
    std::fs::write(&other, r#"{"$defs":{"Shape":{"type":"integer"}}}"#).unwrap();
    let ran = run_in(
        &folder,
        &["ambiguity", "--spec", "other.json", "Output", "--color", "never"],
    );
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(
        ran.stdout
            .contains("skipped Output: the document has no component `Step`"),
        "{}",
        ran.stdout
    );
}

#[test]
fn what_stands_in_an_enums_place_in_captures_is_asked_too() {
    let folder = TempDir::new().unwrap();
    let capture = |name: &str, mark: &str| {
        let text = format!(r#"{{"id":"s","outputs":[],"mark":"{mark}","more":"ZX-81"}}"#);
        std::fs::create_dir_all(folder.path().join("Step")).unwrap();
        std::fs::write(folder.path().join("Step").join(name), text).unwrap();
    };
    capture("code.json", "ZX-81/16K");
    let given = [
        "ambiguity",
        "--spec",
        SPEC,
        "Mark",
        "--format",
        "json",
        "--captures",
        "Step",
    ];
    let ran = run_in(&folder, &given);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = findings(&report);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0.as_str(), found[0].3.as_str()),
        ("untagged_shadowed", r#""ZX-81""#)
    );
    // The same words elsewhere say nothing of this enum.
    capture("code.json", "plain");
    let ran = run_in(&folder, &given);
    assert_eq!(
        (ran.code, findings(&serde_json::from_str(&ran.stdout).unwrap())),
        (0, vec![])
    );
    // What cannot be read is told, as `check` tells it.
    std::fs::write(folder.path().join("Step/cut.json"), "{").unwrap();
    let ran = run_in(&folder, &given);
    assert_eq!(ran.code, 2);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(
        report["skipped"][0]["case"].as_str().unwrap().ends_with("cut.json"),
        "{report}"
    );
    let ran = run_in(&folder, &[&given[..7], &["nowhere"]].concat());
    assert_eq!(ran.code, 2);
}
