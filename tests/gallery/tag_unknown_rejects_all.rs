//! A tagged union gets one more branch, and the type refuses every list that has one of the new kind in it. It happened
//! to users with `file_search` tools and with keepalive events.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "Events": {"type": "array", "items": {"$ref": "#/$defs/Event"}},
        "Event": {"oneOf": [
            {
                "type": "object",
                "required": ["type", "text"],
                "properties": {"type": {"const": "delta"}, "text": {"type": "string"}},
                "additionalProperties": false
            },
            {
                "type": "object",
                "required": ["type", "comment"],
                "properties": {"type": {"const": "keepalive"}, "comment": {"type": ["string", "null"]}},
                "additionalProperties": false
            }
        ]}
    }
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Events(Vec<Event>);

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Event {
        Delta { text: String },
    }
}

mod good {
    use serde_json::{Map, Value};

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Events(Vec<Event>);

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Event {
        Delta {
            text: String,
        },
        #[serde(untagged)]
        Unknown(Map<String, Value>),
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 8,
        name: "tag_unknown_rejects_all",
        schema: SCHEMA,
        component: "Events",
        broken: subject!(broken::Events),
        good: subject!(good::Events),
        captures: &[
            r#"[{"type": "delta", "text": "Hel"}, {"type": "delta", "text": "lo"}]"#,
            r#"[{"type": "delta", "text": "Hel"}, {"type": "keepalive", "comment": null}]"#,
        ],
        expects: const { &[Expect::rejected("/1/type")] },
    }
}
