//! `wireproof ingest`: what it reads, and what it makes of recordings that are broken.

use super::captures::{RUN, run_with};
use super::lab::{Lab, Ran};
use serde_json::{Value, json};

/// A run of `ingest` into an empty corpus, as JSON.
fn ingested(lab: &Lab, file: &str) -> (Ran, Value) {
    let ran = lab.run(&["ingest", file, "--into", "corpus", "--format", "json"]);
    let report = ran.json();
    (ran, report)
}

fn body() -> Value {
    Value::from(RUN)
}

#[test]
fn each_format_gives_its_run() {
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{RUN}\r\n0\r\n\r\n",
        RUN.len()
    );
    let har = json!({"log": {"version": "1.2", "entries": [{"response": {"content": {"text": body()}}}]}});
    let record = format!(r#"{{"Entries":[{{"ResponseHeaders":{{}},"ResponseBody":{RUN}}}],"Variables":{{}}}}"#);
    let ruby = format!(
        "---\nhttp_interactions:\n- request: {{}}\n  response:\n    body:\n      encoding: UTF-8\n      string: '{RUN}'\nrecorded_with: VCR 6.1.0\n"
    );
    let vcrpy = format!(
        "interactions:\n- response:\n    body: {{string: {}}}\nversion: 1\n",
        body()
    );
    let in_json = json!({"version": 1, "interactions": [{"response": {"body": {"string": body()}}}]});
    for (name, text) in [
        ("json", RUN.to_owned()),
        ("lines", format!("{RUN}\n{RUN}\n")),
        ("list", format!("[{RUN},\n{RUN}]")),
        ("http", chunked),
        ("har", har.to_string()),
        ("record", record),
        ("ruby", ruby),
        ("vcrpy", vcrpy),
        ("cassette", in_json.to_string()),
    ] {
        let lab = Lab::new();
        // The name says nothing.
        lab.write("recording", text);
        let (ran, report) = ingested(&lab, "recording");
        assert_eq!(ran.code, 0, "{name}: {ran:#?}");
        assert_eq!(report["shapes"].as_array().map(Vec::len), Some(1), "{name}: {report}");
        assert_eq!(report["shapes"][0]["component"], "RunObject", "{name}");
        let file = report["shapes"][0]["file"].as_str().expect("a file");
        let stored: Value = serde_json::from_str(&lab.read(&format!("corpus/{file}"))).expect("JSON");
        assert_eq!(stored["status"], "completed", "{name}");
        assert_ne!(stored["id"], "run_1", "{name}");
    }
}

#[test]
fn events_are_stored_one_by_one_and_read_back() {
    let lab = Lab::new();
    let stream = format!(
        "event: thread.run.created\ndata: {RUN}\n\nevent: thread.message.delta\ndata: {{\"id\":\"msg_1\",\"object\":\"thread.message.delta\",\"delta\":{{\"content\":[]}}}}\n\nevent: done\ndata: [DONE]\n\nevent: thread.run.comp"
    );
    lab.write("s", stream);
    let (ran, report) = ingested(&lab, "s");
    assert_eq!(ran.code, 2, "{ran:#?}");
    let files: Vec<&str> = report["shapes"]
        .as_array()
        .expect("shapes")
        .iter()
        .filter_map(|shape| shape["file"].as_str())
        .collect();
    assert_eq!(
        files,
        [
            "RunStreamEvent/run-created-completed.sse",
            "AssistantStreamEvent/message-delta.sse",
            "AssistantStreamEvent/done.sse"
        ],
        "{report:#}"
    );
    assert!(
        report["skipped"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("ends in the middle of an event")),
        "{report:#}"
    );
    assert_eq!(
        lab.read("corpus/AssistantStreamEvent/done.sse"),
        "event: done\ndata: [DONE]\n\n"
    );
    lab.run(&["check", "corpus"]).says(0, &["3 captures, 3 objects"]);
}

#[test]
fn what_belongs_to_no_component_is_said_and_why() {
    let lab = Lab::new();
    lab.write(
        "x",
        r#"{"id":"thread_1","object":"thread","created_at":1,"metadata":{},"tool_resources":{}}"#,
    );
    let ran = lab.run(&["ingest", "x", "--into", "corpus"]);
    ran.says(
        0,
        &[
            "unclassified 1: `object` is `thread`; nearest is",
            "of its",
            "keys; first JSON x",
        ],
    );
}

