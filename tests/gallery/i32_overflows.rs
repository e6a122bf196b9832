//! A time or a count outgrows 32 bits, and the whole object is refused. It happened to users of servers that send
//! milliseconds where others send seconds.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Run": {
        "type": "object",
        "required": ["created_at"],
        "properties": {"created_at": {"type": "integer", "minimum": 0, "maximum": 9007199254740991}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        created_at: i32,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        #[serde(deserialize_with = "crate::whole::whole")]
        created_at: i64,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 13,
        name: "i32_overflows",
        schema: SCHEMA,
        component: "Run",
        broken: subject!(broken::Run),
        good: subject!(good::Run),
        captures: &[r#"{"created_at": 1716912345}"#, r#"{"created_at": 1716912345678}"#],
        expects: const { &[Expect::rejected("/created_at")] },
    }
}
