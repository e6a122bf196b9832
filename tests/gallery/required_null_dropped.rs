//! A key that must be there, if only as null, is left out when the value is none: `skip_serializing_if` on the wrong
//! field. It happened to users of a published client, with most keys of a run.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Run": {
        "type": "object",
        "required": ["id", "instructions"],
        "properties": {"id": {"type": "string"}, "instructions": {"type": ["string", "null"]}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        instructions: Option<String>,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        instructions: Option<String>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 5,
        name: "required_null_dropped",
        schema: SCHEMA,
        component: "Run",
        broken: subject!(broken::Run),
        good: subject!(good::Run),
        captures: &[
            r#"{"id": "run_1", "instructions": "Be brief."}"#,
            r#"{"id": "run_2", "instructions": null}"#,
        ],
        expects: const {
            &[
                Expect::lossy("null_became_absent", "/instructions"),
                Expect::emits_invalid(""),
            ]
        },
    }
}
