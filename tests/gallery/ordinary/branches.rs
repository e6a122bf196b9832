//! An enum of two open objects. Keys of both may stand together in a text that the document allows, and no sender means that.

use super::found;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wireproof::finding::{Code, Level};
use wireproof::subject;

const SCHEMA: &str = r##"{"$defs": {
    "Text": {"type": "object", "required": ["uri", "text"], "properties": {"uri": {"type": "string"}, "text": {"type": "string"}}},
    "Blob": {"type": "object", "required": ["uri", "blob"], "properties": {"uri": {"type": "string"}, "blob": {"type": "string"}}},
    "Contents": {"anyOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Blob"}]}}}"##;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Text {
    uri: String,
    text: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct AnyText {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Blob {
    uri: String,
    blob: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Contents {
    Text(Text),
    Blob(Blob),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Greedy {
    Text(AnyText),
    Blob(Blob),
}

#[test]
fn an_enum_may_lose_what_only_an_object_of_both_branches_has() {
    let of = |code, kind, key: &str| (code, kind, key.to_owned());
    let sound = subject!(Contents as "Contents");
    assert_eq!(found(SCHEMA, "Contents", &sound, Level::Error), BTreeSet::new());
    let warnings = found(SCHEMA, "Contents", &sound, Level::Warning);
    assert_eq!(warnings, BTreeSet::from([of(Code::Lossy, "mixed_branches", "blob")]));
    let greedy = found(SCHEMA, "Contents", &subject!(Greedy as "Contents"), Level::Error);
    assert!(greedy.contains(&of(Code::Lossy, "dropped_key", "blob")), "{greedy:?}");
}
