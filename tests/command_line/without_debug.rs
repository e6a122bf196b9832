//! `explore` with a type that has no `Debug`: which field or variant a value was read into cannot be seen, and the report says so.

use serde_json::Value;
use std::env;
use std::process::Command;
use tempfile::TempDir;

/// Explores one subject of an example.
fn explore(example: &str, subject: &str, arguments: &[&str]) -> String {
    let built = env::current_exe().unwrap();
    let built = built.ancestors().nth(2).unwrap();
    let program = built.join(format!("examples/{example}{}", env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "`{example}` is not built: run `cargo build --examples` first"
    );
    let spec = format!("{}/examples/{example}.json", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_wireproof"))
        .args(["explore", subject, "--cases", "100", "--spec", &spec, "--types"])
        .arg(program)
        .args(arguments)
        .current_dir(TempDir::new().unwrap().path())
        .env_remove("WIREPROOF_CAPTURES")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

const WORDS: &str = "whether keys and words are read as each other: Step has no `Debug`";

#[test]
fn the_report_says_once_that_it_could_not_look() {
    let stdout = explore("ambiguous_types", "Step", &["--color", "never"]);
    assert_eq!(stdout.matches(WORDS).count(), 1, "{stdout}");
    let report: Value = serde_json::from_str(&explore("ambiguous_types", "Step", &["--format", "json"])).unwrap();
    assert_eq!(
        report["summary"]["explored"]["without_debug"],
        serde_json::json!(["Step"])
    );
    let unread = |finding: &Value| finding["code"] == "unread_key" && !finding["kind"].is_null();
    assert!(!report["findings"].as_array().unwrap().iter().any(unread), "{report:#}");
}

#[test]
fn of_a_type_with_debug_it_says_nothing() {
    let stdout = explore("walled_types", "Twin", &["--color", "never"]);
    assert!(stdout.contains("Explored") && !stdout.contains("`Debug`"), "{stdout}");
    let report: Value = serde_json::from_str(&explore("walled_types", "Twin", &["--format", "json"])).unwrap();
    assert_eq!(report["summary"]["explored"].get("without_debug"), None);
}
