//! 3: a catch-all in front. A struct of which every key may be missing reads any object.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Filter": {"anyOf": [
    {"type": "object", "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}}, "additionalProperties": false},
    {"type": "object", "properties": {"word": {"type": "string"}}, "required": ["word"], "additionalProperties": false}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
struct Range {
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Word {
    word: String,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Filter {
    Range(Range),
    Word(Word),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Twin {
    Word(Word),
    Range(Range),
}

pub fn clash() -> Clash {
    Clash {
        class: 3,
        schema: SCHEMA,
        broken: untagged! { Filter { Range(Range), Word(Word) } => "Filter" },
        good: untagged! { Twin { Word(Word), Range(Range) } => "Filter" },
        expects: &[("untagged_shadowed", r#"{"word":""}"#)],
    }
}
