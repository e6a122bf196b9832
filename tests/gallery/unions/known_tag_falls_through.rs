//! 3: a catch-all behind: a tag that is known, with a body that its variant refuses, is read as what is not known.

use super::Clash;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wireproof::{tagged, untagged};

const SCHEMA: &str = r#"{"$defs": {"Item": {"oneOf": [
    {"type": "object", "properties": {"kind": {"const": "message"}, "id": {"type": "string"}, "text": {"type": "string"}},
        "required": ["kind", "id", "text"]},
    {"type": "object", "properties": {"kind": {"const": "call"}, "id": {"type": "string"},
        "arguments": {"type": ["string", "null"]}}, "required": ["kind", "id", "arguments"]}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Item {
    Message {
        id: String,
        text: String,
    },
    Call {
        id: String,
        arguments: String,
    },
    #[serde(untagged)]
    Rest(Value),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Twin {
    Message {
        id: String,
        text: String,
    },
    Call {
        id: String,
        arguments: Option<String>,
    },
    #[serde(untagged)]
    Rest(Value),
}

pub fn clash() -> Clash {
    Clash {
        class: 3,
        schema: SCHEMA,
        broken: tagged! { Item { Message, Call, Rest } => "Item" },
        good: tagged! { Twin { Message, Call, Rest } => "Item" },
        expects: &[("untagged_shadowed", r#"{"arguments":null,"id":"","kind":"call"}"#)],
    }
}

/// Every listed call is read as a reference to one, which has nothing but an id: no text of the branch is read for what it is.
pub fn as_reference() -> Clash {
    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Known {
        Message { id: String, text: String },
        Call { id: String, arguments: u8 },
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Right {
        Message { id: String, text: String },
        Call { id: String, arguments: Option<String> },
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    struct Reference {
        id: String,
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Closed {
        id: String,
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Listed {
        Known(Known),
        Reference(Reference),
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Sound {
        Known(Right),
        Reference(Closed),
    }

    Clash {
        class: 3,
        schema: SCHEMA,
        broken: untagged! { Listed { Known(Known), Reference(Reference) } => "Item" },
        good: untagged! { Sound { Known(Right), Reference(Closed) } => "Item" },
        expects: &[("untagged_shadowed", r#"{"arguments":"","id":"","kind":"call"}"#)],
    }
}
