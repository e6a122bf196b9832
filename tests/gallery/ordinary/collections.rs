//! Lists, sets, tuples, maps and characters that hold less than the document allows.

use super::caught;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use wireproof::finding::Code;
use wireproof::subject;

const SCHEMA: &str = r##"{"$defs": {
    "Labels": {"type": "object", "required": ["names"], "additionalProperties": false, "properties": {
        "names": {"type": "array", "items": {"type": "string"}}}},
    "Point": {"type": "object", "required": ["at"], "additionalProperties": false, "properties": {
        "at": {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "integer", "minimum": -180, "maximum": 180}}}},
    "Prices": {"type": "object", "required": ["by_code"], "additionalProperties": false, "properties": {
        "by_code": {"type": "object", "additionalProperties": {"type": "boolean"}}}},
    "Grade": {"type": "object", "required": ["letter"], "additionalProperties": false, "properties": {
        "letter": {"type": "string", "minLength": 1, "maxLength": 1}}}
}}"##;

macro_rules! types {
    ($($Name:ident { $(#[$attribute:meta])* $field:ident: $Type:ty })*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct $Name { $(#[$attribute])* $field: $Type }
    )*};
}

types! {
    Labels { names: Vec<String> }
    Set { names: BTreeSet<String> }
    Point { at: Whole }
    Pair { #[serde(deserialize_with = "two")] at: Vec<serde_json::Number> }
    Prices { by_code: BTreeMap<String, bool> }
    Numbered { by_code: BTreeMap<u32, bool> }
    Grade { letter: char }
    Latin { #[serde(deserialize_with = "latin")] letter: char }
}

/// Numbers as they were written.
type Whole = Vec<serde_json::Number>;

/// A pair, whatever comes behind it.
fn two<'de, D: Deserializer<'de>>(input: D) -> Result<Whole, D::Error> {
    Whole::deserialize(input).map(|mut numbers| {
        numbers.truncate(2);
        numbers
    })
}

/// The last byte of the character alone.
fn latin<'de, D: Deserializer<'de>>(input: D) -> Result<char, D::Error> {
    char::deserialize(input).map(|letter| char::from(letter as u8))
}

#[test]
fn a_list_that_is_kept_as_a_set_is_found() {
    let pair = [&subject!(Set as "Labels"), &subject!(Labels)];
    caught(
        SCHEMA,
        "Labels",
        pair,
        &[
            (Code::Lossy, "reordered", "names"),
            (Code::Lossy, "value_changed", "names"),
        ],
    );
}

#[test]
fn a_tuple_that_forgets_its_last_item_is_found() {
    let pair = [&subject!(Pair as "Point"), &subject!(Point)];
    caught(SCHEMA, "Point", pair, &[(Code::Lossy, "value_changed", "at")]);
}

#[test]
fn a_map_whose_keys_are_read_as_numbers_is_found() {
    let pair = [&subject!(Numbered as "Prices"), &subject!(Prices)];
    caught(SCHEMA, "Prices", pair, &[(Code::Rejected, "", "by_code")]);
}

#[test]
fn a_character_of_one_byte_is_found() {
    let pair = [&subject!(Latin as "Grade"), &subject!(Grade)];
    caught(SCHEMA, "Grade", pair, &[(Code::Lossy, "value_changed", "letter")]);
}
