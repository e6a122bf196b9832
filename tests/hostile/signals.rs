//! Signals to the program alone, as `kill` and a supervisor send them: what it started ends with it, and no file is left that is not
//! complete.
#![cfg(target_os = "linux")]

use super::captures::RUN;
use super::lab::Lab;
use std::fs::{self, File};
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

fn start(lab: &Lab, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_wireproof"))
        .args(arguments)
        .current_dir(lab.path(""))
        .env("CARGO_TARGET_DIR", lab.path("target"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(File::create(lab.path("stderr")).expect("a file"))
        .spawn()
        .expect("the program starts")
}

#[track_caller]
fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// The last signal that the program sets a handler for.
const TERM: u32 = 15;

/// Whether a process handles a signal yet.
fn heeds(child: &Child, signal: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.is_some_and(|caught| {
        u64::from_str_radix(caught.trim(), 16).is_ok_and(|caught| caught >> (signal - 1) & 1 == 1)
    })
}

fn send(child: &Child, signal: &str) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -s {signal} {}", child.id())])
        .status();
    assert!(sent.expect("kill").success());
}

const DOCUMENT: &str = r#"{"$defs": {"Order": {"type": "object"}}}"#;

#[test]
fn a_build_ends_with_the_audit_that_started_it() {
    for signal in ["INT", "TERM"] {
        let lab = Lab::new();
        let manifest = "[package]\nname = \"slow\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n";
        let script = "fn main() { std::fs::write(\"started\", std::process::id().to_string()).unwrap(); std::thread::sleep(std::time::Duration::from_secs(100)) }";
        lab.write("slow/Cargo.toml", manifest)
            .write("slow/src/lib.rs", "")
            .write("slow/build.rs", script)
            .write("d.json", DOCUMENT);
        let mut child = start(&lab, &["audit", "slow", "--spec", "d.json"]);
        let script = || fs::read_to_string(lab.path("slow/started")).unwrap_or_default();
        wait_for("the build does not start", || !script().is_empty());
        send(&child, signal);
        let code = child.wait().expect("it ends").code();
        assert_eq!(code, Some(130), "{signal}: {}", lab.read("stderr"));
        let process = format!("/proc/{}/status", script());
        // A process that nobody has waited for yet is gone all the same.
        let is_gone = || {
            fs::read_to_string(&process).is_ok_and(|status| status.contains("State:\tZ"))
                || !fs::exists(&process).unwrap_or(true)
        };
        wait_for("the build script goes on", is_gone);
    }
}

#[test]
fn an_unfinished_report_is_removed() {
    for signals in [&["TERM"][..], &["INT", "INT"], &["INT", "TERM"]] {
        let lab = Lab::new();
        let mut child = start(&lab, &["check", "-", "--format", "json", "--out", "report.json"]);
        let stdin = child.stdin.as_mut().expect("a pipe");
        stdin
            .write_all(format!("{RUN}\n").repeat(100).as_bytes())
            .expect("it reads");
        let unfinished = || {
            let names = fs::read_dir(lab.path(""))
                .expect("a folder")
                .flatten()
                .map(|entry| entry.file_name());
            names
                .filter(|name| name.to_string_lossy().starts_with(".unfinished-"))
                .count()
        };
        wait_for("no report is begun", || unfinished() == 1 && heeds(&child, TERM));
        for signal in signals {
            send(&child, signal);
        }
        let code = child.wait().expect("it ends").code();
        assert_eq!(code, Some(130), "{signals:?}: {}", lab.read("stderr"));
        assert_eq!(unfinished(), 0, "{signals:?}");
    }
}

#[test]
fn a_program_that_outlives_its_terminal_goes_on() {
    let lab = Lab::new();
    let mut child = Command::new("sh")
        .args([
            "-c",
            "trap '' HUP; exec \"$0\" check -",
            env!("CARGO_BIN_EXE_wireproof"),
        ])
        .current_dir(lab.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("a shell");
    wait_for("it does not heed signals", || heeds(&child, TERM));
    send(&child, "HUP");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(RUN.as_bytes())
        .expect("it reads");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
