//! The wire says `createdAt` and the field says `created_at`; since it is optional, nothing fails, and nothing is ever
//! read. It happened to users wherever a `rename_all` was forgotten.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Pipeline": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "createdAt": {"type": "string"}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Pipeline {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        created_at: Option<String>,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(rename_all = "camelCase")]
    pub struct Pipeline {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        created_at: Option<String>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 18,
        name: "wrong_case_of_key",
        schema: SCHEMA,
        component: "Pipeline",
        broken: subject!(broken::Pipeline),
        good: subject!(good::Pipeline),
        captures: &[
            r#"{"id": "p_1"}"#,
            r#"{"id": "p_2", "createdAt": "2024-05-28T16:05:45Z"}"#,
        ],
        expects: const { &[Expect::lossy("dropped_key", "/createdAt")] },
    }
}
