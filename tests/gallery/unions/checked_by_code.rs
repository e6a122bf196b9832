//! 2: variants whose texts a function of the type tells apart: a constant, a beginning, a length. No schema says so. The error of the
//! function does, or the length of what is refused, so it can be decided which of them is never read.

use super::Clash;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Key": {"type": "string"}}}"#;

/// Texts for which a condition holds, and what is said of others.
macro_rules! checked {
    ($($Name:ident: |$text:ident| $condition:expr, $message:literal;)*) => {$(
        #[derive(Serialize, PartialEq)]
        struct $Name(String);

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let $text = String::deserialize(input)?;
                match $condition {
                    true => Ok($Name($text)),
                    false => Err(D::Error::custom($message)),
                }
            }
        }
    )*};
}

checked! {
    Secret: |text| text.starts_with("sk-"), "a secret key starts with `sk-`";
    Public: |text| text.starts_with("pk-"), "a public key starts with `pk-`";
    Blob: |text| text.len() >= 200, "too short";
    Name: |text| text.len() < 200, "too long";
    Automatic: |text| text == "automatic", "expected `automatic`";
}

macro_rules! enums {
    ($($Name:ident { $($Variant:ident($Form:ty)),* })*) => {$(
        #[derive(Serialize, Deserialize, PartialEq)]
        #[serde(untagged)]
        enum $Name { $($Variant($Form)),* }
    )*};
}

enums! {
    AnyFirst { Any(String), Secret(Secret) }
    Keys { Secret(Secret), Public(Public), Automatic(Automatic) }
    LongLast { Any(String), Blob(Blob) }
    Lengths { Blob(Blob), Name(Name) }
}

pub fn of_beginnings() -> Clash {
    Clash {
        class: 2,
        schema: SCHEMA,
        broken: untagged! { AnyFirst { Any(String), Secret(Secret) } },
        good: untagged! { Keys { Secret(Secret), Public(Public), Automatic(Automatic) } },
        expects: &[("untagged_unreachable", r#""sk-""#), ("untagged_ambiguous", r#""sk-""#)],
    }
}

pub fn of_lengths() -> Clash {
    macro_rules! fifty {
        () => {
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        };
    }
    const WITNESS: &str = concat!("\"", fifty!(), fifty!(), fifty!(), fifty!(), "\"");
    Clash {
        class: 2,
        schema: SCHEMA,
        broken: untagged! { LongLast { Any(String), Blob(Blob) } },
        good: untagged! { Lengths { Blob(Blob), Name(Name) } },
        expects: &[("untagged_unreachable", WITNESS), ("untagged_ambiguous", WITNESS)],
    }
}
