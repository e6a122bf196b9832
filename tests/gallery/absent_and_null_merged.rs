//! A key may be missing, null, or there, each with its own meaning, and one `Option` holds only two of the three. It
//! happened to users of programs for which null and missing are not the same.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Patch": {
        "type": "object",
        "properties": {"instructions": {"type": ["string", "null"]}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Patch {
        #[serde(skip_serializing_if = "Option::is_none")]
        instructions: Option<String>,
    }
}

mod good {
    use serde::{Deserialize, Deserializer, Serialize};

    #[derive(Deserialize, Serialize, PartialEq)]
    pub struct Patch {
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        instructions: Option<Option<String>>,
    }

    /// Only called when the key is there: what it holds, null included, is some.
    fn present<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<String>>, D::Error> {
        Option::deserialize(input).map(Some)
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 16,
        name: "absent_and_null_merged",
        schema: SCHEMA,
        component: "Patch",
        broken: subject!(broken::Patch),
        good: subject!(good::Patch),
        captures: &["{}", r#"{"instructions": null}"#, r#"{"instructions": "Be brief."}"#],
        expects: const { &[Expect::lossy("null_became_absent", "/instructions")] },
    }
}
