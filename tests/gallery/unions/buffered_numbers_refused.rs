//! 20: numbers do not come through the buffer of an untagged enum: a type of 128 bits reads none there.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Amount": {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 0}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Amount {
    Words(String),
    Units(u128),
}

/// Units as a number that the buffer holds.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Twin {
    Words(String),
    Units(f64),
}

pub fn clash() -> Clash {
    Clash {
        class: 20,
        schema: SCHEMA,
        broken: untagged! { Amount { Words(String), Units(u128) } => "Amount" },
        good: untagged! { Twin { Words(String), Units(f64) } => "Amount" },
        expects: &[("rejected", "0"), ("untagged_unreachable", "0")],
    }
}
