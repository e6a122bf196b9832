//! A missing key is filled in by `#[serde(default)]`, and written back as if it had been sent. It happened to users who
//! sent back what they had read.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Assistant": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "file_ids": {"type": "array", "items": {"type": "string"}}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Assistant {
        id: String,
        #[serde(default)]
        file_ids: Vec<String>,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Assistant {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        file_ids: Option<Vec<String>>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 17,
        name: "default_written_back",
        schema: SCHEMA,
        component: "Assistant",
        broken: subject!(broken::Assistant),
        good: subject!(good::Assistant),
        captures: &[r#"{"id": "asst_1"}"#, r#"{"id": "asst_2", "file_ids": []}"#],
        expects: const { &[Expect::lossy("added_key", "/file_ids")] },
    }
}
