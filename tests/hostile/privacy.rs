//! Private data in ids, names of files, keys and texts: nothing of it in the corpus, nor in what is printed.

use super::captures::{RUN, run_with};
use super::lab::{Lab, Ran};
use std::fs;
use std::path::Path;

/// Everything below a folder, names and contents.
fn everything(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        all += &format!("{}\n", entry.path().display());
        if entry.path().is_dir() {
            all += &everything(&entry.path());
        } else {
            all += &String::from_utf8_lossy(&fs::read(entry.path()).unwrap_or_default());
        }
    }
    all
}

/// Insists that none of the words is in the corpus `c` or in the output.
#[track_caller]
fn hides(lab: &Lab, ran: &Ran, words: &[&str]) {
    let all = format!("{}{}{}", everything(&lab.path("c")), ran.stdout, ran.stderr).to_lowercase();
    for word in words {
        // What stands for others is random, and a short word may turn up inside of it.
        let is_there = match word.len() < 5 {
            true => all.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word),
            false => all.contains(word),
        };
        assert!(!is_there, "{word} in {all}");
    }
    assert!(lab.path("c/RunObject").is_dir(), "nothing stored: {ran:#?}");
}

#[test]
fn words_in_ids_are_replaced() {
    for id in [
        "maria-gonzalez-1961",
        "john_doe_1984",
        "maria_gonzalez",
        "run_maria_gonzalez",
    ] {
        let lab = Lab::new();
        lab.write("run.json", run_with("run_1", id));
        for options in [&[][..], &["--keep-text"]] {
            let _ = fs::remove_dir_all(lab.path("c"));
            let ran = lab.run(&[&["ingest", "run.json", "--into", "c"], options].concat());
            hides(&lab, &ran, &["maria", "gonzalez", "1961", "john", "doe", "1984"]);
        }
    }
}

#[test]
fn names_of_files_and_folders_are_not_told() {
    for name in [
        "9f86d081884c7d659a2feaa0c55ad015.json",
        "maria-gonzalez.json",
        "gonzalez/1.json",
        "4111111111111111.har.json",
        "swordfish-swordfish",
    ] {
        let lab = Lab::new();
        lab.write(&format!("in/{name}"), format!("{RUN}\n{RUN}\n{{\"id\":\n"));
        lab.write(&format!("in/broken-{name}.gz"), [0x1f, 0x8b, 8, 0]);
        for (options, named) in [
            (&[][..], "in"),
            (&["--format", "json"], "in"),
            (&["--verbose"], &format!("in/{name}")),
        ] {
            let _ = fs::remove_dir_all(lab.path("c"));
            let ran = lab.run(&[&["ingest", named, "--into", "c"], options].concat());
            hides(&lab, &ran, &["9f86d081", "maria", "gonzalez", "4111111", "swordfish"]);
            ran.says(2, &["recording "]);
            assert!(lab.read("c/INDEX.tsv").contains("recording "), "{ran:#?}");
        }
        let ran = lab.run(&["ingest", "in", "--into", "d", "--show-names"]);
        ran.says(2, &[&format!(" is in/{name}")]);
        assert!(!lab.read("d/INDEX.tsv").contains(name));
    }
}

#[test]
fn a_path_that_is_not_there_is_named() {
    Lab::new()
        .run(&["ingest", "maria-gonzalez.har", "--into", "c"])
        .says(2, &["skipped maria-gonzalez.har: cannot be read: "]);
}

#[test]
fn keys_are_texts() {
    let keys = [
        "qhzkwtfpjvqxbnmd",
        "zqxjkvwpfhbgtmnrcdlsyuea",
        "QHZKWTFPJVQXBNMD",
        "maria_gonzalez",
    ];
    for options in [&[][..], &["--keep-text"]] {
        let lab = Lab::new();
        let mut run = RUN.to_owned();
        for key in &keys[..if options.is_empty() { 4 } else { 3 }] {
            let arguments = format!(r#"\"{key}\":1"#);
            run = run.replacen(
                "\"metadata\":{",
                &format!("\"metadata\":{{\"{key}\":\"{{{arguments}}}\","),
                1,
            );
            run = run.replacen(
                "{\"id\"",
                &format!("{{\"{}\":1,\"id\"", key.replace("maria_gonzalez", "zqxjkvwp_qqxz")),
                1,
            );
        }
        lab.write("run.json", run.replace("\",}", "\"}"));
        let ran = lab.run(&[&["ingest", "run.json", "--into", "c"], options].concat());
        hides(&lab, &ran, &["qhzkwtfp", "zqxjkvwp", "gonzalez"]);
    }
}

#[test]
fn secrets_in_kept_texts_are_replaced() {
    let texts = [
        (
            "https://host.example/a/very/long/path/of/common/words/zQ7xJ2kV9wPf",
            "zq7xj2kv9wpf",
        ),
        ("password='Alpha Bravo Charlie'", "bravo"),
        ("password=alpha,bravo;charlie&delta", "delta"),
        ("Passphrase: correct horse battery staple", "battery"),
        ("meet at 52.52001, 13.40495 today", "13.40495"),
    ];
    let lab = Lab::new();
    let text: Vec<&str> = texts.iter().map(|(text, _)| *text).collect();
    let run = run_with(
        "\"instructions\":null",
        &format!("\"instructions\":\"{}\"", text.join("\\n")),
    );
    lab.write("run.json", run.replace("\"gpt-4o-mini\"", "\"4111-1111-1111-1111\""));
    let ran = lab.run(&["ingest", "run.json", "--into", "c", "--keep-text"]);
    let secrets: Vec<&str> = texts.iter().map(|(_, secret)| *secret).chain(["4111-1111"]).collect();
    hides(&lab, &ran, &secrets);
}

#[test]
fn hexadecimal_digits_behind_a_prefix_are_not_taken_for_a_word() {
    let lab = Lab::new();
    let kind = |number: usize, secret: &str| {
        let run = RUN.replace("\"thread.run\"", &format!("\"{secret}\""));
        run.replacen('{', &format!("{{\"x{number}\":1,"), 1)
    };
    let secrets = [
        "SK2bf691d5b6870795f518797a690f577c",
        "dapi8e3a0915577f20b1c40296681d3350a7",
        "KEYAC19D0377E5520B44",
        "9120b7c45581e0f3zz",
    ];
    let lines: Vec<String> = secrets
        .iter()
        .enumerate()
        .map(|(number, secret)| kind(number, secret))
        .collect();
    lab.write("run.jsonl", lines.join("\n"));
    let ran = lab.run(&["ingest", "run.jsonl", "--into", "c"]);
    hides(&lab, &ran, &["2bf691d5", "8e3a0915", "19d0377e", "9120b7c4"]);
}
