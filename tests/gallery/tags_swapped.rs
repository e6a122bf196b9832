//! Two branches whose tags are read as each other's variants, while the contents stay where the document has them: the variants have
//! each other's names. The contents differ, so that no text with the other tag alone is read. Another field refuses half of what the document allows.

use serde::{Deserialize, Serialize};
use wireproof::examine_subject;
use wireproof::finding::{Code, Kind, Level};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r##"{"$defs": {"Job": {"type": "object", "required": ["name", "size", "state"], "additionalProperties": false, "properties": {
    "name": {"type": "string"}, "size": {"type": "integer", "minimum": 0}, "state": {"$ref": "#/$defs/State"}}},
    "State": {"oneOf": [
        {"type": "object", "required": ["t", "c"], "additionalProperties": false, "properties": {
            "t": {"const": "queued"}, "c": {"type": "integer", "minimum": 0, "maximum": 1000}}},
        {"type": "object", "required": ["t", "c"], "additionalProperties": false, "properties": {
            "t": {"const": "done"}, "c": {"type": "boolean"}}},
        {"type": "object", "required": ["t", "c"], "additionalProperties": false, "properties": {
            "t": {"const": "failed"}, "c": {"type": "array", "items": {"type": "string"}}}}]}}}"##;

macro_rules! jobs {
    ($($name:ident: $queued:literal $done:literal $failed:literal, $Queued:ty, $Done:ty, $Failed:ty)*) => {$(
        mod $name {
            use super::*;

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            pub struct Job {
                name: String,
                size: u32,
                state: State,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "t", content = "c")]
            enum State {
                #[serde(rename = $queued)]
                Queued($Queued),
                #[serde(rename = $done)]
                Done($Done),
                #[serde(rename = $failed)]
                Failed($Failed),
            }
        }
    )*};
}

jobs! {
    swapped: "done" "queued" "failed", bool, u64, Vec<String>
    turned: "done" "failed" "queued", bool, Vec<String>, u64
    sound: "queued" "done" "failed", u64, bool, Vec<String>
}

/// The variants are sound. Their contents have each other's names.
mod contents {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Job {
        name: String,
        size: u32,
        state: State,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "t", content = "c", rename_all = "lowercase")]
    enum State {
        Queued(Done),
        Done(Queued),
        Failed(Vec<String>),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Queued(bool);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Done(u64);
}

fn found(subject: &Subject) -> Vec<(String, String, String)> {
    let document = Document::parse("jobs.json", SCHEMA.as_bytes()).unwrap();
    let schema = Spec::new(document, Dialect::AsMeant).component("Job").unwrap();
    let verdict = examine_subject(subject, &schema);
    assert_eq!(verdict.unknown, [], "{subject:?}");
    let findings = verdict.findings.into_iter();
    findings
        .map(|finding| {
            let sort = (finding.code, finding.kind, finding.level);
            assert_eq!(sort, (Code::UnreadKey, Some(Kind::Swapped), Level::Warning));
            let place = finding.schema_pointer.unwrap_or_default();
            assert!(place.starts_with("#/$defs/State/oneOf/"), "{place}");
            (
                finding.pointer.to_string(),
                finding.message,
                finding.witness.unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn swapped_tags_of_different_contents_are_found() {
    let expected = (
        "/state/t".to_owned(),
        r#""done" is read as `Queued`, "queued" as `Done`"#.to_owned(),
        r#"{"name":"","size":0,"state":{"c":false,"t":"done"}}"#.to_owned(),
    );
    assert_eq!(found(&subject!(swapped::Job)), [expected]);
}

#[test]
fn tags_that_are_read_in_a_circle_are_found() {
    let found = found(&subject!(turned::Job));
    let messages: Vec<&str> = found.iter().map(|(_, message, _)| message.as_str()).collect();
    let circle = r#""done" is read as `Queued`, "queued" as `Failed`, "failed" as `Done`"#;
    assert_eq!(messages, [circle]);
}

#[test]
fn sound_tags_and_names_of_contents_are_not_accused() {
    assert_eq!(found(&subject!(sound::Job)), []);
    assert_eq!(found(&subject!(contents::Job)), []);
}
