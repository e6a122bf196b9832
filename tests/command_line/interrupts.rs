//! Ctrl-C in each verb that takes long: exit code 130, and a summary of what was done until then.
#![cfg(target_os = "linux")]

use super::captures::RUN;
use super::ingest_kill::shapes;
use super::ingest_steps::files;
use super::lab::{Lab, skipped};
use serde_json::{Map, Value, json};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What an interrupted program left.
struct Ended {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Starts the program in a process group of its own, as a shell does. What it says on standard error goes to the file `stderr`.
fn start(lab: &Lab, arguments: &[&str], variables: &[(&str, &Path)]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
    command.args(arguments).current_dir(lab.path(""));
    command.envs(variables.iter().copied()).process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(File::create(lab.path("stderr")).expect("a file"));
    command.spawn().expect("the program starts")
}

/// Whether a process handles Ctrl-C yet.
fn heeds(child: &Child) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.is_some_and(|caught| u64::from_str_radix(caught.trim(), 16).is_ok_and(|caught| caught & 2 != 0))
}

/// Sends Ctrl-C to the group, as a terminal does, as soon as the process handles it and `is_time`.
fn interrupt(lab: &Lab, mut child: Child, is_time: impl Fn() -> bool) -> Ended {
    let deadline = Instant::now() + Duration::from_secs(300);
    while !(heeds(&child) && is_time()) {
        assert!(Instant::now() < deadline, "the time for an interrupt did not come");
        assert!(child.try_wait().expect("a child").is_none(), "{}", lab.read("stderr"));
        thread::sleep(Duration::from_millis(5));
    }
    // The shell's own `kill`: that of procps takes the first digit of a group for its number.
    let group = child.id().to_string();
    let sent = Command::new("sh")
        .args(["-c", "kill -s INT -- \"-$0\"", &group])
        .status();
    assert!(sent.expect("kill").success());
    // Standard input stays open: a program that reads from it must end as well.
    let stdin = child.stdin.take();
    let mut stdout = String::new();
    let mut pipe = child.stdout.take().expect("a pipe");
    pipe.read_to_string(&mut stdout).expect("UTF-8");
    let code = child.wait().expect("it ends").code();
    drop(stdin);
    Ended {
        code,
        stdout,
        stderr: lab.read("stderr"),
    }
}

/// Feeds so many runs, and leaves the process waiting for more.
fn feed(child: &mut Child, runs: usize) {
    let text = format!("{RUN}\n").repeat(runs);
    let stdin = child.stdin.as_mut().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("it reads");
}

#[test]
fn ingest_reports_what_it_has_stored() {
    let lab = Lab::new();
    lab.write("runs", shapes(5000));
    let stored = || files(&lab.path("corpus/RunObject")).len();
    let child = start(&lab, &["ingest", "runs", "--into", "corpus", "--format", "json"], &[]);
    let ended = interrupt(&lab, child, || stored() > 2);
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    let report: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(report["summary"]["interrupted"], true, "{report}");
    assert_eq!(report["summary"]["stored"], stored(), "{}", ended.stdout);
    assert_eq!(lab.read("corpus/INDEX.tsv").lines().count(), stored() + 1);
}

#[test]
fn coverage_and_proposals_are_of_what_was_read() {
    for arguments in [["coverage", "-"].as_slice(), &["spec", "propose", "-"]] {
        let lab = Lab::new();
        let mut child = start(&lab, arguments, &[]);
        feed(&mut child, 300);
        let ended = interrupt(&lab, child, || true);
        assert_eq!(ended.code, Some(130), "{arguments:?}: {}", ended.stderr);
        let all = (ended.stdout + &ended.stderr).to_lowercase();
        assert!(
            all.contains("interrupted") && !all.contains("before there was anything"),
            "{all}"
        );
    }
}

#[test]
fn samples_are_of_the_components_whose_turn_came() {
    let lab = Lab::new();
    let property = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "integer"}}}});
    let schemas: Map<String, Value> = (0..10_000)
        .map(|number| {
            (
                format!("C{number}"),
                json!({"type": "object", "properties": {"a": property}}),
            )
        })
        .collect();
    lab.write("d.json", json!({"$defs": schemas}).to_string());
    let child = start(
        &lab,
        &["spec", "samples", "d.json", "--per-component", "50", "--verbose"],
        &[],
    );
    let ended = interrupt(&lab, child, || true);
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert!(ended.stderr.contains("interrupted"), "{}", ended.stderr);
    assert!(!ended.stdout.contains("C9999"), "{}", ended.stdout);
}

const DOCUMENT: &str =
    r#"{"$defs": {"Order": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}}"#;

#[test]
fn an_audit_ends_with_the_build_of_the_crate() {
    let lab = Lab::new();
    let manifest = "[package]\nname = \"slow\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n";
    let script = "fn main() { std::fs::write(\"started\", \"\").unwrap(); std::thread::sleep(std::time::Duration::from_secs(60)) }";
    lab.write("slow/Cargo.toml", manifest)
        .write("slow/src/lib.rs", "")
        .write("slow/build.rs", script)
        .write("d.json", DOCUMENT);
    let target = lab.path("target");
    let child = start(
        &lab,
        &["audit", "slow", "--spec", "d.json"],
        &[("CARGO_TARGET_DIR", &target)],
    );
    let ended = interrupt(&lab, child, || lab.path("slow/started").exists());
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert!(ended.stderr.contains("interrupted"), "{}", ended.stderr);
}

#[test]
fn an_audit_reports_what_it_has_examined() {
    let lab = Lab::new();
    let source = "use serde::{Deserialize, Serialize};\n#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\npub struct Order { pub id: i32 }\n";
    lab.write("shop/Cargo.toml", super::audit::MANIFEST)
        .write("shop/src/lib.rs", source)
        .write("d.json", DOCUMENT);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit");
    let arguments = [
        "audit",
        "shop",
        "--spec",
        "d.json",
        "--cases",
        "100000000",
        "--format",
        "json",
    ];
    let variables = [("CARGO_TARGET_DIR", &*target), ("CARGO_NET_OFFLINE", Path::new("true"))];
    let mut child = start(&lab, &arguments, &variables);
    while child.try_wait().expect("a child").is_none() && !lab.read("stderr").contains("examining") {
        thread::sleep(Duration::from_millis(20));
    }
    if lab.read("stderr").contains("offline") {
        return skipped("an audit: serde is not on this machine, and cargo may not fetch it here");
    }
    let ended = interrupt(&lab, child, || true);
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    let report: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(report["summary"]["interrupted"], true, "{report}");
}
