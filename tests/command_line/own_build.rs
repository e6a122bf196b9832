//! Types are examined in the build that their users get: features of `serde_json` that wireproof's own build switches on do not
//! reach them.

use crate::lab::{Lab, skipped};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// A float of 17 digits that `serde_json` reads one unit off without its feature `float_roundtrip`.
const POINT: &str = r#"{"x":0.38120423768821243}"#;

const MAIN: &str = r"
use wireproof_subject::{TypeSet, serve, subject};

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Point {
    x: f64,
}

fn main() {
    serve(TypeSet::new([subject!(Point)]))
}
";

const MANIFEST: &str = r#"
[package]
name = "NAME"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
wireproof-subject = { path = 'SUBJECT' }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = [FEATURES] }
"#;

fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).arg("--offline").current_dir(folder);
    command.output().expect("cargo starts")
}

/// Builds a program with the type of a point, and gives its path; `None` if what it depends on is not on this machine.
fn build(name: &str, features: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own-build");
    let folder = all.join(name);
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let subject = root.join("crates/wireproof-subject");
    let manifest = MANIFEST
        .replace("NAME", name)
        .replace("SUBJECT", subject.to_str().expect("a path that is text"))
        .replace("FEATURES", features);
    fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
    fs::write(folder.join("src/main.rs"), MAIN).expect("a file");
    // The versions that were fetched for this project.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a file");
    let target = all.join("target");
    let built = cargo(
        &folder,
        &["build", "--target-dir", target.to_str().expect("a path that is text")],
    );
    if !built.status.success() {
        let errors = String::from_utf8_lossy(&built.stderr);
        assert!(errors.contains("offline"), "{errors}");
        skipped(&format!(
            "a program with types cannot be built without the network: {errors}"
        ));
        return None;
    }
    Some(target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Exit code, and code and kind of each finding.
fn check(program: &Path) -> (i32, Vec<(String, String)>) {
    let lab = Lab::new();
    lab.write("point.json", POINT).write(
        "doc.json",
        r#"{"$defs":{"Point":{"type":"object","required":["x"],"properties":{"x":{"type":"number"}}}}}"#,
    );
    let program = program.to_str().expect("a path that is text");
    let arguments = [
        "check",
        "--format",
        "json",
        "--spec",
        "doc.json",
        "--component",
        "Point",
    ];
    let ran = lab.run(&[&arguments[..], &["--types", program, "point.json"]].concat());
    let report = ran.json();
    let findings = report["findings"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = findings.map(|finding| (text(&finding["code"]), text(&finding["kind"])));
    (ran.code, findings.collect())
}

#[test]
fn a_float_is_examined_with_the_features_of_the_types_own_build() {
    let lossy = ("lossy".to_owned(), "number_changed".to_owned());
    if let Some(program) = build("without-float-roundtrip", "") {
        assert_eq!(check(&program), (1, vec![lossy]));
    }
    if let Some(program) = build("with-float-roundtrip", "\"float_roundtrip\"") {
        assert_eq!(check(&program), (0, Vec::new()));
    }
}

#[test]
fn the_crate_of_the_types_brings_serde_and_serde_json_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = [
        "tree",
        "--package",
        "wireproof-subject",
        "--edges",
        "normal",
        "--depth",
        "1",
        "--prefix",
        "none",
        "--format",
        "{p} [{f}]",
    ];
    let output = cargo(root, &tree);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let packages: Vec<(&str, &str)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let (name, _) = line.split_once(' ').expect("a version");
            let (_, features) = line.split_once('[').expect("features");
            (name, features.trim_end_matches(']'))
        })
        .collect();
    // Deriving changes nothing of other types.
    assert_eq!(
        packages,
        [
            ("serde", "default,derive,serde_derive,std"),
            ("serde_json", "default,std")
        ]
    );
}
