//! `wireproof replay`: a case that failed, once more.

use super::captures::{RUN, text_for_a_time, unknown_status};
use super::lab::{Lab, assert_transcript};
use serde_json::Value;

#[test]
fn nothing_saved_is_nothing_to_replay() {
    assert_transcript!(Lab::new().run(&["replay"]));
}

#[test]
fn an_unknown_id_is_refused() {
    assert_transcript!(Lab::new().run(&["replay", "0123abcd"]));
}

#[test]
fn the_name_of_an_embedded_capture_is_understood() {
    let ran = Lab::new().run(&["replay", "captures/RunObject/queued-2025.json"]);
    ran.says(0, &["1 subject", "1 object: 1 clean"]);
}

#[test]
fn a_saved_case_fails_again_without_its_file() {
    let lab = Lab::new();
    lab.write("runs.jsonl", format!("{RUN}\n{}\n", text_for_a_time()));
    let first = lab.run(&["check", "runs.jsonl"]);
    let id = first.says(1, &["runs.jsonl:2:"]).saved_id();
    std::fs::remove_file(lab.path("runs.jsonl")).expect("removed");
    let again = lab.run(&["replay", &id]);
    again.says(1, &["error[rejected]", "1 object: 0 clean"]);
    let findings = |text: &str| text.split("     Checked").next().map(str::to_owned);
    assert_eq!(findings(&first.stdout), findings(&again.stdout));
    lab.run(&["replay", &id[..4]]).says(1, &["error[rejected]"]);
    lab.run(&["replay"]).says(1, &["error[rejected]"]);
    lab.run(&["replay", &format!(".wireproof/{}", full_name(&lab))])
        .says(1, &["error[rejected]"]);
}

fn full_name(lab: &Lab) -> String {
    let mut entries = lab.path(".wireproof").read_dir().expect("saved cases");
    let entry = entries.next().expect("one").expect("readable");
    entry.file_name().into_string().expect("UTF-8")
}

#[test]
fn a_saved_case_keeps_its_options() {
    let lab = Lab::new();
    lab.write(
        "spec.json",
        r#"{"$defs":{"RunObject":{"type":"object","maxProperties":1}}}"#,
    );
    lab.write("run.json", text_for_a_time());
    let arguments = [
        "check",
        "--spec",
        "spec.json",
        "--subject",
        "RunObject",
        "--component",
        "RunObject",
        "--format",
        "json",
        "run.json",
    ];
    let first = lab.run(&arguments).says(1, &[]).json();
    let findings = first["findings"].as_array().expect("a list");
    let rejected = findings
        .iter()
        .find(|finding| finding["code"] == "rejected")
        .expect("a rejected run");
    let id = rejected["replay"]
        .as_str()
        .expect("a command")
        .replace("wireproof replay ", "");
    let again = lab.run(&["replay", "--format", "json", &id]).says(1, &[]).json();
    assert_eq!(again["verb"], "replay");
    // The embedded document does not limit the number of keys; this one does, again.
    let messages = |report: &Value| -> Vec<Value> {
        report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|finding| finding["message"].clone())
            .collect()
    };
    assert!(
        messages(&first)
            .iter()
            .any(|text| text.as_str().is_some_and(|text| text.contains("more than 1"))),
        "{first:#}"
    );
    assert_eq!(messages(&first), messages(&again));
}

#[test]
fn a_case_is_saved_once() {
    let lab = Lab::new();
    lab.write("run.json", text_for_a_time());
    let id = lab
        .run(&["check", "run.json"])
        .says(1, &["(1 saved in .wireproof/)"])
        .saved_id();
    let again = lab.run(&["check", "run.json"]);
    assert_eq!(again.saved_id(), id);
    assert!(!again.stdout.contains("saved in"), "{again:#?}");
}

#[test]
fn a_saved_case_that_is_broken_is_named() {
    let lab = Lab::new();
    lab.write(".wireproof/abcd.json", "{}");
    lab.run(&["replay", "abcd"])
        .says(2, &[".wireproof/abcd.json: not a saved case: "]);
    lab.write(".wireproof/abce.json", "{}");
    lab.run(&["replay", "abc"])
        .says(2, &["more than one case in .wireproof/ starts with `abc`"]);
}

#[test]
fn a_case_that_failed_when_strict_fails_again() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    let id = lab.run(&["check", "--strict", "run.json"]).says(1, &[]).saved_id();
    lab.run(&["replay", &id]).says(1, &["error[schema_violation]"]);
}

#[test]
fn the_command_printed_for_an_embedded_capture_works() {
    let lab = Lab::new();
    lab.write("expectations.toml", "");
    let ran = lab.run(&[
        "check",
        "--expectations",
        "expectations.toml",
        "--quiet",
        "--format",
        "json",
    ]);
    let report = ran.says(0, &[]).json();
    let command = report["findings"][0]["replay"].as_str().expect("a command");
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    lab.run(&words).says(0, &["schema_violation"]);
}

