//! `subjects/openai-python`: models of another language, reached through the protocol.

use crate::lab::{Lab, skipped};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Whether Python and the package are there; says so if not.
fn is_installed() -> bool {
    let probe = Command::new("python3")
        .args(["-c", "import openai.types.beta.threads"])
        .output();
    let reason = match probe {
        Ok(output) if output.status.success() => return true,
        Ok(output) => String::from_utf8_lossy(&output.stderr)
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned(),
        Err(error) => error.to_string(),
    };
    skipped(&format!("subjects/openai-python was not examined: {reason}"));
    false
}

fn types() -> String {
    format!("python3 {ROOT}/subjects/openai-python/types.py")
}

#[test]
fn the_program_has_at_most_a_hundred_lines() {
    let program = include_str!("../../subjects/openai-python/types.py");
    assert!(program.lines().count() <= 100);
}

/// The client builds models without validation, and keeps keys that it does not know: it reads every recorded object, and
/// writes all of them back.
#[test]
fn the_models_of_the_official_package_read_and_write_every_capture() {
    if !is_installed() {
        return;
    }
    let captures = format!("{ROOT}/corpus/captures");
    let ran = Lab::new().run(&["check", "--format", "json", "--types", &types(), &captures]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = ran.json();
    assert_eq!(
        (&report["summary"]["objects"], &report["summary"]["errors"]),
        (&423.into(), &0.into()),
        "{report}"
    );
    let findings = report["findings"].as_array().expect("a list");
    let about_the_document = ["schema_violation", "undocumented_field"];
    for finding in findings {
        assert!(
            about_the_document.contains(&finding["code"].as_str().expect("a code")),
            "{finding}"
        );
    }
}

/// A kind that the package does not know becomes the first class of the union.
#[test]
fn an_unknown_kind_is_found_to_become_a_known_one() {
    if !is_installed() {
        return;
    }
    let arguments = [
        "explore",
        "RunObject",
        "--format",
        "json",
        "--seed",
        "1",
        "--cases",
        "300",
    ];
    let ran = Lab::new().run(&[&arguments[..], &["--types", &types()]].concat());
    let report = ran.json();
    let findings = report["findings"].as_array().expect("a list").iter();
    let warnings: Vec<_> = findings
        .filter(|finding| finding["level"] == "warning")
        .map(|finding| {
            (
                finding["code"].as_str().expect("a code"),
                finding["pointer"].as_str().expect("a pointer"),
            )
        })
        .collect();
    // A float of Python holds no more digits than one of Rust, of integers either.
    let expected = [
        ("unread_key", "/tools/0/type"),
        ("lossy", "/top_p"),
        ("lossy", "/top_p"),
    ];
    assert_eq!(warnings, expected, "{report}");
}
