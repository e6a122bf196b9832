//! Names and values that a terminal or the log of a build would act on.

use super::captures::RUN;
use super::lab::{Lab, Ran};
use serde_json::json;

/// A command to the runner of a build, and characters that nobody sees.
const NAMES: [&str; 5] = [
    "::error file=a.rs::seen",
    "##vso[task.setvariable]x",
    "##[error]x",
    "##teamcity[buildStatus text='x']",
    "a\u{61c}\u{200b}\u{200d}\u{2028}\u{2029}\u{2060}\u{feff}\u{fff9}\u{e0041}\u{202e}\u{1b}[31mb\r",
];

#[track_caller]
fn is_harmless(ran: &Ran) {
    assert!(ran.code < 3, "{ran:#?}");
    for line in ran.stdout.lines().chain(ran.stderr.lines()) {
        assert!(!line.trim_start().starts_with("::"), "{line:?}");
        let commands = ["##vso[", "##[", "##teamcity["];
        assert!(!commands.iter().any(|command| line.contains(command)), "{line:?}");
        let bad = line.chars().find(|c| {
            c.is_control() && *c != '\t'
                || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                    | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        });
        assert_eq!(bad, None, "{line:?}");
    }
}

#[test]
fn names_in_documents_and_captures_are_text() {
    let lab = Lab::new();
    let mut schemas = serde_json::Map::new();
    for name in NAMES {
        schemas.insert(
            name.to_owned(),
            json!({"type": "object", "description": name, "required": [name], "properties": {
                name: {"enum": [name], "default": 1, "pattern": "("}, "other": {"$ref": name}}}),
        );
    }
    let old = json!({"openapi": "3.1.0", "info": {"title": NAMES[0]}, "components": {"schemas": schemas}});
    let new = old
        .to_string()
        .replace("\"default\":1", "\"default\":2,\"type\":\"string\"");
    lab.write("old.json", old.to_string()).write("new.json", new);
    let mut run: serde_json::Value = serde_json::from_str(RUN).expect("JSON");
    for name in NAMES {
        run[name] = name.into();
    }
    run["status"] = NAMES[0].into();
    run["metadata"] = json!({NAMES[1]: NAMES[0]});
    lab.write("run.json", run.to_string())
        .write("broken.json", format!("{{\"a\": {{{}: ", json!(NAMES[0])));
    for arguments in [
        &["spec", "lint", "old.json"][..],
        &["spec", "diff", "old.json", "new.json"],
        &["spec", "samples", "old.json", "--verbose"],
        &["coverage", "--spec", "old.json"],
        &["coverage", "run.json", "--verbose"],
        &["check", "run.json", "broken.json", "--verbose"],
        &[
            "ingest",
            "--dry-run",
            "run.json",
            "broken.json",
            "--verbose",
            "--keep-text",
        ],
        &["spec", "propose", "run.json", "--verbose"],
        &["check", NAMES[3]],
        &["check", "--component", NAMES[0], "run.json"],
        &["check", "--no-such-option\u{1b}[31m\u{202e}\n::error::x"],
        &["::error::x\u{1b}[31m"],
    ] {
        is_harmless(&lab.run(arguments));
        is_harmless(&lab.run(&[arguments, &["--format", "json"]].concat()));
    }
}

#[test]
fn a_name_at_the_start_of_a_line_is_no_command_whatever_its_style() {
    let lab = Lab::new();
    let document =
        |kind: &str| json!({"$defs": {NAMES[0]: {"type": "object", "properties": {"k": {"type": kind}}}}}).to_string();
    lab.write("old.json", document("string"))
        .write("new.json", document("integer"))
        .write("capture.json", r#"{"k": "a"}"#);
    for arguments in [
        &[
            "coverage",
            "--spec",
            "old.json",
            "--component",
            NAMES[0],
            "capture.json",
        ][..],
        &["spec", "diff", "old.json", "new.json"],
    ] {
        let ran = lab.run(arguments);
        assert!(ran.stdout.contains(":error file=a.rs"), "{ran:#?}");
        is_harmless(&ran);
    }
}

#[test]
fn the_runner_of_a_build_is_told_what_was_not_examined() {
    let lab = Lab::new();
    lab.write("broken.json", "{\"a\": ::error::b");
    let ran = lab.run(&["check", "--report", "github", "broken.json"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((ran.code, lines.len()), (2, 1), "{ran:#?}");
    assert!(
        lines[0].starts_with("::warning file=broken.json,line=1,col=7,title=wireproof%3A not examined::"),
        "{ran:#?}"
    );
}

/// `clap` repeats arguments as they are, and one may hold a new line.
#[test]
fn wrong_arguments_are_text() {
    let lab = Lab::new();
    for name in NAMES {
        let (option, line) = (format!("--shard=\n{name}"), format!("\n{name}"));
        is_harmless(&lab.run(&["explore", &option]));
        is_harmless(&lab.run(&["check", "--report", &format!("{line}=x")]));
        is_harmless(&lab.run(&[&line]));
    }
}

#[test]
fn no_time_is_too_long() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    for time in ["1e19", "1.8e19"] {
        for _ in 0..4 {
            let ran = lab.run(&["check", "--time-limit", time, "run.json"]);
            assert_eq!(ran.code, 0, "{ran:#?}");
        }
    }
    lab.run(&["check", "--time-limit", "1e400", "run.json"])
        .says(2, &["the time is too long"]);
}
