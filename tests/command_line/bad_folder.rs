//! Files that are none, links that lead astray, and folders named by `WIREPROOF_CAPTURES`.
#![cfg(unix)]

use super::captures::{RUN, unknown_status};
use super::lab::{Lab, Ran};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

/// A folder with two good captures, and a third in front of the door.
fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("runs/a.json", RUN)
        .write("runs/z.json", RUN)
        .write("outside/run.json", RUN);
    lab
}

/// The two good captures were examined, and the third thing is told in one line.
#[track_caller]
fn told(ran: &Ran, line: &str) {
    let lines: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("skipped ")).collect();
    assert!(
        lines.len() == 1 && lines[0].starts_with(line),
        "no line `{line}` in {ran:#?}"
    );
    ran.says(2, &["2 objects: 2 clean", "1 text not examined"]);
}

#[test]
fn a_path_that_is_not_there() {
    told(
        &lab().run(&["check", "runs", "gone.json"]),
        "skipped gone.json: cannot be read: ",
    );
    told(&lab().run(&["check", "gone", "runs"]), "skipped gone: cannot be read: ");
}

#[test]
fn a_file_that_may_not_be_read() {
    let lab = lab();
    lab.write("runs/b.json", RUN);
    fs::set_permissions(lab.path("runs/b.json"), Permissions::from_mode(0o000)).expect("a mode");
    if fs::read(lab.path("runs/b.json")).is_ok() {
        // The superuser reads everything.
        return;
    }
    told(&lab.run(&["check", "runs"]), "skipped runs/b.json: cannot be read: ");
}

#[test]
fn a_link_to_nothing() {
    let lab = lab();
    symlink("nothing.json", lab.path("runs/b.json")).expect("a link");
    told(
        &lab.run(&["check", "runs"]),
        "skipped runs/b.json: link that cannot be followed: ",
    );
}

#[test]
fn a_link_to_itself() {
    let lab = lab();
    symlink("b.json", lab.path("runs/b.json")).expect("a link");
    told(
        &lab.run(&["check", "runs"]),
        "skipped runs/b.json: link that cannot be followed: ",
    );
}

#[test]
fn a_folder_with_the_name_of_a_capture_is_a_folder() {
    let lab = lab();
    fs::create_dir(lab.path("runs/b.json")).expect("a folder");
    lab.run(&["check", "runs"]).says(0, &["2 objects: 2 clean"]);
    lab.write("runs/b.json/run.json", RUN);
    lab.run(&["check", "runs"]).says(0, &["3 objects: 3 clean"]);
}

#[test]
fn a_folder_without_captures() {
    let lab = lab();
    lab.write("empty/notes.txt", "nothing here");
    told(
        &lab.run(&["check", "empty", "runs"]),
        "skipped empty: no capture in it (no .json, .jsonl, .ndjson, .sse, .yaml, .yml file)",
    );
}

#[test]
fn a_link_to_a_folder_around_it_is_not_followed() {
    let lab = lab();
    fs::create_dir_all(lab.path("runs/inner")).expect("a folder");
    symlink("../../runs", lab.path("runs/inner/loop")).expect("a link");
    told(
        &lab.run(&["check", "runs"]),
        "skipped runs/inner/loop: link to a folder around it; not followed",
    );
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    for target in ["../outside/run.json", "../outside"] {
        let lab = lab();
        symlink(target, lab.path("runs/b.json")).expect("a link");
        told(
            &lab.run(&["check", "runs"]),
            "skipped runs/b.json: link that leads out of the folder; not followed",
        );
    }
    let lab = lab();
    symlink(lab.path("outside/run.json"), lab.path("runs/b.json")).expect("a link");
    told(
        &lab.run(&["check", "runs"]),
        "skipped runs/b.json: link that leads out of the folder; not followed",
    );
}

#[test]
fn a_link_within_the_folder_is_followed() {
    let lab = lab();
    symlink("a.json", lab.path("runs/b.json")).expect("a link");
    lab.run(&["check", "runs"]).says(0, &["3 objects: 3 clean"]);
}

#[test]
fn a_pipe_is_not_read() {
    let lab = lab();
    let made = Command::new("mkfifo").arg(lab.path("runs/b.json")).status();
    if !made.is_ok_and(|status| status.success()) {
        // No such command here.
        return;
    }
    told(&lab.run(&["check", "runs"]), "skipped runs/b.json: not a file");
    told(
        &lab.run(&["check", "runs/b.json", "runs/a.json", "runs/z.json"]),
        "skipped runs/b.json: neither a file nor a folder",
    );
}

#[test]
fn other_files_are_not_captures() {
    let lab = lab();
    lab.write("runs/README.md", "{")
        .write("runs/.json.swp", "{")
        .write("runs/more.JSON", RUN);
    lab.run(&["check", "runs"]).says(0, &["3 objects: 3 clean"]);
    // A file that is named itself may end in anything.
    lab.run(&["check", "runs/README.md", "runs"])
        .says(2, &["skipped runs/README.md:1:2: invalid JSON"]);
}

#[test]
fn further_captures_are_named_by_a_variable() {
    let lab = lab();
    lab.write("more/run.json", unknown_status())
        .write("most/runs.jsonl", format!("{RUN}\n{RUN}\n"));
    let objects = |paths: &Path| -> u64 {
        let ran = lab.run_with(&["check", "--format", "json"], b"", &[("WIREPROOF_CAPTURES", paths)]);
        ran.json()["summary"]["objects"].as_u64().expect("a number")
    };
    let embedded = objects(Path::new(""));
    assert_eq!(objects(Path::new("more:most")), embedded + 3);
    let ran = lab.run_with(&["check"], b"", &[("WIREPROOF_CAPTURES", &lab.path("more"))]);
    ran.says(0, &["warning[schema_violation]", "TEMP/more/run.json:1:117\n"]);
    lab.run_with(&["check"], b"", &[("WIREPROOF_CAPTURES", Path::new("gone"))])
        .says(2, &["skipped gone: cannot be read: "]);
    // Whoever names paths gets those and no others.
    let ran = lab.run_with(&["check", "runs"], b"", &[("WIREPROOF_CAPTURES", Path::new("more"))]);
    ran.says(0, &["2 objects: 2 clean"]);
}
