//! 1: where the document has no union, every variant is meant for the one schema. A variant for known words in front of one for the rest
//! is sound; one that loses what it is given is not.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Size": {"type": "string"}}}"#;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Known {
    Small,
    Large,
}

/// Takes any word for a known one.
#[derive(Debug, PartialEq, Serialize)]
struct Guessed(Known);

impl<'de> Deserialize<'de> for Guessed {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match String::deserialize(input)?.as_str() {
            "" => Ok(Guessed(Known::Small)),
            "large" => Ok(Guessed(Known::Large)),
            _ => Err(serde::de::Error::custom("neither small nor large")),
        }
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Broken {
    Known(Guessed),
    Other(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Good {
    Known(Known),
    Other(String),
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: untagged! { Broken { Known(Guessed), Other(String) } => "Size" },
        good: untagged! { Good { Known(Known), Other(String) } => "Size" },
        expects: &[("untagged_shadowed", r#""""#)],
    }
}
