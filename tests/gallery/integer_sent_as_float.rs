//! A server writes an integer as `256.0`, which JSON Schema calls an integer and serde does not. It happened to users
//! of servers that keep all numbers as floats.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Request": {
        "type": "object",
        "required": ["max_prompt_tokens"],
        "properties": {"max_prompt_tokens": {"type": "integer", "minimum": 256, "maximum": 1000000}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Request {
        max_prompt_tokens: i64,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Request {
        #[serde(deserialize_with = "crate::whole::whole")]
        max_prompt_tokens: i64,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 14,
        name: "integer_sent_as_float",
        schema: SCHEMA,
        component: "Request",
        broken: subject!(broken::Request),
        good: subject!(good::Request),
        captures: &[
            r#"{"max_prompt_tokens": 256}"#,
            r#"{"max_prompt_tokens": 256.0}"#,
            r#"{"max_prompt_tokens": 1e3}"#,
        ],
        expects: const {
            &[
                Expect::rejected("/max_prompt_tokens"),
                Expect::rejected("/max_prompt_tokens"),
            ]
        },
    }
}
