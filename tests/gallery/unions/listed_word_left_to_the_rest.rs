//! 3: a catch-all behind: the document lists a tag that no variant knows, and its texts are read as what is not known.

use super::Clash;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wireproof::tagged;

const SCHEMA: &str = r#"{"$defs": {"Item": {"oneOf": [
    {"type": "object", "properties": {"kind": {"const": "a"}, "x": {"type": "string"}}, "required": ["kind", "x"]},
    {"type": "object", "properties": {"kind": {"const": "b"}, "x": {"type": "string"}}, "required": ["kind", "x"]}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Item {
    A {
        x: String,
    },
    #[serde(untagged)]
    Rest(Value),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Twin {
    A {
        x: String,
    },
    B {
        x: String,
    },
    #[serde(untagged)]
    Rest(Value),
}

pub fn clash() -> Clash {
    Clash {
        class: 3,
        schema: SCHEMA,
        broken: tagged! { Item { A, Rest } => "Item" },
        good: tagged! { Twin { A, B, Rest } => "Item" },
        expects: &[("untagged_unread_branch", r#"{"kind":"b","x":""}"#)],
    }
}
