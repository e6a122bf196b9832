//! A string is read as `&str`, which works until one has an escape in it, or comes from a reader or a `Value`. It
//! happened to users who went from `from_str` to `from_reader`.

use crate::exhibit::{Exhibit, Expect};
use wireproof::finding::Code;
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Message": {
        "type": "object",
        "required": ["content"],
        "properties": {"content": {"type": "string"}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    use serde::{Deserialize, Deserializer, Serialize};

    #[derive(Deserialize, Serialize, PartialEq)]
    pub struct Message {
        #[serde(deserialize_with = "borrowed")]
        content: String,
    }

    fn borrowed<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
        <&str>::deserialize(input).map(str::to_owned)
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Message {
        content: String,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 21,
        name: "borrowed_str_fails_on_escapes",
        schema: SCHEMA,
        component: "Message",
        broken: subject!(broken::Message),
        good: subject!(good::Message),
        captures: &[r#"{"content": "one line"}"#, r#"{"content": "two\nlines"}"#],
        expects: const {
            &[
                Expect::new(Code::DecodersDisagree, Some("from_reader"), ""),
                Expect::new(Code::DecodersDisagree, Some("from_value"), ""),
                Expect::rejected("/content"),
            ]
        },
    }
}
