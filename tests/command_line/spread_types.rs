//! One fault is told once, wherever and in whatever spelling it shows; and a text that the document does not describe is no error.
//!
//! The types stand in `examples/spread_types.rs`, a program of its own, which `cargo test` builds along.

use super::lab::Lab;
use serde_json::Value;
use std::env;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/spread_types.json");

fn program() -> String {
    let built = env::current_exe().unwrap();
    let built = built.ancestors().nth(2).unwrap();
    let example = built.join(format!("examples/spread_types{}", env::consts::EXE_SUFFIX));
    assert!(
        example.exists(),
        "the example `spread_types` is not built: run `cargo build --examples` first, or `cargo test` without `--test`"
    );
    example.to_str().unwrap().to_owned()
}

/// The findings of a run: level, code, kind and place, without those about what the type reads although it is invalid.
fn found(lab: &Lab, arguments: &[&str]) -> (i32, Vec<String>, Vec<Value>) {
    let program = program();
    let shaped = ["--types", &program, "--spec", SPEC, "--format", "json"];
    let ran = lab.run(&[arguments, &shaped].concat());
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let findings = report["findings"].as_array().unwrap().iter();
    let findings: Vec<Value> = findings
        .filter(|finding| finding["code"] != "accepts_invalid")
        .cloned()
        .collect();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    let told = findings.iter().map(|finding| {
        let [level, code, kind, pointer] = ["level", "code", "kind", "pointer"].map(|key| text(finding, key));
        format!("{level} {code} {kind} {pointer}")
    });
    (ran.code, told.collect(), findings)
}

/// Those that are more than notes.
fn serious(mut told: Vec<String>) -> Vec<String> {
    told.retain(|told| !told.starts_with("note "));
    told
}

fn explored(subject: &str) -> (i32, Vec<String>, Vec<Value>) {
    found(&Lab::new(), &["explore", subject, "--cases", "1500"])
}

#[test]
fn unknown_keys_that_are_refused_are_told_once() {
    let (code, told, _) = explored("Closed");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("note rejected unknown_key /"), "{told:#?}");
    assert_eq!(code, 0);
}

#[test]
fn a_fault_of_the_items_of_a_list_is_told_once() {
    let (code, told, _) = explored("Shares");
    // Numbers of more digits than most readers keep are a kind of their own.
    let expected = [
        "error lossy number_changed /items/0/part",
        "warning lossy float_digits /items/0/part",
        "warning lossy number_range /items/0/part",
    ];
    assert_eq!((code, told), (1, expected.map(str::to_owned).to_vec()));
}

/// A field that rounds, as every float does, does not hide one that makes another number of what it reads.
#[test]
fn a_number_that_becomes_another_is_told_beside_one_that_is_rounded() {
    let (code, told, findings) = explored("Measured");
    assert_eq!(code, 0, "{told:#?}");
    let of_kind = |kind: &str| findings.iter().find(|finding| finding["kind"] == kind);
    let range = of_kind("number_range").unwrap_or_else(|| panic!("{told:#?}"));
    assert_eq!((&range["pointer"], &range["alike"]), (&"/clipped".into(), &Value::Null));
    assert!(of_kind("integer_digits").is_some(), "{told:#?}");
}

/// A panic is told at the value that brings it about, as a refusal is.
#[test]
fn a_panic_has_the_place_of_the_value_at_which_the_type_panics() {
    let (code, told, findings) = explored("Plate");
    assert_eq!(code, 1, "{told:#?}");
    // Both fields are read by the same code, whose fault is one.
    assert_eq!(told, ["error panicked panic /number"]);
    let message = findings[0]["message"].as_str().unwrap_or_default();
    assert!(
        message.starts_with("panic while reading: only letters of one byte"),
        "{message}"
    );
    assert!(message.contains("it is read if /"), "{message}");
}

#[test]
fn a_fault_of_the_items_of_two_lists_of_one_schema_is_told_once_with_both_places() {
    let (code, told, findings) = explored("Basket");
    assert_eq!((code, told.len()), (1, 1), "{told:#?}");
    assert!(told[0].starts_with("error lossy dropped_key /"), "{told:#?}");
    let places = [&findings[0]["pointer"], &findings[0]["alike"][0]["pointer"]];
    let mut lists = places.map(|place| place.as_str().and_then(|place| place.split('/').nth(1)));
    lists.sort();
    assert_eq!(lists, [Some("apples"), Some("pears")]);
}

#[test]
fn messages_with_the_text_in_them_are_one_bug() {
    let (code, told, _) = explored("Named");
    assert_eq!(told, ["error rejected - /name"]);
    assert_eq!(code, 1);
}

#[test]
fn a_key_that_only_another_branch_names_makes_no_error() {
    let (code, told, _) = explored("Acting");
    assert!(told.contains(&"note rejected unknown_key /id".to_owned()), "{told:#?}");
    assert_eq!((code, serious(told)), (0, vec![]));
}

#[test]
fn a_loss_in_a_text_that_no_branch_allows_is_no_error() {
    let (code, told, _) = explored("Tagged");
    assert_eq!((code, told), (0, vec![]));
}

#[test]
fn the_text_that_shows_a_changed_time_is_a_time() {
    let (_, told, findings) = explored("Stamped");
    assert!(!findings.is_empty());
    for finding in &findings {
        let witness: Value = serde_json::from_str(finding["witness"].as_str().unwrap()).unwrap();
        let at = witness["at"].as_str().unwrap();
        let digits = |range: std::ops::Range<usize>| at[range].bytes().all(|byte| byte.is_ascii_digit());
        let is_time =
            at.len() >= 20 && at.is_ascii() && digits(0..4) && digits(5..7) && digits(8..10) && digits(17..19);
        let zone = &at[19..]
            .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit())
            .to_uppercase();
        let is_zone = zone == "Z" || (zone.len() == 6 && zone.starts_with(['+', '-']) && &zone[3..4] == ":");
        assert!(is_time && is_zone, "{at}: {told:#?}");
    }
}

#[test]
fn the_first_of_several_refused_values_tells_what_the_document_says_of_it() {
    let (_, told, _) = explored("Sparse");
    let told: Vec<String> = serious(told)
        .into_iter()
        .filter(|told| told.contains("rejected"))
        .collect();
    let (errors, others): (Vec<&String>, Vec<&String>) = told.iter().partition(|told| told.starts_with("error"));
    // The key that is missing.
    assert_eq!(errors, ["error rejected - "], "{told:#?}");
    let is_open = |told: &&String| told.starts_with("warning rejected ") && told.contains(" /extras");
    assert!(!others.is_empty() && others.iter().all(is_open), "{told:#?}");
}

/// How long it took is not asserted, since a busy machine may take any time.
#[test]
fn a_run_with_a_time_ends_by_itself_and_tells_what_it_found() {
    let (code, told, _) = found(&Lab::new(), &["explore", "Shares", "--time", "1s"]);
    assert_eq!(code, 1);
    let is_loss = |told: &&String| told.starts_with("error lossy number_changed /items/");
    assert_eq!(told.iter().filter(is_loss).count(), 1, "{told:#?}");
}
