//! Fields and words in circles of two and more, open enums that know no listed word, `Debug` that panics, comparison of what no
//! text shows, and keys that are written twice. Each with types that look alike and must stay silent.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use wireproof::finding::Level;
use wireproof::finding::{Code, Kind, SourceKind, default_level};
use wireproof::subject;
use wireproof::subject::Subject;

const CASES: usize = 600;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "Color": {"type": "object", "required": ["red", "green", "blue"], "additionalProperties": false, "properties": {
            "red": {"$ref": "#/$defs/Byte"}, "green": {"$ref": "#/$defs/Byte"}, "blue": {"$ref": "#/$defs/Byte"}}},
        "Byte": {"type": "integer", "minimum": 0, "maximum": 255},
        "Route": {"type": "object", "required": ["start", "end"], "additionalProperties": false, "properties": {
            "start": {"$ref": "#/$defs/Place"}, "end": {"$ref": "#/$defs/Place"}}},
        "Place": {"type": "object", "required": ["lat", "lon"], "additionalProperties": false, "properties": {
            "lat": {"$ref": "#/$defs/Byte"}, "lon": {"$ref": "#/$defs/Byte"}}},
        "Cost": {"type": "object", "required": ["amount", "value"], "additionalProperties": false, "properties": {
            "amount": {"$ref": "#/$defs/Byte"}, "value": {"$ref": "#/$defs/Byte"}}},
        "Job": {"type": "object", "required": ["status"], "additionalProperties": false, "properties": {
            "status": {"enum": ["queued", "in_progress", "requires_action", "done"]}}},
        "Note": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {
            "text": {"type": "string"}, "mark": {"type": ["integer", "null"], "minimum": 0, "maximum": 9}}}
    }
}"##;

/// A struct that derives everything.
macro_rules! parts {
    ($($Name:ident { $($(#[$attribute:meta])* $field:ident: $Type:ty),* })*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct $Name { $($(#[$attribute])* $field: $Type),* }
    )*};
}

parts! {
    Color { red: u8, green: u8, blue: u8 }
    Rotated {
        #[serde(rename = "green")] red: u8,
        #[serde(rename = "blue")] green: u8,
        #[serde(rename = "red")] blue: u8
    }
    Place { lat: u8, lon: u8 }
    Route { start: Place, end: Place }
    Reversed { #[serde(rename = "end")] start: Place, #[serde(rename = "start")] end: Place }
    Cost { amount: Quantity, value: Money }
    Job { status: Status }
    CapitalJob { status: CapitalStatus }
    RotatedJob { status: RotatedStatus }
    NamedJob { status: Name }
    Numbered {
        text: String,
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")] mark: Option<Option<u8>>,
        #[serde(skip, default = "count")] number: u64
    }
    Twice { text: String, #[serde(flatten)] one: Marked, #[serde(flatten)] other: MarkedOrNull }
    Marked { #[serde(skip_serializing_if = "Option::is_none")] mark: Option<u8> }
    MarkedOrNull { mark: Option<u8> }
}

fn given<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<u8>>, D::Error> {
    Option::deserialize(input).map(Some)
}

/// Different each time.
fn count() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

/// Two wrappers whose fields are called like the keys of each other.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Quantity {
    value: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Money {
    amount: u8,
}

/// The larger number first, whatever was sent.
#[derive(Debug, PartialEq, Serialize)]
struct Sorted {
    lat: u8,
    lon: u8,
}

impl<'de> Deserialize<'de> for Sorted {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Place { lat, lon } = Place::deserialize(input)?;
        Ok(Sorted {
            lat: lat.max(lon),
            lon: lat.min(lon),
        })
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Queued,
    InProgress,
    RequiresAction,
    Done,
    #[serde(untagged)]
    Other(String),
}

/// Knows the words in another case.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum CapitalStatus {
    Queued,
    InProgress,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RotatedStatus {
    #[serde(rename = "queued")]
    InProgress,
    #[serde(rename = "in_progress")]
    RequiresAction,
    #[serde(rename = "requires_action")]
    Queued,
    Done,
}

/// Knows no word, and does not claim to.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Name(String);

/// Shows the first letter, in bytes.
#[derive(PartialEq, Serialize, Deserialize)]
struct Initial {
    text: String,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    mark: Option<Option<u8>>,
}

impl fmt::Debug for Initial {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text[..self.text.len().min(1)])
    }
}

/// Code, kind and place of what explore finds above notes, apart from what a text uses beyond the document.
fn found(component: &'static str, subject: &Subject) -> Vec<(Code, &'static str, String)> {
    all(component, subject)
        .into_iter()
        .filter(|(code, kind, _)| default_level(*code, *kind, SourceKind::Sample) > Level::Note)
        .map(|(code, kind, pointer)| (code, kind.map_or("", Kind::as_str), pointer))
        .collect()
}

fn all(component: &'static str, subject: &Subject) -> Vec<(Code, Option<Kind>, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "circles",
        schema: SCHEMA,
        component,
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    explore(&exhibit, subject, CASES).into_keys().collect()
}

fn unread(kind: &'static str, pointer: &str) -> Vec<(Code, &'static str, String)> {
    vec![(Code::UnreadKey, kind, pointer.to_owned())]
}

#[test]
fn keys_that_are_rotated_are_found() {
    assert_eq!(found("Color", &subject!(Rotated)), unread("swapped", "/blue"));
    assert_eq!(found("Color", &subject!(Color)), []);
}

#[test]
fn objects_that_are_swapped_are_found() {
    assert_eq!(found("Route", &subject!(Reversed)), unread("swapped", "/end"));
    assert_eq!(found("Route", &subject!(Route)), []);
}

#[test]
fn fields_of_wrappers_and_sorted_values_are_not_called_swapped() {
    assert_eq!(found("Cost", &subject!(Cost)), []);
    let found = found("Place", &subject!(Sorted));
    assert!(
        !found.is_empty() && found.iter().all(|(code, ..)| *code != Code::UnreadKey),
        "{found:?}"
    );
}

#[test]
fn words_that_are_rotated_are_found() {
    assert_eq!(found("Job", &subject!(RotatedJob)), unread("swapped", "/status"));
    assert_eq!(found("Job", &subject!(Job)), []);
}

#[test]
fn an_open_enum_that_knows_no_listed_word_is_found() {
    assert_eq!(found("Job", &subject!(CapitalJob)), unread("word", "/status"));
    assert_eq!(found("Job", &subject!(NamedJob)), []);
}

#[test]
fn a_debug_that_panics_is_found() {
    let found = found("Note", &subject!(Initial));
    assert!(found.contains(&(Code::Panicked, "panic", String::new())), "{found:?}");
}

#[test]
fn what_no_text_shows_is_a_note() {
    assert_eq!(found("Note", &subject!(Numbered)), []);
    let noted = all("Note", &subject!(Numbered));
    assert!(
        noted.contains(&(Code::Unstable, Some(Kind::Unequal), String::new())),
        "{noted:?}"
    );
}

#[test]
fn a_key_that_is_written_twice_is_one_finding() {
    let found = found("Note", &subject!(Twice));
    assert!(
        found.contains(&(Code::Lossy, "duplicate_key", "/mark".to_owned())),
        "{found:?}"
    );
    assert!(found.iter().all(|(code, ..)| *code == Code::Lossy), "{found:?}");
}
