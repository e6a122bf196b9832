//! Two fields that hold each other's values, where the document leaves little room for values of one's own: small numbers, and a text
//! with a pattern.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wireproof::finding::{Code, Kind};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r##"{"$defs": {"Booking": {"type": "object", "required": ["id", "adults", "children", "lines"], "additionalProperties": false,
    "properties": {"id": {"type": "string"}, "adults": {"type": "integer", "minimum": 1, "maximum": 20},
        "children": {"type": "integer", "minimum": 0, "maximum": 20}, "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}}}},
    "Line": {"type": "object", "required": ["description", "sku"], "additionalProperties": false, "properties": {
        "description": {"type": "string"}, "sku": {"type": "string", "pattern": "^[0-9]{8}$"}}}}}"##;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Booking<L> {
    id: String,
    adults: u8,
    children: u8,
    lines: Vec<L>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    description: String,
    sku: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct SwappedLine {
    #[serde(rename = "sku")]
    description: String,
    #[serde(rename = "description")]
    sku: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct SwappedBooking {
    id: String,
    #[serde(rename = "children")]
    adults: u8,
    #[serde(rename = "adults")]
    children: u8,
    lines: Vec<Line>,
}

fn found(subject: &Subject) -> BTreeSet<(Code, Option<Kind>, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "swapped",
        schema: SCHEMA,
        component: "Booking",
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, subject, 1_000).into_keys();
    let unread = found.filter(|(code, ..)| *code == Code::UnreadKey);
    unread
        .map(|(code, kind, place)| (code, kind, in_every_item(&place)))
        .collect()
}

fn in_every_item(place: &str) -> String {
    let step = |step: &str| match step.parse::<usize>() {
        Ok(_) => "*".to_owned(),
        Err(_) => step.to_owned(),
    };
    place.split('/').map(step).collect::<Vec<_>>().join("/")
}

#[test]
fn small_numbers_and_texts_with_a_pattern_are_found_in_each_others_fields() {
    let swapped = |place: &str| BTreeSet::from([(Code::UnreadKey, Some(Kind::Swapped), place.to_owned())]);
    assert_eq!(found(&subject!(SwappedBooking as "Booking")), swapped("/adults"));
    type Lines = Booking<SwappedLine>;
    assert_eq!(found(&subject!(Lines as "Booking")), swapped("/lines/*/description"));
    type Good = Booking<Line>;
    assert_eq!(found(&subject!(Good as "Booking")), BTreeSet::new());
}
