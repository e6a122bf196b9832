//! Types whose answer depends on what they have read before.

use super::{caught, found};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use wireproof::finding::{Code, Level};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r##"{"$defs": {
    "Author": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {"name": {"type": "string"}}},
    "Vote": {"type": "object", "required": ["name", "weight"], "additionalProperties": false, "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 20}, "weight": {"type": "integer"}}},
    "Ticket": {"type": "object", "required": ["number"], "additionalProperties": false, "properties": {
        "number": {"type": "integer", "minimum": 0, "maximum": 1000}}}
}}"##;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Author {
    name: String,
}

/// Names are kept once, in the spelling that came first.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Interned {
    #[serde(deserialize_with = "intern")]
    name: String,
}

fn intern<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    thread_local!(static KNOWN: RefCell<HashMap<String, String>> = RefCell::default());
    let name = String::deserialize(input)?;
    Ok(KNOWN.with_borrow_mut(|known| known.entry(name.to_lowercase()).or_insert(name).clone()))
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Ticket {
    number: u16,
}

/// Numbers are given anew with each writing.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Counted {
    #[serde(serialize_with = "next")]
    number: u16,
}

fn next<S: Serializer>(_: &u16, output: S) -> Result<S::Ok, S::Error> {
    thread_local!(static LAST: Cell<u16> = const { Cell::new(0) });
    LAST.set((LAST.get() + 1) % 1_000);
    LAST.get().serialize(output)
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Vote {
    name: String,
    weight: i64,
}

/// Every fiftieth name is lost, whatever else the text holds.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Forgetful {
    #[serde(deserialize_with = "forget")]
    name: String,
    weight: i64,
}

fn forget<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    thread_local!(static COUNT: Cell<u32> = const { Cell::new(0) });
    COUNT.set(COUNT.get() + 1);
    let name = String::deserialize(input)?;
    Ok(if COUNT.get().is_multiple_of(50) {
        "lost".to_owned()
    } else {
        name
    })
}

#[test]
fn what_is_lost_now_and_then_does_not_need_what_the_text_leaves_open() {
    let kinds = |subject: &Subject| found(SCHEMA, "Vote", subject, Level::Error);
    let lost = (Code::Lossy, "value_changed", "name".to_owned());
    assert!(kinds(&subject!(Forgetful as "Vote")).contains(&lost));
    assert_eq!(found(SCHEMA, "Vote", &subject!(Vote), Level::Warning), [].into());
}

#[test]
fn a_spelling_of_an_earlier_text_is_found() {
    let pair = [&subject!(Interned as "Author"), &subject!(Author)];
    caught(SCHEMA, "Author", pair, &[(Code::Lossy, "value_changed", "name")]);
}

#[test]
fn a_number_that_differs_with_each_writing_is_found() {
    let pair = [&subject!(Counted as "Ticket"), &subject!(Ticket)];
    let expects = [
        (Code::Lossy, "number_changed", "number"),
        (Code::Unstable, "text", ""),
        (Code::Unstable, "value", ""),
    ];
    caught(SCHEMA, "Ticket", pair, &expects);
}
