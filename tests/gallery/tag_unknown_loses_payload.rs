//! A tag that the type does not know is accepted by `#[serde(other)]`, and all that came with it is gone, its name
//! included. It happened to users of a library for language models.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "Tools": {"type": "array", "items": {"$ref": "#/$defs/Tool"}},
        "Tool": {"oneOf": [
            {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"const": "code_interpreter"}},
                "additionalProperties": false
            },
            {
                "type": "object",
                "required": ["type", "file_search"],
                "properties": {
                    "type": {"const": "file_search"},
                    "file_search": {"type": "object", "additionalProperties": {"type": "string"}}
                },
                "additionalProperties": false
            }
        ]}
    }
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Tools(Vec<Tool>);

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Tool {
        CodeInterpreter,
        #[serde(other)]
        Unknown,
    }
}

mod good {
    use serde_json::{Map, Value};

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Tools(Vec<Tool>);

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Tool {
        CodeInterpreter,
        #[serde(untagged)]
        Unknown(Map<String, Value>),
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 9,
        name: "tag_unknown_loses_payload",
        schema: SCHEMA,
        component: "Tools",
        broken: subject!(broken::Tools),
        good: subject!(good::Tools),
        captures: &[r#"[{"type": "code_interpreter"}, {"type": "file_search", "file_search": {"ranker": "auto"}}]"#],
        expects: const {
            &[
                Expect::lossy("value_changed", "/1/type"),
                Expect::lossy("dropped_key", "/1/file_search"),
                Expect::emits_invalid("/1/type"),
            ]
        },
    }
}
