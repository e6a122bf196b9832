//! Documented keys that a type carries among its unknown ones: only mutants show them, since all that is valid comes back.
//! Twins that leave a key untyped on purpose must not be accused.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use wireproof::examine_subject;
use wireproof::finding::{Code, Level};
use wireproof::schema::{Dialect, Document, Spec};
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

/// There is no field for `is_strict`, and `details` is written as null where it is absent.
mod writes_null {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        details: Option<super::good::Details>,
        #[serde(flatten)]
        rest: super::Rest,
    }

    /// The sound twin.
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Good {
        id: String,
        is_strict: Option<bool>,
        details: Option<super::good::Details>,
        #[serde(flatten)]
        rest: super::Rest,
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

/// The keys that a subject as a whole is said not to read, without any case.
fn found_at_once(subject: &Subject) -> Vec<(String, String)> {
    let document = Document::parse("runs.json", SCHEMA.as_bytes()).unwrap();
    let schema = Spec::new(document, Dialect::AsMeant).component("Run").unwrap();
    let verdict = examine_subject(subject, &schema);
    assert_eq!(verdict.unknown, [], "{subject:?}");
    let findings = verdict.findings.into_iter();
    findings
        .map(|finding| {
            assert_eq!((finding.code, finding.level), (Code::UnreadKey, Level::Error));
            (finding.pointer.to_string(), finding.message)
        })
        .collect()
}

/// `is_strict` is lost.
mod dropped {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Run {
        id: String,
        details: Option<super::good::Details>,
    }

    /// The same, and the type does not write.
    #[derive(serde::Deserialize)]
    #[allow(dead_code)]
    pub struct ReadOnly {
        id: String,
        details: Option<super::good::Details>,
    }

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct Closed {
        id: String,
        details: Option<super::good::Details>,
    }
}

/// Reads a map, and takes one key out of it.
mod by_hand {
    pub struct Run {
        is_strict: Option<serde_json::Value>,
        rest: super::Rest,
    }

    impl<'de> serde::Deserialize<'de> for Run {
        fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Run, D::Error> {
            let mut rest = super::Rest::deserialize(input)?;
            rest.get("id")
                .and_then(|id| id.as_str())
                .ok_or_else(|| serde::de::Error::missing_field("id"))?;
            let is_strict = rest.remove("is_strict");
            Ok(Run { is_strict, rest })
        }
    }

    impl serde::Serialize for Run {
        fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
            let own = self.is_strict.iter().map(|value| ("is_strict", value));
            output.collect_map(own.chain(self.rest.iter().map(|(key, value)| (key.as_str(), value))))
        }
    }
}

#[test]
fn a_subject_tells_without_a_case_which_keys_it_does_not_read() {
    let kept = "the type keeps it, but never reads it: any value in its place is written back unchanged";
    let misspelt = format!("{kept}; it reads `isStrict`, which the document does not name");
    for (subject, pointer, message) in [
        (subject!(misspelt::Run), "/is_strict", &misspelt[..]),
        (subject!(left_out::Run), "/is_strict", kept),
        (subject!(writes_null::Run), "/is_strict", kept),
        (subject!(misspelt_inside::Run), "/details/reason", kept),
        (
            subject!(dropped::Run),
            "/is_strict",
            "the type does not read it, and writes the text without it",
        ),
        (subject!(dropped::ReadOnly), "/is_strict", "the type never reads it"),
        (
            subject!(dropped::Closed),
            "/is_strict",
            "the type does not know it, and refuses the text",
        ),
    ] {
        let found = found_at_once(&subject);
        assert_eq!(found, [(pointer.to_owned(), message.to_owned())], "{subject:?}");
    }
}

#[test]
fn a_subject_that_reads_every_key_or_is_open_on_purpose_is_not_accused_at_once() {
    for subject in [
        subject!(good::Run),
        subject!(any_value::Run),
        subject!(map::Run),
        subject!(catch_all::Run),
        subject!(by_hand::Run),
        subject!(writes_null::Good),
    ] {
        assert_eq!(found_at_once(&subject), [], "{subject:?}");
    }
}
