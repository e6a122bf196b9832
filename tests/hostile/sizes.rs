//! Input of few long parts, or of very many small ones: it takes memory in proportion to its bytes, or is refused.

use super::captures::RUN;
use super::lab::{Lab, Ran};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Address space of 1 GiB, and of 3 GiB for what plans and changes may take.
const MEMORY: &str = "ulimit -v 1048576";
const MORE_MEMORY: &str = "ulimit -v 3145728";

fn ends(lab: &Lab, arguments: &[&str]) -> Ran {
    ends_within(MEMORY, lab, arguments)
}

fn ends_within(memory: &str, lab: &Lab, arguments: &[&str]) -> Ran {
    let ran = lab.run_after(memory, arguments);
    assert!(
        ran.code <= 2 && !ran.stderr.contains("panicked"),
        "{arguments:?}: {ran:#?}"
    );
    ran
}

fn gzip(parts: &[&str]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for part in parts {
        encoder.write_all(part.as_bytes()).expect("memory");
    }
    encoder.finish().expect("memory")
}

#[test]
fn an_entry_of_many_values_is_read_for_its_body_alone() {
    let lab = Lab::new();
    let ones = "1,".repeat(20 << 20);
    let text = json!(RUN).to_string();
    let content = format!(r#""response":{{"content":{{"text":{text}}},"headers":[1]}}}}]}}}}"#);
    let body = format!(r#""response":{{"body":{text}}}}}]}}"#);
    let lines = format!(r#""ResponseBody":[{text},""]}}]}}"#);
    lab.write("a.har", gzip(&[r#"{"log":{"entries":[{"x":["#, &ones, "1],", &content]))
        .write(
            "b.json",
            gzip(&[r#"{"http_interactions":[{"x":["#, &ones, "1],", &body]),
        )
        .write(
            "c.json",
            gzip(&[r#"{"Entries":[{"ResponseHeaders":{"a":["#, &ones, "1]},", &lines]),
        );
    for file in ["a.har", "b.json", "c.json"] {
        ends(&lab, &["ingest", "--dry-run", file]).says(0, &["1 RunObject"]);
    }
}

#[test]
fn an_entry_larger_than_any_body_is_refused() {
    let lab = Lab::new();
    let many = "1,".repeat(1 << 20);
    let parts: Vec<&str> = [r#"{"log":{"entries":[{},{"x":["#]
        .into_iter()
        .chain(std::iter::repeat_n(many.as_str(), 100))
        .collect();
    lab.write("a.har", gzip(&parts));
    ends(&lab, &["ingest", "--dry-run", "a.har"]).says(2, &["a part of it is larger than 192 MiB", "up to entry 1"]);
}

#[test]
fn a_key_that_would_fill_all_pointers_is_refused() {
    let lab = Lab::new();
    let empty = "{},".repeat(30_000);
    lab.write(
        "a.json",
        format!(r#"{{"object":"thread.run","{}":[{empty}1]}}"#, "k".repeat(100_000)),
    );
    for verb in [&["check"][..], &["ingest", "--dry-run"], &["coverage"]] {
        let arguments: Vec<&str> = verb.iter().copied().chain(["a.json"]).collect();
        ends(&lab, &arguments).says(2, &["its keys are too long"]);
    }
}

#[test]
fn a_document_with_a_long_name_is_refused_with_its_place() {
    let lab = Lab::new();
    let schemas: Map<String, Value> = (0..2000)
        .map(|at| (format!("p{at}"), json!({"type": "string"})))
        .collect();
    let document = json!({"$defs": {"T": {"properties": {"k".repeat(100_000): {"properties": schemas}}}}});
    lab.write("d.json", document.to_string());
    let told = "one has 100000 bytes, and at most 4096 are read, at #/$defs/T/properties/kkk";
    for verb in ["spec lint d.json", "spec diff d.json d.json", "spec samples d.json"] {
        let arguments: Vec<&str> = verb.split(' ').collect();
        ends(&lab, &arguments).says(2, &[told]);
    }
}

#[test]
fn values_that_are_large_by_their_texts_or_their_levels_are_not_made() {
    let lab = Lab::new();
    let refer = |name: String| json!({"$ref": format!("#/$defs/{name}")});
    let long = json!({"const": "x".repeat(100_000)});
    let keys: Vec<String> = (0..5000).map(|at| format!("a{at}")).collect();
    let texts = json!({"$defs": {
        "T": {"type": "array", "minItems": 9000, "items": long},
        "U": {"type": "object", "minProperties": 9000, "additionalProperties": long},
        "V": {"type": "object", "required": keys, "additionalProperties": long}}});
    let mut maps: Map<String, Value> = (0..40)
        .map(|at| {
            let next = refer(format!("C{}", at + 1));
            (
                format!("C{at}"),
                json!({"type": "object", "minProperties": 2, "additionalProperties": next}),
            )
        })
        .collect();
    maps.insert("C40".to_owned(), json!({"type": "integer"}));
    let mut lists: Map<String, Value> = (0..30)
        .map(|at| {
            let next = refer(format!("C{}", at + 1));
            (
                format!("C{at}"),
                json!({"type": "array", "contains": next, "minContains": 3, "maxContains": 5}),
            )
        })
        .collect();
    lists.insert("C30".to_owned(), json!({"type": "integer"}));
    lab.write("texts.json", texts.to_string())
        .write("maps.json", json!({"$defs": maps}).to_string())
        .write("lists.json", json!({"$defs": lists}).to_string());
    for document in ["texts.json", "maps.json", "lists.json"] {
        ends(&lab, &["spec", "samples", "--per-component", "3", document]).says(0, &["more than 20000 parts"]);
    }
}

#[test]
fn optional_members_of_large_values_are_left_out() {
    let lab = Lab::new();
    let schema = |at: usize| {
        let properties: Map<String, Value> = (0..60)
            .map(|to| (format!("p{to}"), json!({"$ref": format!("#/$defs/T{to}")})))
            .collect();
        let required = [format!("p{}", (at + 1) % 60), format!("p{}", (at + 7) % 60)];
        let required = &required[..if at < 50 { 2 } else { 0 }];
        json!({"type": "object", "properties": properties, "required": required})
    };
    let schemas: Map<String, Value> = (0..60).map(|at| (format!("T{at}"), schema(at))).collect();
    lab.write("d.json", json!({"$defs": schemas}).to_string());
    // Of the objects in such a value few have many members: room for all of them in each took more than 1.5 GiB.
    ends(&lab, &["spec", "samples", "--per-component", "2", "d.json"]);
}

#[test]
fn changes_hold_their_texts_only_as_far_as_there_is_room() {
    let lab = Lab::new();
    let words = json!(["x".repeat(900_000)]);
    let keys: Vec<String> = (0..400).map(|at| format!("a{at}")).collect();
    lab.write(
        "old.json",
        json!({"$defs": {"T": {"enum": words, "required": keys}}}).to_string(),
    )
    .write("new.json", json!({"$defs": {"T": {"enum": words}}}).to_string());
    ends_within(MORE_MEMORY, &lab, &["spec", "diff", "old.json", "new.json"]).says(0, &["see --max-memory"]);
}

/// Read one after the other, the components of a chain are the square of the document.
#[test]
fn documents_that_agree_are_compared_in_one_walk() {
    let lab = Lab::new();
    let schema = |at: usize, end: &str| match at {
        4999 => json!({"type": end}),
        _ => {
            json!({"type": "object", "required": ["n"], "properties": {"n": {"$ref": format!("#/$defs/C{}", at + 1)}}})
        }
    };
    let document = |end: &str| {
        let schemas: Map<String, Value> = (0..5000).map(|at| (format!("C{at}"), schema(at, end))).collect();
        json!({"$defs": schemas}).to_string()
    };
    lab.write("old.json", document("string"))
        .write("same.json", document("string"));
    let told = ends(&lab, &["spec", "diff", "old.json", "same.json"]);
    told.says(
        0,
        &["C0 ", "wider no, narrower no", "Changed 0 places in 5000 components"],
    );
}

/// Each branch holds the whole again: a validator takes the branches to the power of the depth.
#[test]
fn texts_that_take_too_many_comparisons_are_not_compared() {
    let lab = Lab::new();
    let whole = json!({"$ref": "#/$defs/RunObject"});
    let branch = |at: usize| json!({"required": [format!("k{at}")], "properties": {"all": whole}});
    let branches: Vec<Value> = (0..250).map(branch).collect();
    let nested = (0..6).fold(json!({}), |inner, _| json!({"all": inner}));
    lab.write(
        "d.json",
        json!({"$defs": {"RunObject": {"allOf": branches}}}).to_string(),
    )
    .write("c.json", nested.to_string());
    let arguments = ["check", "--spec", "d.json", "--component", "RunObject", "c.json"];
    let told = ends(&lab, &arguments);
    assert!(
        told.stdout.contains("comparisons with schemas, see --max-schema-steps"),
        "{told:#?}"
    );
}

/// Pairs of branches are the square of a union.
#[test]
fn a_union_of_very_many_branches_is_decided_as_far_as_its_first_pairs() {
    let lab = Lab::new();
    let branches = vec![json!({"type": "string"}); 20_000];
    lab.write("d.json", json!({"$defs": {"T": {"oneOf": branches}}}).to_string());
    ends_within(MORE_MEMORY, &lab, &["spec", "lint", "d.json"]).says(1, &["one_of_overlap: 50000"]);
}
