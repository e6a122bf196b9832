//! `explore` with a type that refuses every sample: what is behind what it refuses is found as well.

use serde_json::Value;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/walled_types.json");

fn program() -> PathBuf {
    let built = env::current_exe().unwrap();
    let built = built.ancestors().nth(2).unwrap();
    let example = built.join(format!("examples/walled_types{}", env::consts::EXE_SUFFIX));
    assert!(
        example.exists(),
        "the example `walled_types` is not built: run `cargo build --examples` first, or `cargo test` without `--test`"
    );
    example
}

fn explore(subject: &str, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wireproof"))
        .args(["explore", subject, "--cases", "400", "--spec", SPEC, "--types"])
        .arg(program())
        .args(arguments)
        .current_dir(TempDir::new().unwrap().path())
        .env_remove("WIREPROOF_CAPTURES")
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// Code, kind and place of the errors.
fn errors(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let errors = findings.filter(|finding| finding["level"] == "error");
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let mut told: Vec<String> = errors
        .map(|finding| {
            let [code, kind, pointer] = ["code", "kind", "pointer"].map(|key| text(finding, key));
            format!("{code} {kind} {pointer}")
        })
        .collect();
    told.sort();
    told
}

#[test]
fn what_is_behind_values_that_are_refused_is_found() {
    let (code, stdout) = explore("Order", &["--format", "json"]);
    assert_eq!(code, 1, "{stdout}");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let read = &report["summary"]["explored"]["refusing"]["Order"];
    assert_eq!(read["read"], 0, "{read}");
    let found = errors(&report);
    for wanted in [
        "rejected  /created",
        "rejected  /closed",
        "rejected  /state",
        "lossy number_changed /share",
        "lossy dropped_key /metadata",
    ] {
        assert!(found.iter().any(|one| one == wanted), "{wanted} of {found:#?}");
    }
    assert_eq!(found.len(), 5, "{found:#?}");
    // What stands in the place of a refused value is not what the document says.
    let others = report["findings"].as_array().unwrap().iter();
    let places: Vec<&Value> = others
        .filter(|finding| finding["code"] == "lossy")
        .map(|finding| &finding["pointer"])
        .collect();
    assert!(
        places.iter().all(|place| **place == "/share" || **place == "/metadata"),
        "{places:?}"
    );
}

#[test]
fn the_report_says_how_few_samples_were_read() {
    let (_, stdout) = explore("Order", &["--color", "never"]);
    assert!(stdout.contains(" samples of Order were read"), "{stdout}");
}

#[test]
fn the_twin_has_no_error_and_is_not_said_to_refuse() {
    let (code, stdout) = explore("Twin", &["--format", "json"]);
    let report: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, errors(&report)), (0, vec![]));
    assert_eq!(report["summary"]["explored"].get("refusing"), None);
}
