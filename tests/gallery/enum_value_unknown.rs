//! An enum that the document leaves open is closed in the type: one new value, and the whole object is refused. It
//! happened to users on the day that runs learned the status `incomplete`.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "openapi": "3.1.0",
    "info": {"title": "runs", "version": "1"},
    "paths": {},
    "components": {"schemas": {
        "Run": {
            "type": "object",
            "required": ["id", "status"],
            "properties": {"id": {"type": "string"}, "status": {"$ref": "#/components/schemas/Status"}},
            "additionalProperties": false
        },
        "Status": {"anyOf": [{"type": "string", "enum": ["queued", "completed"]}, {"type": "string"}]}
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        status: Status,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Status {
        Queued,
        Completed,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        status: Status,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Status {
        Queued,
        Completed,
        #[serde(untagged)]
        Other(String),
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 7,
        name: "enum_value_unknown",
        schema: SCHEMA,
        component: "Run",
        broken: subject!(broken::Run),
        good: subject!(good::Run),
        captures: &[
            r#"{"id": "run_1", "status": "completed"}"#,
            r#"{"id": "run_2", "status": "incomplete"}"#,
        ],
        expects: const { &[Expect::rejected("/status")] },
    }
}
