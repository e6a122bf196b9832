//! A misspelt tag whose branch requires keys that no other branch has: in its texts every other tag falls through to the variant for
//! unknown kinds as well, so that only texts of several branches show it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wireproof::examine_subject;
use wireproof::finding::{Code, Kind, Level};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r##"{"$defs": {"Message": {"type": "object", "required": ["items"], "additionalProperties": false, "properties": {
    "items": {"type": "array", "items": {"oneOf": [
        {"$ref": "#/$defs/Shell"}, {"$ref": "#/$defs/Search"}, {"$ref": "#/$defs/Note"}]}}}},
    "Shell": {"type": "object", "required": ["kind", "most"], "additionalProperties": false, "properties": {
        "kind": {"const": "shell_output"}, "most": {"type": "integer", "minimum": -1, "maximum": 1000}}},
    "Search": {"type": "object", "required": ["kind", "query"], "additionalProperties": false, "properties": {
        "kind": {"const": "search"}, "query": {"type": "string"}}},
    "Note": {"type": "object", "required": ["kind", "text"], "additionalProperties": false, "properties": {
        "kind": {"const": "note"}, "text": {"type": "string"}}}}}"##;

macro_rules! messages {
    ($($name:ident: $Most:ty, $word:literal)*) => {$(
        mod $name {
            use super::*;

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            pub struct Message {
                items: Vec<Item>,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "kind", rename_all = "snake_case")]
            enum Item {
                #[serde(rename = $word)]
                Shell { most: $Most },
                Search { query: String },
                Note { text: String },
                #[serde(untagged)]
                Other(Value),
            }
        }
    )*};
}

messages! {
    misspelt: i16, "shell-output"
    sound: i16, "shell_output"
    unsigned: u16, "shell_output"
}

/// A type that tells no kinds apart.
mod open {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Message {
        items: Vec<Value>,
    }
}

fn found(subject: &Subject) -> Vec<(String, String, String)> {
    let document = Document::parse("messages.json", SCHEMA.as_bytes()).unwrap();
    let schema = Spec::new(document, Dialect::AsMeant).component("Message").unwrap();
    let verdict = examine_subject(subject, &schema);
    assert_eq!(verdict.unknown, [], "{subject:?}");
    let findings = verdict.findings.into_iter();
    findings
        .map(|finding| {
            let sort = (finding.code, finding.kind, finding.level);
            assert_eq!(sort, (Code::UnreadKey, Some(Kind::Word), Level::Warning));
            (
                finding.pointer.to_string(),
                finding.message,
                finding.witness.unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn a_misspelt_tag_beside_keys_of_its_own_is_found() {
    let expected = (
        "/items/0/kind".to_owned(),
        r#""shell_output" is treated like an unlisted word, but "note" is not"#.to_owned(),
        r#"{"items":[{"kind":"shell_output","most":0}]}"#.to_owned(),
    );
    assert_eq!(found(&subject!(misspelt::Message)), [expected]);
}

#[test]
fn a_known_tag_whose_body_may_be_refused_and_types_without_tags_are_not_accused() {
    assert_eq!(found(&subject!(sound::Message)), []);
    assert_eq!(found(&subject!(unsigned::Message)), []);
    assert_eq!(found(&subject!(open::Message)), []);
}
