//! Types for one direction, request or response, of a schema that describes both. What the other direction alone has may be lost or
//! unread, which is a note; a key that is sent both ways may not, and a key that is read is examined like any other.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wireproof::examine_subject;
use wireproof::finding::{Code, Kind, Level, SourceKind, default_level};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r##"{"openapi": "3.0.3", "components": {"schemas": {
    "User": {"type": "object", "required": ["id", "name", "password"], "additionalProperties": false, "properties": {
        "id": {"type": "integer", "format": "int32", "readOnly": true},
        "name": {"type": "string"},
        "password": {"allOf": [{"$ref": "#/components/schemas/Secret"}]},
        "created": {"type": "boolean", "readOnly": true}}},
    "Secret": {"type": "string", "writeOnly": true}
}}}"##;

/// What a server sends.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sent {
    id: i32,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<bool>,
}

/// What a client sends.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Given {
    name: String,
    password: String,
}

/// What a client sends, which refuses every other key.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    name: String,
    password: String,
}

/// Has lost the name too.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Nameless {
    id: i32,
}

/// Reads the number of the user, and not all of them.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Narrow {
    id: i8,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<bool>,
}

/// What a server sends, without one of the keys that only servers send.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Undated {
    id: i32,
    name: String,
}

type Found = BTreeSet<(Code, &'static str)>;

/// What is found in a type, at a level and above it, by generated texts and by what it asks for.
fn found(subject: &Subject, from: Level) -> Found {
    let exhibit = Exhibit {
        class: 0,
        name: "one_direction",
        schema: SCHEMA,
        component: "User",
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let explored = explore(&exhibit, subject, 1_000).into_keys();
    let unread = examine_subject(subject, &exhibit.schema()).findings.into_iter();
    let all = explored
        .map(|(code, kind, _)| (code, kind))
        .chain(unread.map(|it| (it.code, it.kind)));
    let told = all.filter(|(code, kind)| default_level(*code, *kind, SourceKind::Sample) >= from);
    told.map(|(code, kind)| (code, kind.map_or("", Kind::as_str))).collect()
}

#[test]
fn what_is_sent_the_other_way_may_be_lost() {
    for subject in [subject!(Sent as "User"), subject!(Given as "User")] {
        assert_eq!(found(&subject, Level::Warning), Found::new(), "{}", subject.name());
        let notes = found(&subject, Level::Note);
        for code in [Code::Lossy, Code::EmitsInvalid, Code::UnreadKey] {
            assert!(notes.contains(&(code, "one_direction")), "{} {code}", subject.name());
        }
    }
}

#[test]
fn what_is_sent_the_other_way_may_be_refused() {
    let strict = subject!(Strict as "User");
    assert_eq!(found(&strict, Level::Warning), Found::new());
    assert!(found(&strict, Level::Note).contains(&(Code::Rejected, "one_direction")));
}

#[test]
fn what_is_sent_both_ways_may_not_be_lost_and_what_is_read_is_examined() {
    let nameless = found(&subject!(Nameless as "User"), Level::Error);
    let expected = [
        (Code::EmitsInvalid, ""),
        (Code::Lossy, "dropped_key"),
        (Code::UnreadKey, ""),
    ];
    assert_eq!(nameless, Found::from(expected));
    // It keeps the number, and so is a type for responses.
    let undated = found(&subject!(Undated as "User"), Level::Error);
    assert!(undated.contains(&(Code::Lossy, "dropped_key")), "{undated:?}");
    let narrow = found(&subject!(Narrow as "User"), Level::Error);
    assert_eq!(narrow, Found::from([(Code::Rejected, "")]));
}
