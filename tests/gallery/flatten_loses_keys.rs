//! A flattened `Option` of a struct turns any mistake inside into none, and eats the keys that were right. It happened
//! to users in many forms; serde has a family of reports about it.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Page": {
        "type": "object",
        "required": ["data", "first_id", "has_more"],
        "properties": {
            "data": {"type": "array", "items": {"type": "string"}},
            "first_id": {"type": ["string", "null"]},
            "has_more": {"type": "boolean"}
        },
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Page {
        data: Vec<String>,
        #[serde(flatten)]
        cursor: Option<Cursor>,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    struct Cursor {
        first_id: String,
        has_more: bool,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Page {
        data: Vec<String>,
        #[serde(flatten)]
        cursor: Cursor,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    struct Cursor {
        first_id: Option<String>,
        has_more: bool,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 19,
        name: "flatten_loses_keys",
        schema: SCHEMA,
        component: "Page",
        broken: subject!(broken::Page),
        good: subject!(good::Page),
        captures: &[
            r#"{"data": ["run_1"], "first_id": "run_1", "has_more": true}"#,
            r#"{"data": [], "first_id": null, "has_more": false}"#,
        ],
        expects: const {
            &[
                Expect::lossy("null_became_absent", "/first_id"),
                Expect::lossy("dropped_key", "/has_more"),
                Expect::emits_invalid(""),
                Expect::emits_invalid(""),
            ]
        },
    }
}
