//! Types that change what few values show: capitals, the end of a very long string, an item that stands there twice.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use wireproof::finding::{Code, Kind};
use wireproof::subject;
use wireproof::subject::Subject;

const CASES: usize = 2_000;

const SCHEMA: &str = r#"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Note": {
        "type": "object",
        "required": ["text", "marks", "labels"],
        "properties": {
            "text": {"type": "string"},
            "marks": {"type": "array", "items": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string"}},
                "additionalProperties": false}},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}}
        },
        "additionalProperties": false
    }}
}"#;

type Labels = BTreeMap<String, String>;

#[derive(serde::Deserialize, serde::Serialize, PartialEq)]
pub struct Mark {
    at: String,
}

/// A note whose parts are read by these functions.
macro_rules! note {
    ($name:ident, $text:literal, $marks:literal, $labels:literal) => {
        mod $name {
            use super::{Labels, Mark};

            #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
            pub struct Note {
                #[serde(deserialize_with = $text)]
                text: String,
                #[serde(deserialize_with = $marks)]
                marks: Vec<Mark>,
                #[serde(deserialize_with = $labels)]
                labels: Labels,
            }
        }
    };
}

const MOST_BYTES: usize = 4_096;

fn whole<'de, T: Deserialize<'de>, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    T::deserialize(input)
}

fn lower<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    String::deserialize(input).map(|text| text.to_ascii_lowercase())
}

fn short<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let cut = |text: String| match text.char_indices().find(|(at, _)| *at >= MOST_BYTES) {
        Some((at, _)) => text[..at].to_owned(),
        None => text,
    };
    String::deserialize(input).map(cut)
}

fn once<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Mark>, D::Error> {
    Vec::deserialize(input).map(|mut marks: Vec<Mark>| {
        marks.dedup();
        marks
    })
}

fn in_order<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Mark>, D::Error> {
    Vec::deserialize(input).map(|mut marks: Vec<Mark>| {
        marks.sort_by(|a, b| a.at.cmp(&b.at));
        marks
    })
}

fn lower_keys<'de, D: Deserializer<'de>>(input: D) -> Result<Labels, D::Error> {
    let lower = |labels: Labels| {
        labels
            .into_iter()
            .map(|(key, label)| (key.to_ascii_lowercase(), label))
            .collect()
    };
    Labels::deserialize(input).map(lower)
}

note!(good, "super::whole", "super::whole", "super::whole");
note!(lowered, "super::lower", "super::whole", "super::whole");
note!(shortened, "super::short", "super::whole", "super::whole");
note!(deduplicated, "super::whole", "super::once", "super::whole");
note!(lowered_keys, "super::whole", "super::whole", "super::lower_keys");

note!(sorted, "super::whole", "super::in_order", "super::whole");

/// What explore finds that a subject loses: kinds and places.
fn losses(subject: &Subject) -> Vec<(Option<Kind>, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "rare_values",
        schema: SCHEMA,
        component: "Note",
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, subject, CASES).into_keys();
    let lossy = found.filter(|(code, ..)| *code == Code::Lossy);
    lossy.map(|(_, kind, pointer)| (kind, pointer)).collect()
}

/// The keys under which explore finds that a subject loses something.
fn lost(subject: &Subject) -> Vec<String> {
    let mut places: Vec<String> = losses(subject)
        .into_iter()
        .map(|(_, pointer)| pointer[..pointer[1..].find('/').map_or(pointer.len(), |end| end + 1)].to_owned())
        .collect();
    places.dedup();
    places
}

#[test]
fn capitals_are_tried_in_values_and_in_keys() {
    assert_eq!(lost(&subject!(lowered::Note)), ["/text"]);
    assert_eq!(lost(&subject!(lowered_keys::Note)), ["/labels"]);
}

#[test]
fn a_string_beyond_four_thousand_bytes_is_tried() {
    assert_eq!(lost(&subject!(shortened::Note)), ["/text"]);
}

#[test]
fn an_item_that_stands_there_twice_is_tried() {
    assert_eq!(lost(&subject!(deduplicated::Note)), ["/marks"]);
}

#[test]
fn a_list_in_another_order_is_told_as_order() {
    let as_order = (Some(Kind::Reordered), "/marks".to_owned());
    assert!(losses(&subject!(sorted::Note)).contains(&as_order));
}

#[test]
fn who_keeps_them_is_not_accused() {
    assert_eq!(lost(&subject!(good::Note)), Vec::<String>::new());
}
