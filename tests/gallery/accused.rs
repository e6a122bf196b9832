//! Types of which one thing is said, and only that: what follows from it is no finding of its own.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wireproof::finding::{Code, Kind, Level, SourceKind, default_level};
use wireproof::subject;
use wireproof::subject::Subject;

const CASES: usize = 600;

const SCHEMA: &str = r##"{"$defs": {
    "Span": {"type": "object", "required": ["from", "until"], "additionalProperties": false, "properties": {
        "from": {"type": "integer", "minimum": 0, "maximum": 255}, "until": {"type": "integer", "minimum": 0, "maximum": 255}}},
    "Sign": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {"text": {"type": "string"}}},
    "Event": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
        "type": {"const": "note"}, "text": {"type": "string"}}},
    "Page": {"type": "object", "required": ["id"], "properties": {"id": {"type": "boolean"}, "sorted": {"type": "boolean", "default": true},
        "deep": {"type": "boolean", "default": false}}}
}}"##;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Span {
    from: u8,
    until: u8,
}

/// Ends no earlier than it begins, whatever was sent.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Span")]
struct Clamped {
    from: u8,
    until: u8,
}

impl From<Span> for Clamped {
    fn from(Span { from, until }: Span) -> Self {
        Clamped {
            from,
            until: until.max(from),
        }
    }
}

/// Equal to nothing, not even to itself.
#[derive(Debug, Serialize, Deserialize)]
struct Unequal {
    text: String,
}

impl PartialEq for Unequal {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sign {
    text: String,
}

/// Writes its tag, and a field of the same name.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum TaggedTwice {
    Note(Note),
}

#[derive(Debug, PartialEq, Serialize)]
struct Note {
    r#type: String,
    text: String,
}

impl<'de> Deserialize<'de> for TaggedTwice {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Tagged::Note { text } = Tagged::deserialize(input)?;
        let r#type = "note".to_owned();
        Ok(TaggedTwice::Note(Note { r#type, text }))
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tagged {
    Note { text: String },
}

/// Codes and kinds of what explore finds at a level and above it.
fn found(component: &'static str, subject: &Subject, from: Level) -> BTreeSet<(Code, &'static str)> {
    let exhibit = Exhibit {
        class: 0,
        name: "accused",
        schema: SCHEMA,
        component,
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, subject, CASES).into_keys();
    let told = found.filter(|(code, kind, _)| default_level(*code, *kind, SourceKind::Sample) >= from);
    told.map(|(code, kind, _)| (code, kind.map_or("", Kind::as_str)))
        .collect()
}

#[test]
fn a_range_that_is_clamped_is_lossy_and_not_swapped() {
    let clamped = found("Span", &subject!(Clamped as "Span"), Level::Warning);
    assert_eq!(clamped, BTreeSet::from([(Code::Lossy, "number_changed")]));
    assert_eq!(found("Span", &subject!(Span), Level::Warning), BTreeSet::new());
}

#[test]
fn a_comparison_that_is_never_true_is_a_note() {
    let unequal = subject!(Unequal as "Sign");
    assert_eq!(found("Sign", &unequal, Level::Warning), BTreeSet::new());
    assert!(found("Sign", &unequal, Level::Note).contains(&(Code::Unstable, "unequal")));
    assert!(!found("Sign", &subject!(Sign), Level::Note).contains(&(Code::Unstable, "unequal")));
}

#[test]
fn a_tag_that_is_written_twice_is_one_finding() {
    let twice = found("Event", &subject!(TaggedTwice as "Event"), Level::Error);
    assert_eq!(twice, BTreeSet::from([(Code::Lossy, "duplicate_key")]));
    assert_eq!(
        found("Event", &subject!(Tagged as "Event"), Level::Error),
        BTreeSet::new()
    );
}

/// Fills in what the document states as the default, and leaves it out.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Defaulted {
    id: bool,
    #[serde(default = "yes")]
    sorted: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    deep: bool,
}

/// Fills in the other value, and writes a key that the document does not name.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Filled {
    id: bool,
    #[serde(default)]
    sorted: bool,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    deep: bool,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    id: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    sorted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deep: Option<bool>,
}

fn yes() -> bool {
    true
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_true(value: &bool) -> bool {
    *value
}

#[test]
fn what_the_document_says_of_absence_is_no_error() {
    let told = |subject: &Subject, from| found("Page", subject, from);
    let lossy = |kinds: &[&'static str]| kinds.iter().map(|kind| (Code::Lossy, *kind)).collect::<BTreeSet<_>>();
    let defaulted = subject!(Defaulted as "Page");
    assert_eq!(told(&defaulted, Level::Error), lossy(&[]));
    assert_eq!(told(&defaulted, Level::Warning), lossy(&["documented_default"]));
    let filled = subject!(Filled as "Page");
    assert_eq!(told(&filled, Level::Error), lossy(&["added_key", "dropped_key"]));
    assert!(told(&filled, Level::Warning).contains(&(Code::Lossy, "unnamed_key")));
    assert_eq!(told(&subject!(Kept as "Page"), Level::Warning), lossy(&[]));
}
