//! Ordinary types that follow their document to the letter: wireproof has no error to report about them.
//!
//! The types are in `examples/sound_types.rs`, a program of its own, which `cargo test` builds along.

use super::lab::{Lab, Ran};
use serde_json::Value;
use std::collections::BTreeMap;
use std::env;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sound_types.json");

fn explore(lab: &Lab, arguments: &[&str]) -> Ran {
    let all = [&["explore", "--cases", "2000", "--seed", "1"], arguments].concat();
    run(lab, &all)
}

fn run(lab: &Lab, arguments: &[&str]) -> Ran {
    let built = env::current_exe().unwrap();
    let built = built.ancestors().nth(2).unwrap();
    let program = built.join(format!("examples/sound_types{}", env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "the example `sound_types` is not built: run `cargo build --examples` first, or `cargo test` without `--test`"
    );
    let program = program.display().to_string();
    lab.run(&[arguments, &["--types", &program, "--spec", SPEC]].concat())
}

fn report(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// How often each code and kind is reported, with the level.
fn reported(report: &Value) -> BTreeMap<String, usize> {
    let mut reported = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let [level, code, kind] = ["level", "code", "kind"].map(|key| finding[key].as_str().unwrap_or_default());
        *reported.entry(format!("{level} {code} {kind}")).or_default() += 1;
    }
    reported
}

#[test]
fn sound_types_have_no_error_and_each_kind_of_warning_and_note_is_reported_once() {
    let ran = explore(&Lab::new(), &["--format", "json"]);
    let report = report(&ran);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert_eq!(report["summary"]["errors"], 0, "{}", ran.stdout);
    let reported = reported(&report);
    assert!(reported.values().all(|count| *count == 1), "{reported:?}");
    for kind in [
        "note lossy unknown_key",
        "note rejected integer_as_float",
        "warning rejected unbounded_integer",
    ] {
        assert!(reported.contains_key(kind), "{kind}: {reported:?}");
    }
    let of_kind = |kind: &str| {
        let mut findings = report["findings"].as_array().unwrap().iter();
        findings.find(|finding| finding["kind"] == kind).unwrap().clone()
    };
    let integer = of_kind("integer_as_float");
    assert!(integer["witness"].as_str().unwrap().contains("1.0"), "{integer}");
    assert!(integer["alike"].as_array().unwrap().len() > 20, "{integer}");
}

#[test]
fn a_kind_is_one_line_and_the_configuration_moves_it() {
    let lab = Lab::new();
    let ran = explore(&lab, &["Point"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout.matches("integer_as_float").count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("(and 1 alike)"), "{}", ran.stdout);
    lab.write(
        "wireproof.toml",
        "[[severity]]\nkind = \"unknown_key\"\nlevel = \"error\"\n",
    );
    let ran = explore(&lab, &["Point", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        reported(&report(&ran)).contains_key("error lossy unknown_key"),
        "{}",
        ran.stdout
    );
}

#[test]
fn sound_enums_have_no_error() {
    let ran = run(&Lab::new(), &["ambiguity", "--format", "json"]);
    let report = report(&ran);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert_eq!(report["summary"]["errors"], 0, "{}", ran.stdout);
}
