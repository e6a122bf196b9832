//! What happens when a run cannot go on to its end: somebody interrupts it, the disk is full, nobody listens any more.

use super::lab::Lab;
use serde_json::Value;
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use wireproof::default_types as corpus;

fn runs(count: usize) -> String {
    let bytes = corpus::file("captures/RunObject/queued-2024-v2.json").unwrap();
    let run: Value = serde_json::from_slice(bytes).unwrap();
    format!("{run}\n").repeat(count)
}

/// Runs that lack their tools.
fn unread(count: usize) -> String {
    runs(1).replace("\"tools\"", "\"tool\"").repeat(count)
}

fn program(lab: &Lab) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
    command.current_dir(lab.path(""));
    command
}

#[test]
fn every_broken_line_is_told_and_nothing_else_is_lost() {
    let lab = Lab::new();
    let broken = |number: usize| number % 100 == 57;
    let whole = runs(1);
    let text: String = (1..=1000)
        .map(|number| {
            if broken(number) {
                "{\"id\": run_1\n"
            } else {
                whole.as_str()
            }
        })
        .collect();
    let ran =
        lab.write("runs.jsonl", text)
            .run(&["check", "--format", "json", "--component", "RunObject", "runs.jsonl"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let lines = report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|skipped| skipped["line"].as_u64().unwrap() as usize);
    assert_eq!(
        lines.collect::<Vec<_>>(),
        (1..=1000).filter(|number| broken(*number)).collect::<Vec<_>>()
    );
    assert_eq!(report["summary"]["objects"], 990);
    assert_eq!(ran.code, 2);
}

/// Sends Ctrl-C, and reads the report to its end.
#[cfg(unix)]
fn interrupted(child: &mut Child, stdout: &mut ChildStdout, mut report: Vec<u8>) -> Value {
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    stdout.read_to_end(&mut report).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    serde_json::from_slice(&report).unwrap()
}

/// A signal can be sent with a command of its own only where there is one.
#[cfg(unix)]
#[test]
fn who_interrupts_a_run_gets_a_summary_that_says_so() {
    let lab = Lab::new();
    // Far more than is done before the signal, and each with a finding, so that the report begins soon.
    lab.write("runs.jsonl", unread(100_000));
    let mut command = program(&lab);
    command.args(["check", "--format", "json", "--component", "RunObject", "runs.jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut report = vec![0; 1000];
    stdout.read_exact(&mut report).unwrap();
    let report = interrupted(&mut child, &mut stdout, report);
    assert_eq!(report["summary"]["interrupted"], true);
    assert!(report["summary"]["objects"].as_u64().unwrap() < 100_000);
    // The workers were stopped; no type is at fault for that.
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["code"] != "panicked"));
}

/// Whoever types at a terminal, or listens to a server, waits with nothing to read.
#[cfg(unix)]
#[test]
fn who_interrupts_a_run_that_waits_for_its_input_gets_one_too() {
    let lab = Lab::new();
    let mut command = program(&lab);
    command.args(["check", "--format", "json", "--component", "RunObject", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Enough for the report to begin, and half a run.
    stdin.write_all(unread(300).as_bytes()).unwrap();
    stdin.write_all(&runs(1).as_bytes()[..100]).unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut report = vec![0; 100];
    stdout.read_exact(&mut report).unwrap();
    let report = interrupted(&mut child, &mut stdout, report);
    drop(stdin);
    assert_eq!(report["summary"]["interrupted"], true);
    assert_eq!(report["skipped"], serde_json::json!([]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_message() {
    let lab = Lab::new();
    lab.write("RunObject/run.json", runs(1));
    for arguments in [&["check", "RunObject"][..], &["list"], &["explain"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = program(&lab).args(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.starts_with("error: ") && said.contains("cannot be written"),
            "{said}"
        );
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let lab = Lab::new();
    // More than a pipe holds.
    lab.write("runs.jsonl", unread(2000));
    let mut command = program(&lab);
    command.args(["check", "--format", "json", "--component", "RunObject", "runs.jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    // Whoever closes the pipe has read enough, and needs no message.
    assert!(!said.contains("panicked"), "{said}");
}
