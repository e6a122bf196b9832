//! A reader written by hand wants the tag first, and takes the last of two keys that are the same. It happened to users
//! when the keys came in another order than in the examples.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Part": {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"const": "text"}, "text": {"type": "string"}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(try_from = "crate::pairs::Pairs")]
    pub struct Part {
        r#type: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    }

    impl TryFrom<crate::pairs::Pairs> for Part {
        type Error = &'static str;

        fn try_from(pairs: crate::pairs::Pairs) -> Result<Part, &'static str> {
            let mut keys = pairs.0.into_iter();
            let tag = keys.next().filter(|(key, _)| key == "type");
            let (_, r#type) = tag.ok_or("the tag must come first")?;
            let text = keys.rfind(|(key, _)| key == "text").map(|(_, text)| text);
            Ok(Part { r#type, text })
        }
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Part(crate::pairs::Pairs);
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 22,
        name: "order_and_duplicates_of_keys",
        schema: SCHEMA,
        component: "Part",
        broken: subject!(broken::Part),
        good: subject!(good::Part),
        captures: &[
            r#"{"type": "text", "text": "hello"}"#,
            r#"{"text": "hello", "type": "text"}"#,
            r#"{"type": "text", "type": "text"}"#,
            r#"{"type": "text", "text": "first", "text": "second"}"#,
        ],
        expects: const {
            &[
                Expect::rejected(""),
                Expect::lossy("dropped_key", "/type"),
                Expect::lossy("value_changed", "/text"),
                Expect::lossy("dropped_key", "/text"),
            ]
        },
    }
}
