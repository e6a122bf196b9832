//! 20: numbers do not come through the buffer of an untagged enum: one beyond 64 bits is read outside it alone.

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
        expects: &[("rejected", "18446744073709551616")],
    }
}
