//! `--known FILE`: findings that somebody accepted.

use super::captures::{RUN, unknown_status};
use super::lab::{Lab, assert_transcript};

const PAUSING: &str = "[[expect]]\ncode = \"schema_violation\"\ncase = \"run*.json\"\npointer = \"/status\"\nreason = \"paused by hand\"\n";

#[test]
fn a_known_finding_is_counted_and_not_listed() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status()).write("known.toml", PAUSING);
    let ran = lab.run(&["check", "--strict", "--known", "known.toml", "run.json"]);
    assert_transcript!(ran);
}

#[test]
fn an_entry_that_accepts_something_else_accepts_nothing() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    for (old, new) in [
        ("schema_violation", "lossy"),
        ("/status", "/tools"),
        ("run*.json", "other.json"),
    ] {
        lab.write("known.toml", PAUSING.replace(old, new));
        let ran = lab.run(&["check", "--known", "known.toml", "run.json"]);
        assert!(ran.stdout.contains("warning[schema_violation]"), "{new}: {ran:#?}");
    }
}

#[test]
fn an_entry_that_did_not_fire_is_an_error() {
    let lab = Lab::new();
    lab.write("run.json", RUN)
        .write("known.toml", format!("# so far\n\n{PAUSING}"));
    assert_transcript!(lab.run(&["check", "--known", "known.toml", "run.json"]));
    let report = lab
        .run(&["check", "--format", "json", "--known", "known.toml", "run.json"])
        .says(1, &[])
        .json();
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["level"]),
        (&"unfulfilled_expectation".into(), &"error".into())
    );
    assert_eq!((&finding["case"], &finding["line"]), (&"known.toml".into(), &3.into()));
}

#[test]
fn an_entry_about_captures_that_were_not_given_is_not_stale() {
    let lab = Lab::new();
    lab.write("other.json", RUN).write("known.toml", PAUSING);
    lab.run(&["check", "--known", "known.toml", "other.json"])
        .says(0, &["1 object: 1 clean"]);
}

#[test]
fn an_entry_without_a_reason_is_refused_with_its_line() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let said = |text: &str| {
        lab.write("known.toml", text);
        let ran = lab.run(&["check", "--known", "known.toml", "run.json"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:#?}");
        ran.stderr
    };
    assert_eq!(
        said("\n[[expect]]\ncode = \"lossy\"\n"),
        "error: known.toml:2: missing field `reason`\n"
    );
    assert_eq!(
        said("\n[[expect]]\ncode = \"lossy\"\nreason = \" \"\n"),
        "error: known.toml:2: entry without a reason\n"
    );
    assert!(
        said("[[expect]]\n\ncode = \"lossi\"\nreason = \"x\"\n")
            .starts_with("error: known.toml:3: unknown variant `lossi`")
    );
    assert!(
        said("[[expect]]\ncode = \"lossy\"\nreason = \"x\"\nuntil = 3\n")
            .starts_with("error: known.toml:4: unknown field `until`")
    );
    assert!(said("[[known]\n").starts_with("error: known.toml:1: "));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run(&["check", "--known", "gone.toml", "run.json"])
        .says(2, &["error: gone.toml: cannot be read: "]);
}
