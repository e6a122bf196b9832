//! 1: a variant in front holds the value of a text, and not the text: an unusual spelling comes back as another one, which the string
//! behind it would have kept.

use super::Clash;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::net::Ipv6Addr;
use wireproof::untagged;

const ADDRESS: &str = r#"{"$defs": {"Host": {"anyOf": [{"type": "string", "format": "ipv6"}, {"type": "string"}]}}}"#;
const SPAN: &str = r#"{"$defs": {"Span": {"type": "object", "required": ["from", "until"], "properties": {
    "from": {"type": "string"}, "until": {"type": "string"}}}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Host {
    Address(Ipv6Addr),
    Name(String),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum KeptHost {
    Address(AddressText),
    Name(String),
}

/// An address as it was written.
#[derive(Serialize, PartialEq)]
struct AddressText(String);

impl<'de> Deserialize<'de> for AddressText {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        text.parse::<Ipv6Addr>().map_err(D::Error::custom)?;
        Ok(AddressText(text))
    }
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: ADDRESS,
        broken: untagged! { Host { Address(Ipv6Addr), Name(String) } => "Host" },
        good: untagged! { KeptHost { Address(AddressText), Name(String) } => "Host" },
        expects: &[("untagged_ambiguous", r#""::A""#)],
    }
}

/// Two of them in one struct, of which the document says nothing: both must be tried at once.
pub fn of_two() -> Clash {
    #[derive(Serialize, Deserialize, PartialEq)]
    struct Addresses {
        from: Ipv6Addr,
        until: Ipv6Addr,
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    struct Texts {
        from: String,
        until: String,
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    struct KeptAddresses {
        from: AddressText,
        until: AddressText,
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Span {
        Addresses(Addresses),
        Texts(Texts),
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum KeptSpan {
        Addresses(KeptAddresses),
        Texts(Texts),
    }

    Clash {
        class: 1,
        schema: SPAN,
        broken: untagged! { Span { Addresses(Addresses), Texts(Texts) } },
        good: untagged! { KeptSpan { Addresses(KeptAddresses), Texts(Texts) } },
        expects: &[("untagged_ambiguous", r#"{"from":"0::","until":"::"}"#)],
    }
}