/// Saves the one case of a run, and gives the path of its file and what is in it.
fn saved(lab: &Lab) -> (String, Value) {
    lab.write("run.json", text_for_a_time());
    lab.run(&["check", "run.json"]).says(1, &[]);
    let name = format!(".wireproof/{}", full_name(lab));
    let value = serde_json::from_str(&lab.read(&name)).expect("a saved case");
    (name, value)
}

#[test]
fn a_saved_case_that_was_edited_is_made_sure_of() {
    let lab = Lab::new();
    let (name, sound) = saved(&lab);
    let edited = |pointer: &str, value: Value| {
        let mut edited = sound.clone();
        *edited.pointer_mut(pointer).expect("a member") = value;
        lab.write(&name, edited.to_string());
        let ran = lab.run(&["replay", &name]);
        assert_eq!((ran.stdout.as_str(), ran.stderr.lines().count()), ("", 1), "{ran:#?}");
        ran
    };
    edited("/case/pieces/0/offset", u64::MAX.into())
        .says(2, &["not a saved case: the first of `pieces` must have offset 0"]);
    edited("/case/pieces/0/column", u64::MAX.into()).says(2, &["not a saved case: line and column must be from 1 to "]);
    edited("/case/pieces", serde_json::json!([])).says(2, &["not a saved case: "]);
    edited("/case/id", "7".into()).says(2, &["not a saved case: the id of a case has 16 hexadecimal digits"]);
    edited("/format", 7.into()).says(2, &["not a saved case: it has format 7, as wireproof "]);
    edited("/type_set", "others".into()).says(2, &["saved for the type set `others`; these types are `runs`"]);
    edited("/subject", "Nobody".into()).says(2, &["no subject `Nobody`"]);
}

#[test]
fn all_saved_cases_are_one_report_and_a_broken_one_is_skipped() {
    let lab = Lab::new();
    let (name, value) = saved(&lab);
    let mut gone = value.clone();
    gone["options"] = serde_json::json!(["--spec", "gone.json"]);
    let mut strict = value;
    strict["strict"] = true.into();
    lab.write(".wireproof/0.json", "{}")
        .write(".wireproof/1.json", gone.to_string())
        .write(".wireproof/2.json", strict.to_string());
    let ran = lab.run(&["replay", "--format", "json"]);
    let report = ran.says(1, &[]).json();
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(4), "{report:#}");
    assert_eq!(
        (&report["summary"]["objects"], &report["summary"]["skipped"]),
        (&2.into(), &2.into())
    );
    let skipped = |at: usize| {
        let text = |key: &str| report["skipped"][at][key].as_str().expect(key).to_owned();
        (text("case"), text("reason"))
    };
    assert_eq!(skipped(0).0, ".wireproof/0.json");
    assert!(skipped(0).1.starts_with("not a saved case: "), "{report:#}");
    assert_eq!(skipped(1).0, ".wireproof/1.json");
    assert!(skipped(1).1.starts_with("cannot read `gone.json`: "), "{report:#}");
    std::fs::remove_file(lab.path(&name)).expect("removed");
}

#[test]
fn in_a_cargo_project_cases_are_kept_below_the_target_folder_and_are_no_captures() {
    let lab = Lab::new();
    lab.write("Cargo.toml", "[package]\nname = \"x\"\n")
        .write("run.json", text_for_a_time());
    let ran = lab.run(&["check", "run.json"]);
    ran.says(1, &["(1 saved in target/wireproof/cases/)"]);
    lab.run(&["replay", &ran.saved_id()]).says(1, &["error[rejected]"]);
    lab.run(&["check", "."]).says(1, &["1 capture, 1 object"]);
    lab.run(&["replay", "abcd"])
        .says(2, &["no case `abcd` in target/wireproof/cases/"]);
}

/// A finding that is gone must not end as a clean run without a word: nobody would know what was to be shown.
#[test]
fn a_finding_that_is_not_shown_any_more_is_named() {
    let lab = Lab::new();
    let (name, mut value) = saved(&lab);
    value["text"] = RUN.into();
    lab.write(&name, value.to_string());
    let id = name.trim_start_matches(".wireproof/")[..8].to_owned();
    let words = format!("Not found rejected at /created_at in RunObject, for which case {id} was saved");
    for arguments in [&["replay", &id][..], &["replay"]] {
        lab.run(arguments).says(0, &["1 object: 1 clean", &words]);
    }
    let report = lab.run(&["replay", &id, "--format", "json"]).says(0, &[]).json();
    let missing = &report["summary"]["not_reproduced"][0];
    assert_eq!(
        (&missing["code"], &missing["pointer"]),
        (&"rejected".into(), &"/created_at".into())
    );
}

#[test]
fn a_finding_that_is_shown_again_is_not_called_missing() {
    let lab = Lab::new();
    saved(&lab);
    let again = lab.run(&["replay"]);
    assert!(!again.says(1, &["error[rejected]"]).stdout.contains("Not found"));
}

#[test]
fn a_case_that_was_saved_by_the_version_before_is_run() {
    let lab = Lab::new();
    let (name, mut value) = saved(&lab);
    value["format"] = 2.into();
    value.as_object_mut().expect("an object").remove("found");
    lab.write(&name, value.to_string());
    lab.run(&["replay"]).says(1, &["error[rejected]"]);
}
