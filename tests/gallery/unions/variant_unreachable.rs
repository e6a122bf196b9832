//! 2: a variant that can never win, because one in front of it reads more.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Limit": {"oneOf": [
    {"type": "string", "enum": ["auto", "none"]}, {"type": "integer"}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Word {
    Auto,
    None,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Limit {
    Number(f64),
    Integer(i64),
    Word(Word),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Twin {
    Integer(i64),
    Word(Word),
}

pub fn clash() -> Clash {
    Clash {
        class: 2,
        schema: SCHEMA,
        broken: untagged! { Limit { Number(f64), Integer(i64), Word(Word) } => "Limit" },
        good: untagged! { Twin { Integer(i64), Word(Word) } => "Limit" },
        expects: &[("untagged_shadowed", "0"), ("untagged_unreachable", "0")],
    }
}
