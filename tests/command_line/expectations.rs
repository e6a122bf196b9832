//! `--expectations FILE`: accepted findings.

use super::captures::{RUN, unknown_status};
use super::lab::{Lab, assert_transcript};

const PAUSING: &str = "[[expect]]\ncode = \"schema_violation\"\ncase = \"run*.json\"\npointer = \"/status\"\nreason = \"paused by hand\"\n";

#[test]
fn an_expected_finding_is_counted_and_not_listed() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status())
        .write("expectations.toml", PAUSING);
    let ran = lab.run(&["check", "--strict", "--expectations", "expectations.toml", "run.json"]);
    assert_transcript!(ran);
}

#[test]
fn an_expectation_of_another_finding_matches_nothing() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    for (old, new) in [
        ("schema_violation", "lossy"),
        ("/status", "/tools"),
        ("run*.json", "other.json"),
    ] {
        lab.write("expectations.toml", PAUSING.replace(old, new));
        let ran = lab.run(&["check", "--expectations", "expectations.toml", "run.json"]);
        assert!(ran.stdout.contains("warning[schema_violation]"), "{new}: {ran:#?}");
    }
}

#[test]
fn an_unfulfilled_expectation_is_an_error() {
    let lab = Lab::new();
    lab.write("run.json", RUN)
        .write("expectations.toml", format!("# so far\n\n{PAUSING}"));
    assert_transcript!(lab.run(&["check", "--expectations", "expectations.toml", "run.json"]));
    let report = lab
        .run(&[
            "check",
            "--format",
            "json",
            "--expectations",
            "expectations.toml",
            "run.json",
        ])
        .says(1, &[])
        .json();
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["level"]),
        (&"unfulfilled_expectation".into(), &"error".into())
    );
    assert_eq!(
        (&finding["case"], &finding["line"]),
        (&"expectations.toml".into(), &3.into())
    );
}

#[test]
fn an_expectation_about_captures_that_were_not_examined_is_not_reported() {
    let lab = Lab::new();
    lab.write("other.json", RUN).write("expectations.toml", PAUSING);
    lab.run(&["check", "--expectations", "expectations.toml", "other.json"])
        .says(0, &["1 object: 1 clean"]);
}

#[test]
fn a_broken_expectation_is_refused_with_its_line() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let said = |text: &str| {
        lab.write("expectations.toml", text);
        let ran = lab.run(&["check", "--expectations", "expectations.toml", "run.json"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:#?}");
        ran.stderr
    };
    assert_eq!(
        said("\n[[expect]]\ncode = \"lossy\"\n"),
        "error: expectations.toml:2: missing field `reason`\n"
    );
    assert_eq!(
        said("\n[[expect]]\ncode = \"lossy\"\nreason = \" \"\n"),
        "error: expectations.toml:2: entry without a reason\n"
    );
    assert!(
        said("[[expect]]\n\ncode = \"lossi\"\nreason = \"x\"\n")
            .starts_with("error: expectations.toml:3: unknown variant `lossi`")
    );
    assert!(
        said("[[expect]]\ncode = \"lossy\"\nreason = \"x\"\nuntil = 3\n")
            .starts_with("error: expectations.toml:4: unknown field `until`")
    );
    assert_eq!(
        said("[[expect]]\ncode = \"lossy\"\nkind = \"droped_key\"\nreason = \"x\"\n"),
        "error: expectations.toml:1: unknown kind `droped_key`\n"
    );
    assert!(said("[[expect]\n").starts_with("error: expectations.toml:1: "));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run(&["check", "--expectations", "gone.toml", "run.json"])
        .says(2, &["error: gone.toml: cannot be read: "]);
}
