//! Keys that the type does not know are dropped without a word. It happened to users whose client knew fewer keys than
//! the server sent.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Run": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}},
        "additionalProperties": {"type": ["string", "null"]}
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
    }
}

mod good {
    use std::collections::BTreeMap;

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(flatten)]
        more: BTreeMap<String, Option<String>>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 11,
        name: "unknown_keys_dropped",
        schema: SCHEMA,
        component: "Run",
        broken: subject!(broken::Run),
        good: subject!(good::Run),
        captures: &[r#"{"id": "run_1", "service_tier": "default", "reasoning_effort": null}"#],
        expects: const {
            &[
                Expect::lossy("dropped_key", "/service_tier"),
                Expect::lossy("null_became_absent", "/reasoning_effort"),
            ]
        },
    }
}
