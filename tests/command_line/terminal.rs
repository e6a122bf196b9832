//! What strangers wrote must not steer the terminal. Colours are on, since without them escape sequences are taken out
//! on the way, whatever wrote them.

use super::captures::run_with;
use super::lab::{Lab, Ran};
use std::path::Path;

/// An escape sequence, the bell, and a C1 control, as text that JSON can hold and as JSON writes it.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{9b}2J";
const EVIL_JSON: &str = r"\u001b]0;owned\u0007\u009b2J";

/// Insists that the only control characters are line ends and the program's own colours.
#[track_caller]
fn sanitize_for_terminal(ran: &Ran) {
    for text in [&ran.stdout, &ran.stderr] {
        let mut rest = text.as_str();
        while let Some(at) = rest.find(|c: char| c.is_control() && c != '\n') {
            rest = &rest[at..];
            let colour = rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m'));
            let Some((parameters, after)) = colour else {
                panic!("raw control character in {ran:#?}")
            };
            assert!(
                parameters.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'),
                "{ran:#?}"
            );
            assert!(
                ["0", "1", "31", "33", "36"].contains(&parameters),
                "a colour that is not ours in {ran:#?}"
            );
            rest = after;
        }
    }
}

#[test]
fn names_of_files_are_harmless() {
    let lab = Lab::new();
    lab.write(&format!("{EVIL}.json"), "{")
        .write(&format!("{EVIL}\n.json"), "[1,]");
    let ran = lab.run(&["check", "--color", "always", "."]);
    sanitize_for_terminal(ran.says(2, &["]0;owned", "2 texts not examined"]));
}

#[test]
fn keys_and_values_are_harmless() {
    let lab = Lab::new();
    let evil = format!(r#"{{"{EVIL_JSON}":"{EVIL_JSON}","id""#);
    lab.write("a.json", run_with(r#"{"id""#, &evil));
    lab.write(
        "b.json",
        run_with(r#""status":"completed""#, &format!(r#""status":"{EVIL_JSON}""#)),
    );
    lab.write("c.json", run_with("1759227448", &format!(r#""{EVIL_JSON}""#)));
    lab.write("d.json", format!(r#"{{"object":"{EVIL_JSON}"}}"#));
    lab.write("e.json", format!(r#"{{"{EVIL_JSON}":[nope]}}"#));
    let ran = lab.run(&["check", "--color", "always", "."]);
    let codes = [
        "error[rejected]",
        "warning[schema_violation]",
        "note[undocumented_field]",
        "2 texts not examined",
    ];
    assert!(ran.stdout.contains("]0;owned"), "{ran:#?}");
    sanitize_for_terminal(ran.says(1, &codes.map(|code| code.split('[').next().unwrap_or(code))));
}

#[test]
fn raw_control_characters_in_a_stream_are_harmless() {
    let lab = Lab::new();
    lab.write(
        "a.sse",
        format!("event: thread.run.{EVIL}\ndata: {{\"a\":\"{EVIL}\"}}\n\n"),
    );
    lab.write("b.sse", format!("event: {EVIL}\ndata: {EVIL}\n\n"));
    sanitize_for_terminal(&lab.run(&["check", "--color", "always", "."]));
}

#[test]
fn reasons_of_known_deviations_are_harmless() {
    let lab = Lab::new();
    lab.write("run.json", super::captures::RUN);
    lab.write(
        "expectations.toml",
        format!("[[expect]]\ncode = \"lossy\"\nreason = \"{EVIL_JSON}\"\n"),
    );
    sanitize_for_terminal(
        lab.run(&[
            "check",
            "--color",
            "always",
            "--expectations",
            "expectations.toml",
            "run.json",
        ])
        .says(1, &["]0;owned"]),
    );
}

#[test]
fn the_command_to_reproduce_is_harmless() {
    let lab = Lab::new();
    lab.write(&format!("{EVIL}.json"), run_with(r#"{"id""#, r#"{"hint":1,"id""#));
    sanitize_for_terminal(
        lab.run(&["check", "--color", "always", "."])
            .says(0, &["reproduce with"]),
    );
}

#[test]
fn what_a_document_says_is_harmless() {
    let lab = Lab::new();
    lab.write("run.json", super::captures::RUN);
    lab.write(
        "spec.json",
        format!(r#"{{"$defs":{{"RunObject":{{"$ref":"{EVIL_JSON}"}}}}}}"#),
    );
    sanitize_for_terminal(
        lab.run(&["check", "--color", "always", "--spec", "spec.json", "run.json"])
            .says(2, &["]0;owned"]),
    );
}

#[test]
fn defects_of_a_document_are_harmless() {
    let lab = Lab::new();
    let required = format!(r#"["{EVIL_JSON}","{EVIL_JSON}"]"#);
    lab.write(
        "spec.json",
        format!(r#"{{"$defs":{{"A{EVIL_JSON}":{{"required":{required},"type":"string","example":1}}}}}}"#),
    );
    sanitize_for_terminal(
        lab.run(&["spec", "lint", "--color", "always", "spec.json"])
            .says(1, &["]0;owned"]),
    );
}

#[test]
fn the_title_of_an_overlay_is_harmless() {
    let lab = Lab::new();
    lab.write("run.json", super::captures::RUN);
    let action = r#"{"target":"$.gone","remove":true}"#;
    let info = format!(r#"{{"title":"{EVIL_JSON}","version":"1"}}"#);
    lab.write(
        "ours.json",
        format!(r#"{{"overlay":"1.0.0","info":{info},"actions":[{action}]}}"#),
    );
    sanitize_for_terminal(
        lab.run(&["check", "--color", "always", "--overlay", "ours.json", "run.json"])
            .says(0, &["]0;owned"]),
    );
}

#[test]
fn colours_follow_the_terminal_the_usual_variables_and_the_option() {
    let lab = Lab::new();
    lab.write("run.json", run_with("1759227448", r#""soon""#));
    let has_colour = |variable: &str, option: &[&str]| {
        let variables = [(variable, Path::new("1"))];
        let ran = lab.run_with(&[&["check", "run.json"], option].concat(), b"", &variables);
        ran.says(1, &["[rejected]"]).stdout.contains("\u{1b}[")
    };
    // Standard output is a pipe here.
    assert!(!has_colour("UNRELATED", &[]));
    assert!(has_colour("CLICOLOR_FORCE", &[]));
    assert!(!has_colour("NO_COLOR", &[]));
    assert!(has_colour("NO_COLOR", &["--color", "always"]));
    assert!(!has_colour("CLICOLOR_FORCE", &["--color", "never"]));
}
