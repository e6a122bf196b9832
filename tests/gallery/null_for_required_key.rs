//! A key that is always there may be null, and the type wants a value: the whole object is refused. It happened to
//! users with the `expires_at` of a run.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "openapi": "3.1.0",
    "info": {"title": "runs", "version": "1"},
    "paths": {},
    "components": {"schemas": {"Run": {
        "type": "object",
        "required": ["id", "instructions"],
        "properties": {"id": {"type": "string"}, "instructions": {"type": ["string", "null"]}},
        "additionalProperties": false
    }}}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        instructions: String,
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
        class: 4,
        name: "null_for_required_key",
        schema: SCHEMA,
        component: "Run",
        broken: subject!(broken::Run),
        good: subject!(good::Run),
        captures: &[
            r#"{"id": "run_1", "instructions": "Be brief."}"#,
            r#"{"id": "run_2", "instructions": null}"#,
        ],
        expects: const { &[Expect::rejected("/instructions")] },
    }
}
