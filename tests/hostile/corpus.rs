//! A corpus and recordings that are not what they look like.

use super::captures::RUN;
use super::lab::Lab;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

#[test]
fn nothing_is_written_through_links_in_a_corpus() {
    for name in ["INDEX.tsv", "RunObject", ".wireproof", "fuzz"] {
        let lab = Lab::new();
        lab.write("run.json", RUN).write("outside/kept", "kept");
        fs::create_dir(lab.path("c")).expect("a folder");
        let target = if name == "INDEX.tsv" {
            "../outside/kept"
        } else {
            "../outside"
        };
        symlink(target, lab.path(&format!("c/{name}"))).expect("a link");
        lab.run(&["ingest", "run.json", "--into", "c"])
            .says(2, &[&format!("c/{name}: is a link")]);
        assert_eq!(
            fs::read_dir(lab.path("outside")).expect("a folder").count(),
            1,
            "{name}"
        );
        assert_eq!(lab.read("outside/kept"), "kept");
    }
}

#[test]
fn what_looks_like_a_recording_and_cannot_be_read_is_an_error() {
    for (name, content) in [
        ("a.har", "\0\0\0\0"),
        ("a.json", "not JSON"),
        ("a.gz", "not packed"),
        ("b", "\u{1f}"),
        ("a.har", r#"{"log":{"version":"1.2"}}"#),
        ("any", r#"{"log":{"entries":{}}}"#),
        ("any", r#"{"Entries":[{"#),
    ] {
        let lab = Lab::new();
        lab.write(&format!("in/{name}"), content).write("in/run.json", RUN);
        let expected = if name == "b" { 0 } else { 2 };
        let ran = lab.run(&["ingest", "in", "--into", "c"]);
        ran.says(expected, &["1 new shape"]);
        assert_eq!(
            ran.stdout.contains(&format!("skipped in/{name}")),
            expected == 2,
            "{ran:#?}"
        );
    }
}

#[test]
fn errors_name_what_is_at_fault() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let ingest = || lab.run(&["ingest", "run.json", "--into", "c"]);
    ingest().says(0, &[]);
    fs::set_permissions(lab.path("c/.wireproof/pseudonyms.key"), Permissions::from_mode(0o644)).expect("a mode");
    ingest().says(
        0,
        &["warning: c/.wireproof/pseudonyms.key: other users may read the key"],
    );
    lab.write("c/INDEX.tsv", [0xff, 0, b'\n', 0xfe, b'\n']);
    ingest().says(0, &["warning: c/INDEX.tsv: 2 lines are no lines of an index"]);
    lab.write("c/.wireproof/pseudonyms.key", "no key");
    ingest().says(2, &["error: c/.wireproof/pseudonyms.key: not a key of 32 bytes"]);
    lab.write("c/.wireproof/pseudonyms.key", vec![b'0'; 100_000]);
    ingest().says(2, &["error: c/.wireproof/pseudonyms.key: larger than 1024 bytes"]);
    fs::remove_file(lab.path("c/.wireproof/lock")).expect("a lock");
    fs::create_dir(lab.path("c/.wireproof/lock")).expect("a folder");
    ingest().says(2, &["error: c/.wireproof/lock: is no file"]);
}

#[test]
fn pipes_in_a_corpus_do_not_hang() {
    for name in ["INDEX.tsv", ".wireproof/pseudonyms.key", ".wireproof/lock", "RunObject"] {
        let lab = Lab::new();
        lab.write("run.json", RUN).write("c/.wireproof/x", "");
        let made = Command::new("mkfifo").arg(lab.path(&format!("c/{name}"))).status();
        assert!(made.expect("mkfifo").success());
        let ran = lab.run_after("ulimit -t 20", &["ingest", "run.json", "--into", "c"]);
        ran.says(2, &[&format!("c/{name}: is no ")]);
    }
}

#[test]
fn who_waits_for_another_ingest_is_told() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run(&["ingest", "run.json", "--into", "c"]);
    let lock = fs::File::open(lab.path("c/.wireproof/lock")).expect("a lock");
    lock.lock().expect("a lock");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| lab.run(&["ingest", "run.json", "--into", "c"]));
        std::thread::sleep(std::time::Duration::from_secs(2));
        assert!(!waiting.is_finished());
        drop(lock);
        let ran = waiting.join().expect("a run");
        ran.says(0, &["waiting for another ingest, which holds c/.wireproof/lock"]);
    });
}
