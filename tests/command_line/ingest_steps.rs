//! The five steps of an ingest: redact, classify, deduplicate, examine, store.

use super::captures::{RUN, run_with, text_for_a_time};
use super::lab::Lab;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file below a folder, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), fs::read(&path).expect("a file"));
        }
    }
    found
}

#[test]
fn a_second_time_nothing_is_new_and_nothing_is_written() {
    let lab = Lab::new();
    lab.write("runs", format!("{RUN}\n{}\n{RUN}\n", run_with("\"usage\":null,", "")));
    let ran = lab.run(&["ingest", "runs", "--into", "corpus"]);
    ran.says(
        0,
        &[
            "2 new shapes, 0 objects in shapes that the corpus has, 1 more in new ones",
            "adds /usage absent",
        ],
    );
    let before = files(&lab.path("corpus"));
    lab.run(&["ingest", "runs", "--into", "corpus"])
        .says(0, &["nothing new, 3 objects in shapes that the corpus has"]);
    assert_eq!(files(&lab.path("corpus")), before);
    lab.run(&["check", "corpus"]).says(0, &["2 captures, 2 objects"]);
}

#[test]
fn the_report_says_what_a_shape_adds_and_the_file_is_named_for_it() {
    let lab = Lab::new();
    lab.write("one", RUN);
    lab.run(&["ingest", "one", "--into", "corpus"]);
    let more = run_with(
        "\"last_error\":null",
        r#""last_error":{"code":"quota_gone","message":"no more"},"brand_new":[1]"#,
    );
    lab.write(
        "two",
        more.replace(
            "\"usage\":null",
            "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}",
        ),
    );
    let report = lab
        .run(&["ingest", "two", "--into", "corpus", "--format", "json"])
        .json();
    let shape = &report["shapes"][0];
    assert_eq!(
        shape["file"], "RunObject/quota-gone-brand-new-last-error.json",
        "{shape:#}"
    );
    let adds: Vec<&str> = shape["adds"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for add in [
        "/brand_new array",
        "/brand_new/* integer",
        "/last_error/code \"quota_gone\"",
        "/usage object",
    ] {
        assert!(adds.contains(&add), "no {add} in {adds:#?}");
    }
    let index = lab.read("corpus/INDEX.tsv");
    assert!(index.starts_with("file\tshape\tseen\nRunObject/"), "{index}");
    assert_eq!(index.lines().count(), 3);
    assert!(index.lines().all(|line| line.split('\t').count() == 3), "{index}");
    assert!(index.contains("\tJSON two; shape 1-"), "{index}");
}

#[test]
fn joins_hold_within_a_batch_and_across_batches() {
    let lab = Lab::new();
    let step = r#"{"id":"step_AbCdEf123456","object":"thread.run.step","created_at":1,"run_id":"run_QqWwEeRr1122","assistant_id":"asst_1","thread_id":"thread_1","type":"message_creation","status":"completed","cancelled_at":null,"completed_at":1,"failed_at":null,"last_error":null,"step_details":{"type":"message_creation","message_creation":{"message_id":"msg_1"}},"usage":null}"#;
    lab.write("run", run_with("run_1", "run_QqWwEeRr1122"))
        .write("step", step);
    lab.run(&["ingest", "run", "--into", "corpus"]);
    lab.run(&["ingest", "step", "--into", "corpus"]);
    let stored = files(&lab.path("corpus"));
    let read = |part: &str| -> Value {
        let (_, bytes) = stored.iter().find(|(name, _)| name.contains(part)).expect(part);
        serde_json::from_slice(bytes).expect("JSON")
    };
    let (run, step) = (read("/RunObject/"), read("/RunStepObject/"));
    assert_eq!(run["id"], step["run_id"]);
    let id = run["id"].as_str().expect("an id");
    assert!(
        id.starts_with("run_") && id.len() == 16 && id != "run_QqWwEeRr1122",
        "{id}"
    );
    // Another corpus has another key.
    lab.run(&["ingest", "run", "--into", "other"]);
    let other = files(&lab.path("other"));
    assert!(!other.values().any(|bytes| String::from_utf8_lossy(bytes).contains(id)));
}

#[test]
fn a_dry_run_shows_all_and_writes_nothing() {
    let lab = Lab::new();
    lab.write("x", text_for_a_time());
    let before = files(&lab.path(""));
    let ran = lab.run(&["ingest", "x", "--into", "corpus", "--dry-run"]);
    ran.says(
        1,
        &[
            "would be new RunObject/",
            "error[rejected]",
            "nothing: a dry run",
            "reproduce with: wireproof ingest --dry-run x",
        ],
    );
    assert_eq!(files(&lab.path("")), before);
    assert!(!lab.path("corpus").exists());
}

#[test]
fn text_is_kept_when_that_is_asked_for() {
    let lab = Lab::new();
    lab.write(
        "x",
        run_with(
            "\"instructions\":null",
            "\"instructions\":\"Be kind to joe@firm.example, always.\"",
        ),
    );
    lab.run(&["ingest", "x", "--into", "kept", "--keep-text"]);
    lab.run(&["ingest", "x", "--into", "gone"]);
    let text = |corpus: &str| -> String {
        files(&lab.path(corpus))
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect()
    };
    assert!(text("kept").contains("Be kind to ") && text("kept").contains(", always."));
    assert!(!text("kept").contains("joe") && !text("kept").contains("firm.example"));
    assert!(!text("gone").contains("kind"));
}

#[test]
fn seeds_lie_beside_the_corpus_of_a_project() {
    let lab = Lab::new();
    lab.write("x", RUN);
    lab.run(&["ingest", "x"])
        .says(0, &["Stored 1 capture in corpus/captures"]);
    let names: Vec<String> = files(&lab.path("fuzz/seeds")).into_keys().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(names[0].contains("/fuzz/seeds/RunObject/"), "{names:?}");
}

#[test]
fn an_empty_page_is_stored_for_each_component_that_it_fits() {
    let lab = Lab::new();
    lab.write(
        "x",
        r#"{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}"#,
    );
    let report = lab.run(&["ingest", "x", "--into", "corpus", "--format", "json"]).json();
    let components: Vec<_> = report["shapes"]
        .as_array()
        .expect("shapes")
        .iter()
        .map(|shape| shape["component"].clone())
        .collect();
    assert_eq!(components, ["ListRunsResponse", "ListRunStepsResponse"]);
}
