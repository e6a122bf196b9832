//! Keys that are left out for one value, and values that stand in for absent ones.

use super::caught;
use serde::{Deserialize, Serialize};
use wireproof::finding::Code;
use wireproof::subject;

const SCHEMA: &str = r##"{"$defs": {
    "Page": {"type": "object", "required": ["size", "items"], "additionalProperties": false, "properties": {
        "size": {"type": "integer", "minimum": 1, "maximum": 200},
        "items": {"type": "array", "items": {"type": "string"}}}},
    "Query": {"type": "object", "required": ["word"], "additionalProperties": false, "properties": {
        "word": {"type": "string"}, "limit": {"type": "integer", "minimum": 0, "maximum": 200}}}
}}"##;

macro_rules! types {
    ($($Name:ident { $($(#[$attribute:meta])* $field:ident: $Type:ty),* })*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct $Name { $($(#[$attribute])* $field: $Type),* }
    )*};
}

types! {
    Page { size: u8, items: Vec<String> }
    WithoutUsualSize { #[serde(default = "usual", skip_serializing_if = "is_usual")] size: u8, items: Vec<String> }
    WithoutEmptyItems { size: u8, #[serde(default, skip_serializing_if = "Vec::is_empty")] items: Vec<String> }
    Query { word: String, #[serde(skip_serializing_if = "Option::is_none")] limit: Option<u8> }
    Limited { word: String, #[serde(default = "usual")] limit: u8 }
    WithoutZero { word: String, #[serde(default, skip_serializing_if = "is_zero")] limit: u8 }
    Renamed { word: String, #[serde(default, skip_serializing_if = "Option::is_none", rename(serialize = "max"))] limit: Option<u8> }
}

fn usual() -> u8 {
    100
}

fn is_usual(size: &u8) -> bool {
    *size == usual()
}

fn is_zero(limit: &u8) -> bool {
    *limit == 0
}

#[test]
fn a_key_that_is_left_out_for_one_value_is_found() {
    let pair = [&subject!(WithoutUsualSize as "Page"), &subject!(Page)];
    caught(
        SCHEMA,
        "Page",
        pair,
        &[(Code::Lossy, "dropped_key", "size"), (Code::EmitsInvalid, "", "")],
    );
}

#[test]
fn a_list_that_is_left_out_where_it_is_empty_is_found() {
    let pair = [&subject!(WithoutEmptyItems as "Page"), &subject!(Page)];
    caught(
        SCHEMA,
        "Page",
        pair,
        &[(Code::Lossy, "dropped_key", "items"), (Code::EmitsInvalid, "", "")],
    );
}

#[test]
fn a_zero_that_is_left_out_is_found() {
    let pair = [&subject!(WithoutZero as "Query"), &subject!(Query)];
    caught(SCHEMA, "Query", pair, &[(Code::Lossy, "dropped_key", "limit")]);
}

#[test]
fn a_default_that_is_written_is_found() {
    let pair = [&subject!(Limited as "Query"), &subject!(Query)];
    caught(SCHEMA, "Query", pair, &[(Code::Lossy, "added_key", "limit")]);
}

#[test]
fn a_key_that_is_written_under_another_name_is_found() {
    let pair = [&subject!(Renamed as "Query"), &subject!(Query)];
    let expects = [
        (Code::Lossy, "dropped_key", "limit"),
        (Code::EmitsInvalid, "", ""),
        (Code::Unstable, "text", ""),
        (Code::Unstable, "value", ""),
    ];
    caught(SCHEMA, "Query", pair, &expects);
}
