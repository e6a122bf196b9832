//! A number is one that the machine number of the type does not hold: beyond 2^53 in a float, `-0` in an integer,
//! beyond 1e308 in either. It happened to users often enough for two long threads at serde_json.

use crate::exhibit::{Exhibit, Expect};
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Account": {
        "type": "object",
        "required": ["id", "change"],
        "properties": {
            "id": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807},
            "change": {"type": "integer", "minimum": -1000, "maximum": 1000}
        },
        "additionalProperties": false
    }}
}"##;

mod broken {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Account {
        id: f64,
        change: i64,
    }
}

mod good {
    use crate::whole::whole;

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Account {
        #[serde(deserialize_with = "whole")]
        id: i64,
        #[serde(deserialize_with = "whole")]
        change: i64,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 15,
        name: "numbers_beyond_the_machine",
        schema: SCHEMA,
        component: "Account",
        broken: subject!(broken::Account),
        good: subject!(good::Account),
        captures: &[r#"{"id": 9007199254740993, "change": 1}"#, r#"{"id": 7, "change": -0}"#],
        expects: const { &[Expect::lossy("number_changed", "/id"), Expect::rejected("/change")] },
    }
}

/// No validator that holds numbers in machine words can say whether such a text is valid; that is told, not passed over.
#[test]
fn a_number_beyond_all_floats_is_refused_and_the_validity_unknown() {
    let exhibit = exhibit();
    let case = wireproof::Case::new("huge", r#"{"id": 1e400, "change": 1}"#);
    let verdict = wireproof::examine(&exhibit.broken, Some(&exhibit.schema()), &case).unwrap();
    let found: Vec<_> = verdict
        .findings
        .iter()
        .map(|finding| (finding.code, finding.pointer.as_str()))
        .collect();
    assert_eq!(found, [(wireproof::finding::Code::Rejected, "/id")]);
    let unknown: Vec<_> = verdict.unknown.iter().map(|(code, _)| *code).collect();
    assert_eq!(unknown, [wireproof::finding::Code::SchemaViolation]);
}
