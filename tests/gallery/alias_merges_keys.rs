//! Two keys of the document are one field with an alias: either is written back as the other, and both together are
//! refused. It happened to users of servers that send the old name and the new one side by side.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Job": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "engine": {"type": "string"}, "model": {"type": "string"}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Job {
        id: String,
        #[serde(alias = "engine", skip_serializing_if = "Option::is_none")]
        model: Option<String>,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Job {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        engine: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        model: Option<String>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 23,
        name: "alias_merges_keys",
        schema: SCHEMA,
        component: "Job",
        broken: subject!(broken::Job),
        good: subject!(good::Job),
        captures: &[
            r#"{"id": "job_1", "model": "gpt-4o"}"#,
            r#"{"id": "job_2", "engine": "davinci"}"#,
            r#"{"id": "job_3", "engine": "davinci", "model": "davinci-002"}"#,
        ],
        expects: const {
            &[
                Expect::lossy("dropped_key", "/engine"),
                Expect::lossy("added_key", "/model"),
                Expect::rejected("/model"),
            ]
        },
    }
}
