//! A number is kept as `f32` and comes back with other digits. It happened to users of three projects, whose requests
//! the server then refused.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Request": {
        "type": "object",
        "required": ["temperature"],
        "properties": {"temperature": {"type": "number", "minimum": 0, "maximum": 2}},
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Request {
        temperature: f32,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Request {
        temperature: f64,
    }
}

/// Written as text, the nearest `f32` to 0.7 is `0.7` again; only as a `Value` would it be 0.699999988079071. So the
/// first capture shows nothing, and that is the truth.
pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 12,
        name: "f32_loses_digits",
        schema: SCHEMA,
        component: "Request",
        broken: subject!(broken::Request),
        good: subject!(good::Request),
        captures: &[r#"{"temperature": 0.7}"#, r#"{"temperature": 0.123456789012}"#],
        expects: const { &[Expect::lossy("number_changed", "/temperature")] },
    }
}

#[test]
fn an_f32_that_keeps_its_digits_in_text_is_not_blamed() {
    let exhibit = exhibit();
    for text in [
        r#"{"temperature": 0.7}"#,
        r#"{"temperature": 1.0}"#,
        r#"{"temperature": 1e-3}"#,
    ] {
        let case = wireproof::Case::new("kept", text);
        let verdict = wireproof::examine(&exhibit.broken, Some(&exhibit.schema()), &case).unwrap();
        assert_eq!(verdict, wireproof::Verdict::default(), "{text}");
    }
}
