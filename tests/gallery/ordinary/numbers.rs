//! Integers and decimals that are read into the wrong type, in an enum and behind a function.

use super::{caught, found};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::num::NonZeroU8;
use wireproof::finding::{Code, Level};
use wireproof::subject;

const SCHEMA: &str = r##"{"$defs": {
    "Reading": {"type": "object", "required": ["value"], "additionalProperties": false, "properties": {"value": {"type": "number"}}},
    "Share": {"type": "object", "required": ["percent"], "additionalProperties": false, "properties": {
        "percent": {"type": "integer", "minimum": 0, "maximum": 100}}},
    "Price": {"type": "object", "required": ["amount"], "additionalProperties": false, "properties": {
        "amount": {"type": "string", "format": "decimal"}}},
    "Visit": {"type": "object", "required": ["seconds"], "additionalProperties": false, "properties": {
        "seconds": {"type": "integer", "minimum": 0, "maximum": 65535}}}
}}"##;

macro_rules! types {
    ($($Name:ident { $(#[$attribute:meta])* $field:ident: $Type:ty })*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct $Name { $(#[$attribute])* $field: $Type }
    )*};
}

types! {
    Rounded { value: FloatFirst }
    Reading { value: IntegerFirst }
    Saturated { #[serde(with = "saturated")] value: f64 }
    Float { value: f64 }
    Positive { percent: NonZeroU8 }
    Share { percent: u8 }
    Price { amount: String }
    Cents { #[serde(with = "cents")] amount: u64 }
    Visit { seconds: u16 }
    Written { #[serde(serialize_with = "as_text")] seconds: u16 }
}

/// The float reads every integer, so the integer never gets one.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum FloatFirst {
    Float(f64),
    Integer(i64),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum IntegerFirst {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

/// Money in hundredths, as text on the wire.
mod cents {
    use super::*;

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
        let text = String::deserialize(input)?;
        let amount: f64 = text.parse().map_err(serde::de::Error::custom)?;
        Ok((amount * 100.0).round() as u64)
    }

    pub fn serialize<S: Serializer>(cents: &u64, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(&format_args!("{}.{:02}", cents / 100, cents % 100))
    }
}

fn as_text<S: Serializer>(seconds: &u16, output: S) -> Result<S::Ok, S::Error> {
    output.collect_str(seconds)
}

#[test]
fn a_float_in_front_of_an_integer_is_found() {
    let pair = [&subject!(Rounded as "Reading"), &subject!(Reading)];
    // How many digits a number has is left open, so it is a warning.
    let digits = ["integer_digits", "float_digits"].map(|kind| (Code::Lossy, kind, "value".to_owned()));
    assert_eq!(found(SCHEMA, "Reading", pair[0], Level::Warning), digits.into());
    assert_eq!(found(SCHEMA, "Reading", pair[1], Level::Warning), [].into());
}

/// Where a float is a whole number it is made an integer, which has an end.
mod saturated {
    use super::*;

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<f64, D::Error> {
        f64::deserialize(input)
    }

    pub fn serialize<S: Serializer>(float: &f64, output: S) -> Result<S::Ok, S::Error> {
        match float.fract() == 0.0 && *float != 0.0 {
            true => output.serialize_i64(*float as i64),
            false => output.serialize_f64(*float),
        }
    }
}

#[test]
fn a_float_that_becomes_another_number_is_told_apart_from_one_that_is_rounded() {
    let kinds = |subject| {
        let found = found(SCHEMA, "Reading", subject, Level::Warning).into_iter();
        found
            .map(|(_, kind, _)| kind)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let [saturated, float] = [&subject!(Saturated as "Reading"), &subject!(Float as "Reading")].map(kinds);
    assert!(saturated.contains("number_range"), "{saturated:?}");
    assert!(
        !float.contains("number_range") && float.contains("integer_digits"),
        "{float:?}"
    );
}

#[test]
fn a_zero_that_is_refused_is_found() {
    let pair = [&subject!(Positive as "Share"), &subject!(Share)];
    caught(SCHEMA, "Share", pair, &[(Code::Rejected, "", "percent")]);
}

#[test]
fn a_decimal_that_is_kept_in_cents_is_found() {
    let pair = [&subject!(Cents as "Price"), &subject!(Price)];
    caught(SCHEMA, "Price", pair, &[(Code::Lossy, "value_changed", "amount")]);
}

#[test]
fn a_number_that_is_written_as_text_is_found() {
    let pair = [&subject!(Written as "Visit"), &subject!(Visit)];
    caught(
        SCHEMA,
        "Visit",
        pair,
        &[
            (Code::Lossy, "value_changed", "seconds"),
            (Code::EmitsInvalid, "", "seconds"),
            (Code::Unstable, "unreadable", ""),
        ],
    );
}
