//! Documented keys that a type carries among its unknown ones: only mutants show them, since all that is valid comes back.
//! Twins that leave a key untyped on purpose must not be accused.

use crate::gallery::exhibit::Exhibit;
use crate::gallery::explored::explore;
use wireproof::finding::{Code, Level};
use wireproof::subject;
use wireproof::subject::Subject;

const CASES: usize = 2_000;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Run": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string"},
            "is_strict": {"type": ["boolean", "null"]},
            "details": {"type": "object", "properties": {"reason": {"enum": ["length", "time"]}}}
        }
    }}
}"##;

type Rest = serde_json::Map<String, serde_json::Value>;

/// The wire says `is_strict`.
mod misspelt {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(rename = "isStrict", default, skip_serializing_if = "Option::is_none")]
        is_strict: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        details: Option<super::good::Details>,
        #[serde(flatten)]
        rest: super::Rest,
    }
}

/// There is no field for `is_strict`, and the rest is a hash map.
mod left_out {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        details: Option<super::good::Details>,
        #[serde(flatten)]
        rest: std::collections::HashMap<String, serde_json::Value>,
    }
}

/// The only key of an object is misspelt.
mod misspelt_inside {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(default, deserialize_with = "super::there", skip_serializing_if = "Option::is_none")]
        is_strict: Option<Option<bool>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        details: Option<Details>,
        #[serde(flatten)]
        rest: super::Rest,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    struct Details {
        #[serde(skip_serializing_if = "Option::is_none")]
        reasons: Option<String>,
        #[serde(flatten)]
        rest: super::Rest,
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(default, deserialize_with = "super::there", skip_serializing_if = "Option::is_none")]
        is_strict: Option<Option<bool>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        details: Option<Details>,
        #[serde(flatten)]
        rest: super::Rest,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Details {
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        #[serde(flatten)]
        rest: super::Rest,
    }
}

/// The key has a field, which takes anything.
mod any_value {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        #[serde(default, deserialize_with = "super::there", skip_serializing_if = "Option::is_none")]
        is_strict: Option<serde_json::Value>,
        #[serde(default, deserialize_with = "super::there", skip_serializing_if = "Option::is_none")]
        details: Option<serde_json::Value>,
        #[serde(flatten)]
        rest: super::Rest,
    }
}

/// The whole object is a map.
mod map {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(transparent)]
    pub struct Run(super::Rest);
}

/// Whatever the known variant refuses, a catch-all keeps, with the keys that it names itself.
mod catch_all {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(untagged)]
    pub enum Run {
        Known(super::good::Run),
        Other(Other),
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Other {
        id: String,
        #[serde(flatten)]
        rest: super::Rest,
    }
}

/// A key that is there, be it null.
fn there<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

/// The keys that a subject is said not to read, and what else is bad.
fn found(subject: Subject) -> Vec<(Code, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "unread",
        schema: SCHEMA,
        component: "Run",
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, &subject, CASES).into_iter();
    let mut bad: Vec<(Code, String)> = found
        .filter(|((code, ..), _)| code.level() > Level::Note)
        .map(|((code, _, pointer), _)| (code, pointer))
        .collect();
    bad.dedup();
    bad
}

/// The codes that a misspelt key is reported under.
pub fn of_a_misspelt_key() -> Vec<Code> {
    let found = found(subject!(misspelt::Run));
    found.into_iter().map(|(code, _)| code).collect()
}

fn unread(pointer: &str) -> (Code, String) {
    (Code::UnreadKey, pointer.to_owned())
}

#[test]
fn a_misspelt_optional_key_is_found() {
    // And null becomes absent under the misspelt name too, as it would under the right one.
    assert!(found(subject!(misspelt::Run)).contains(&unread("/is_strict")));
}

#[test]
fn a_field_that_was_left_out_is_found() {
    assert_eq!(found(subject!(left_out::Run)), [unread("/is_strict")]);
}

#[test]
fn the_only_key_of_an_object_is_found_when_misspelt() {
    assert_eq!(found(subject!(misspelt_inside::Run)), [unread("/details/reason")]);
}

#[test]
fn types_that_are_open_on_purpose_are_not_accused() {
    for subject in [
        subject!(good::Run),
        subject!(any_value::Run),
        subject!(map::Run),
        subject!(catch_all::Run),
    ] {
        assert_eq!(found(subject.clone()), [], "{subject:?}");
    }
}
