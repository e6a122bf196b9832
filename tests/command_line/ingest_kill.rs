//! An ingest that is killed, and two at once.

use super::captures::{RUN, run_with};
use super::ingest_steps::files;
use super::lab::Lab;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Runs of as many shapes.
pub fn shapes(count: usize) -> String {
    let line = |number: usize| {
        run_with(
            "\"usage\":null",
            &format!("\"usage\":null,\"extra_{}\":1", word(number)),
        )
    };
    (0..count).map(|number| line(number) + "\n").collect()
}

/// A number in letters: digits in a key may look like a secret.
fn word(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or_default());
    [number / 676, number / 26, number].map(letter).iter().collect()
}

fn start(lab: &Lab, file: &str) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_wireproof"))
        .args(["ingest", file, "--into", "corpus", "--quiet"])
        .current_dir(lab.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn captures(lab: &Lab) -> usize {
    files(&lab.path("corpus/RunObject")).len()
}

#[test]
fn a_kill_at_any_moment_leaves_a_corpus_that_reads() {
    let lab = Lab::new();
    let count = 120;
    lab.write("runs", shapes(count));
    let mut dice = 7_u64;
    let mut kills = 0;
    let deadline = Instant::now() + Duration::from_secs(120);
    while captures(&lab) < count && kills < 20 && Instant::now() < deadline {
        let before = captures(&lab);
        let mut child = start(&lab, "runs");
        // Not before it stores something, or the corpus would never grow.
        while captures(&lab) == before && child.try_wait().expect("a child").is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        thread::sleep(Duration::from_micros(dice >> 50));
        child.kill().expect("it dies");
        child.wait().expect("it is gone");
        kills += 1;
        for (name, bytes) in files(&lab.path("corpus/RunObject")) {
            let whole: Result<serde_json::Value, _> = serde_json::from_slice(&bytes);
            assert!(whole.is_ok(), "{name} is not whole after kill {kills}");
        }
    }
    assert!(kills >= 3, "only {kills} kills");
    lab.run(&["ingest", "runs", "--into", "corpus"]).says(0, &[]);
    assert_eq!(captures(&lab), count);
    let index = lab.read("corpus/INDEX.tsv");
    // A line that a kill has cut off is marked as such, and its file is listed anew.
    let lines: Vec<&str> = index
        .lines()
        .skip(1)
        .filter(|line| !line.ends_with("; cut off"))
        .collect();
    let listed: BTreeSet<&str> = lines.iter().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!((lines.len(), listed.len()), (count, count), "{index}");
    lab.run(&["check", "--quiet", "corpus"])
        .says(0, &[&format!("{count} captures, {count} objects")]);
}

#[test]
fn two_at_once_lose_nothing_and_store_no_shape_twice() {
    let lab = Lab::new();
    let all = shapes(90);
    let lines: Vec<&str> = all.lines().collect();
    lab.write("one", lines[..60].join("\n"))
        .write("two", lines[30..].join("\n"));
    let mut children = [start(&lab, "one"), start(&lab, "two")];
    for child in &mut children {
        assert!(child.wait().expect("it ends").success());
    }
    assert_eq!(captures(&lab), 90);
    assert_eq!(lab.read("corpus/INDEX.tsv").lines().count(), 91);
    lab.write("all", format!("{all}{RUN}\n"));
    lab.run(&["ingest", "all", "--into", "corpus"])
        .says(0, &["1 new shape, 90 objects in shapes that the corpus has"]);
}
