//! 20: numbers do not come through the buffer of an untagged enum: a map with numbers as its keys reads nothing there.

use super::Clash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Bias": {"oneOf": [
    {"type": "string"},
    {"type": "object", "propertyNames": {"pattern": "^[1-9][0-9]?$"}, "additionalProperties": {"type": "integer"}}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Bias {
    Named(String),
    Tokens(BTreeMap<u64, i64>),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Twin {
    Named(String),
    Tokens(BTreeMap<String, i64>),
}

pub fn clash() -> Clash {
    Clash {
        class: 20,
        schema: SCHEMA,
        broken: untagged! { Bias { Named(String), Tokens(BTreeMap<u64, i64>) } => "Bias" },
        good: untagged! { Twin { Named(String), Tokens(BTreeMap<String, i64>) } => "Bias" },
        expects: &[("untagged_unreachable", r#"{"1":0}"#)],
    }
}
