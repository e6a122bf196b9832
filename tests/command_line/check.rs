//! `wireproof check`, as people see it.

use super::captures::{RUN, page, run_with, text_for_a_time, unknown_status};
use super::lab::{Lab, assert_transcript};

#[test]
fn a_clean_capture_is_clean() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    assert_transcript!(lab.run(&["check", "run.json"]));
}

#[test]
fn an_unknown_kind_is_a_warning_and_kept_whole() {
    let lab = Lab::new();
    let tool = r#""tools":[{"type":"web_search","web_search":{"depth":2}}]"#;
    lab.write("run.json", run_with(r#""tools":[]"#, tool));
    assert_transcript!(lab.run(&["check", "run.json"]));
}

#[test]
fn a_run_that_is_not_read_is_an_error() {
    let lab = Lab::new();
    lab.write("run.json", text_for_a_time());
    assert_transcript!(lab.run(&["check", "run.json"]));
    assert_eq!(lab.path(".wireproof").read_dir().expect("saved cases").count(), 1);
}

#[test]
fn a_page_counts_once_and_its_runs_are_named() {
    let lab = Lab::new();
    lab.write("page.json", page(&[RUN, &unknown_status()]));
    assert_transcript!(lab.run(&["check", "page.json"]));
}

#[test]
fn each_line_and_each_event_is_an_object() {
    let lab = Lab::new();
    lab.write("runs.jsonl", format!("{RUN}\n\n{RUN}\n"));
    let events = format!("event: thread.run.created\ndata: {RUN}\n\nevent: done\ndata: [DONE]\n\n");
    lab.write("stream.sse", events);
    assert_transcript!(lab.run(&["check", "."]));
}

#[test]
fn a_folder_tells_the_component() {
    let lab = Lab::new();
    lab.write("RunObject/deep/run.json", "{}");
    lab.run(&["check", "RunObject"])
        .says(1, &["error[rejected]", "--> RunObject", "RunObject/deep/run.json:1:1"]);
    lab.write("other/run.json", "{}");
    lab.run(&["check", "other"]).says(
        2,
        &["skipped other/run.json:1:1: no bound component fits: an empty object"],
    );
}

#[test]
fn a_capture_in_the_folder_of_an_unbound_component_is_not_examined() {
    let lab = Lab::new();
    let message = r#"{"object":"thread.run","id":"msg_1","status":"completed"}"#;
    lab.write("MessageObject/a.json", message)
        .write("Metadata/b.json", message);
    let ran = lab.run(&["check", "."]);
    ran.says(
        2,
        &[
            "skipped ./MessageObject/a.json:1:1: its folder `MessageObject` is named like a component",
            "skipped ./Metadata/b.json:1:1: its folder names the component `Metadata`, which no subject is bound to",
        ],
    );
    assert!(!ran.stdout.contains("error["), "{ran:#?}");
    lab.run(&["check", "--component", "RunObject", "MessageObject/a.json"])
        .says(1, &["error[rejected]", "--> RunObject"]);
}

#[test]
fn cut_json_on_standard_input_is_placed() {
    let lab = Lab::new();
    let ran = lab.run_with(&["check", "-"], br#"{"id":"run_1","object":"thread.run""#, &[]);
    assert!(ran.stdout.contains("-:1:36"), "{ran:#?}");
    assert_transcript!(ran);
}

#[test]
fn standard_input_is_examined() {
    let lab = Lab::new();
    lab.run_with(&["check", "-"], RUN.as_bytes(), &[])
        .says(0, &["1 object: 1 clean"]);
    // A stream cannot be read again, so what is wrong with it is kept, whatever its level.
    let ran = lab.run_with(&["check", "-"], unknown_status().as_bytes(), &[]);
    let id = ran.says(0, &["warning[schema_violation]", "  -:1:117\n"]).saved_id();
    lab.run(&["replay", &id])
        .says(0, &["warning[schema_violation]", "  -:1:117\n"]);
}

#[test]
fn quiet_prints_the_summary_only() {
    let lab = Lab::new();
    lab.write("run.json", text_for_a_time());
    assert_transcript!(lab.run(&["check", "--quiet", "run.json"]));
    lab.write("broken.json", "{");
    let ran = lab.run(&["check", "--quiet", "broken.json"]);
    ran.says(2, &["skipped broken.json:1:2", "1 text not examined"]);
}

#[test]
fn strict_makes_errors_of_warnings() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    lab.run(&["check", "run.json"]).says(0, &["warning[schema_violation]"]);
    assert_transcript!(lab.run(&["check", "--strict", "run.json"]));
}

#[test]
fn strict_leaves_notes_alone() {
    let lab = Lab::new();
    lab.write("run.json", run_with(r#"{"id""#, r#"{"hint":1,"id""#));
    lab.run(&["check", "--strict", "run.json"])
        .says(0, &["note[undocumented_field]", "1 object: 1 clean"]);
}

#[test]
fn places_beyond_the_twentieth_are_counted() {
    let lab = Lab::new();
    let keys: String = (0..23).map(|index| format!(r#""hint_{index}":1,"#)).collect();
    lab.write("run.json", run_with(r#"{"id""#, &format!(r#"{{{keys}"id""#)));
    lab.run(&["check", "run.json"])
        .says(0, &["/hint_19 ", "… and 3 more places; --verbose lists them"]);
    let ran = lab.run(&["check", "--verbose", "run.json"]);
    assert!(
        ran.stdout.contains("/hint_22 ") && !ran.stdout.contains("more places"),
        "{ran:#?}"
    );
}

#[test]
fn the_embedded_corpus_has_no_error() {
    let ran = Lab::new().run(&["check", "--format", "json"]);
    let summary = &ran.says(0, &[]).json()["summary"];
    assert!(summary["objects"].as_u64() > Some(400), "{summary}");
    assert_eq!(
        (summary["errors"].as_u64(), summary["skipped"].as_u64()),
        (Some(0), Some(0))
    );
    assert_eq!(summary["clean"], summary["objects"]);
}

#[test]
fn an_embedded_capture_is_found_by_the_name_that_the_report_gives_it() {
    let lab = Lab::new();
    let name = "captures/RunObject/queued-2025.json";
    lab.run(&["check", name]).says(0, &["1 object: 1 clean"]);
    lab.write(name, "{}")
        .run(&["check", name])
        .says(1, &["error[rejected]"]);
}

#[test]
fn events_and_error_bodies_of_no_subject_are_counted_and_make_no_exit_code() {
    let lab = Lab::new();
    let run = include_str!("../../corpus/captures/RunObject/tag-last-everywhere.json");
    lab.write("captures/run.json", run)
        .write(
            "captures/error.json",
            r#"{"error": {"message": "no such run", "type": "invalid_request_error"}}"#,
        )
        .write("alone/error.json", r#"{"error": {"message": "no such run"}}"#)
        .write("other/run.json", run)
        .write("other/what.json", r#"{"id": 1}"#);
    let ran = lab.run(&["check", "captures", "--component", "RunObject"]);
    ran.says(
        0,
        &[
            "1 text not examined, of which 1 events or error bodies",
            "an error body that no subject is bound to",
        ],
    );
    let report = lab.run(&["check", "captures", "--format", "json"]).json();
    assert_eq!(
        (&report["summary"]["skipped"], &report["summary"]["unbound"]),
        (&1.into(), &1.into())
    );
    lab.run(&["check", "alone"]).says(2, &["1 text not examined"]);
    lab.run(&["check", "other"]).says(2, &["no bound component fits"]);
}
