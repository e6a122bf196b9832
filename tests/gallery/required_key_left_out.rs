//! The type demands a key that servers leave out, here the `first_id` of an empty page. It happened to users of one
//! client at least three times, and each time a whole page was lost for one key.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Page": {
        "type": "object",
        "required": ["data", "has_more"],
        "properties": {
            "data": {"type": "array", "items": {"type": "string"}},
            "first_id": {"type": "string"},
            "has_more": {"type": "boolean"}
        },
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Page {
        data: Vec<String>,
        first_id: String,
        has_more: bool,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Page {
        data: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        first_id: Option<String>,
        has_more: bool,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 10,
        name: "required_key_left_out",
        schema: SCHEMA,
        component: "Page",
        broken: subject!(broken::Page),
        good: subject!(good::Page),
        captures: &[
            r#"{"data": ["run_1"], "first_id": "run_1", "has_more": true}"#,
            r#"{"data": [], "has_more": false}"#,
        ],
        expects: const { &[Expect::rejected("")] },
    }
}
