//! A key that may be missing but may not be null is written as null. It happened to users whose requests the server
//! refused for `"parallel_tool_calls": null`.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Request": {
        "type": "object",
        "required": ["model"],
        "properties": {"model": {"type": "string"}, "parallel_tool_calls": {"type": "boolean"}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Request {
        model: String,
        parallel_tool_calls: Option<bool>,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Request {
        model: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        parallel_tool_calls: Option<bool>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 6,
        name: "null_written_for_absent_key",
        schema: SCHEMA,
        component: "Request",
        broken: subject!(broken::Request),
        good: subject!(good::Request),
        captures: &[
            r#"{"model": "gpt-4o", "parallel_tool_calls": false}"#,
            r#"{"model": "gpt-4o"}"#,
        ],
        expects: const {
            &[
                Expect::lossy("absent_became_null", "/parallel_tool_calls"),
                Expect::emits_invalid("/parallel_tool_calls"),
            ]
        },
    }
}
