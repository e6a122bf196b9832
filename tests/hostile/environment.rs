//! A system that gives less than is needed: no fault of wireproof, so never exit code 70, and no signal.

use super::captures::{RUN, unknown_status};
use super::lab::Lab;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

/// A file with many findings, so that there is much to print.
fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("runs.jsonl", format!("{}\n", unknown_status()).repeat(300));
    lab
}

#[test]
fn a_closed_pipe_ends_the_run_in_silence() {
    let lab = lab();
    for arguments in [
        &["check", "--format", "json", "runs.jsonl"][..],
        &["list", "--format", "json"],
        &["coverage", "runs.jsonl"],
        &["ingest", "--dry-run", "--verbose", "runs.jsonl"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wireproof"))
            .args(arguments)
            .current_dir(lab.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let ended = child.wait_with_output().expect("the program ends");
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}: {ended:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_reported() {
    if !fs::exists("/dev/full").unwrap_or_default() {
        return super::lab::skipped("there is no /dev/full here");
    }
    let lab = lab();
    for arguments in ["check runs.jsonl", "list", "coverage runs.jsonl"] {
        let ended = Command::new("sh")
            .args([
                "-c",
                &format!("exec \"$0\" {arguments} >/dev/full"),
                env!("CARGO_BIN_EXE_wireproof"),
            ])
            .current_dir(lab.path(""))
            .output()
            .expect("a shell");
        assert_eq!(ended.status.code(), Some(2), "{arguments}: {ended:?}");
        let stderr = String::from_utf8_lossy(&ended.stderr);
        assert!(
            stderr.contains("cannot be written: No space left on device"),
            "{stderr}"
        );
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_reported() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    for script in [
        "ulimit -f 0; exec \"$0\" ingest run.json --into c",
        "ulimit -f 0; exec \"$0\" check run.json >out",
    ] {
        let ended = Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_wireproof")])
            .current_dir(lab.path(""))
            .output()
            .expect("a shell");
        assert_eq!(
            (ended.status.code(), ended.status.signal()),
            (Some(2), None),
            "{script}: {ended:?}"
        );
        let stderr = String::from_utf8_lossy(&ended.stderr);
        assert!(stderr.contains("cannot be written: File too large"), "{stderr}");
    }
}

#[test]
fn too_few_file_descriptors_are_reported() {
    let lab = lab();
    for limit in [5, 8, 10, 12] {
        let setup = format!("ulimit -n {limit}");
        let ran = lab.run_after(&setup, &["check", "runs.jsonl"]);
        assert!([0, 2].contains(&ran.code), "{limit}: {ran:#?}");
        assert!(ran.code == 0 || ran.stderr.contains("error: "), "{limit}: {ran:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_of_types_is_ended_with_what_it_started() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    // The shell is gone, and what it started keeps the pipes open.
    let types = "sh -c 'sleep 300 & exit 3'";
    let reason = "it ended (exit status: 3)";
    lab.run(&["check", "--types", types, "run.json"]).says(2, &[reason]);
}