#[test]
fn bad_input_costs_a_line_each_and_the_rest_goes_on() {
    let lab = Lab::new();
    let har = json!({"log": {"entries": [
        {"response": {"content": {"encoding": "base64", "text": "%%%"}}},
        {"response": {"content": {"size": 0}}},
        {"response": {"content": {"text": "{\"a\":"}}},
        {"response": {"content": {"text": body()}}},
    ]}});
    lab.write("in/a", har.to_string());
    lab.write(
        "in/b",
        "interactions:\n- response: {body: {string: 7}}\n- {response: {body: {base64_string: '!!'}}}\n",
    );
    lab.write("in/c", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}");
    lab.write("in/d", b"\x1f\x8b\x08\x00broken");
    lab.write("in/notes.txt", "what is no recording is left");
    let (ran, report) = ingested(&lab, "in");
    assert_eq!(ran.code, 2);
    let reasons: Vec<String> = report["skipped"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|skipped| {
            format!(
                "{}: {}",
                skipped["case"].as_str().unwrap_or_default(),
                skipped["reason"].as_str().unwrap_or_default()
            )
        })
        .collect();
    for (place, reason) in [
        ("in/a, entry 1", "invalid base64"),
        ("in/a, entry 3", "invalid JSON: text ends where a value is expected"),
        ("in/b, interaction 1", "body is no text"),
        ("in/b, interaction 2", "invalid base64"),
        ("in/c, response 1", "content-length is 9 bytes, but the body has 2"),
        ("in/d", "cannot be read"),
    ] {
        assert!(
            reasons
                .iter()
                .any(|line| line.starts_with(place) && line.contains(reason)),
            "{place}: {reasons:#?}"
        );
    }
    assert_eq!(reasons.len(), 6, "{reasons:#?}");
    assert_eq!(report["summary"]["stored"], 1);
    assert_eq!(report["ignored"].as_array().map(Vec::len), Some(2), "{report:#}");
}

#[test]
fn a_har_with_one_huge_body_is_read_to_its_end() {
    let lab = Lab::new();
    let big = format!("[{}1]", "1,".repeat(9 << 20));
    let har = json!({"log": {"entries": [{"response": {"content": {"text": big}}}, {"response": {"content": {"text": body()}}}]}});
    lab.write("big.har", har.to_string());
    let (ran, report) = ingested(&lab, "big.har");
    assert_eq!(ran.code, 2);
    assert!(
        report["skipped"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("larger than 16 MiB")),
        "{}",
        report["skipped"]
    );
    assert_eq!(report["summary"]["stored"], 1);
}

#[test]
fn something_new_that_disagrees_ends_with_1() {
    let lab = Lab::new();
    lab.write("x", super::captures::text_for_a_time());
    let ran = lab.run(&["ingest", "x", "--into", "corpus"]);
    ran.says(
        1,
        &[
            "error[rejected]",
            "/created_at",
            "reproduce with: wireproof check corpus/RunObject/",
        ],
    );
    assert!(!ran.stdout.contains("yesterday"), "{ran:#?}");
    lab.run(&["ingest", "x", "--into", "corpus"]).says(0, &["nothing new"]);
    lab.write("y", super::captures::unknown_status());
    lab.run(&["ingest", "y", "--into", "other"])
        .says(0, &["warning[schema_violation]"]);
    lab.run(&["ingest", "y", "--into", "third", "--strict"])
        .says(1, &["error[schema_violation]"]);
}

#[test]
fn a_run_that_is_not_there_is_said() {
    let lab = Lab::new();
    lab.run(&["ingest", "nowhere", "--into", "corpus"])
        .says(2, &["nowhere: cannot be read"]);
    lab.run(&["ingest"]).says(2, &["<PATH>"]);
    lab.write("file", "x").write("x", run_with("run_1", "run_2"));
    lab.run(&["ingest", "x", "--into", "file"])
        .says(2, &["file: cannot be written"]);
}
