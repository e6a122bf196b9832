//! A program with types that have one fault each, which shows at many places or in many spellings, and with types of which a fault is
//! nearly one. `wireproof explore` and `check` tell each fault once, and at the level that its text deserves.
//!
//! ```sh
//! cargo build --example spread_types
//! wireproof explore --types target/debug/examples/spread_types --spec examples/spread_types.json
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use wireproof_subject::{TypeSet, serve, subject};

/// Refuses keys that the document neither names nor forbids.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    id: bool,
}

/// Each item loses digits.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shares {
    items: Vec<Share>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Share {
    part: f32,
}

/// One number is rounded where it has more digits than a float, the other one becomes an integer, which has an end.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Measured {
    rounded: f64,
    #[serde(serialize_with = "whole")]
    clipped: f64,
}

fn whole<S: Serializer>(number: &f64, output: S) -> Result<S::Ok, S::Error> {
    match number.fract() == 0.0 && number.abs() > 1e15 {
        true => output.serialize_i64(*number as i64),
        false => output.serialize_f64(*number),
    }
}

/// Each of two fields takes its text for letters of one byte, and panics at others.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Plate {
    country: String,
    #[serde(deserialize_with = "letters")]
    number: String,
    #[serde(default, deserialize_with = "letters", skip_serializing_if = "String::is_empty")]
    old_number: String,
}

fn letters<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let text = String::deserialize(input)?;
    assert!(text.is_ascii(), "only letters of one byte");
    Ok(text)
}

/// Two lists of one schema, whose items lose a key.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Basket {
    apples: Vec<Fruit>,
    pears: Vec<Fruit>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Fruit {
    sort: bool,
}

/// Reads few of the words that the document leaves open, and names the others in its error.
#[derive(Debug, PartialEq, Serialize)]
struct Named {
    name: String,
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Named, D::Error> {
        #[derive(Deserialize)]
        struct Plain {
            name: String,
        }
        let Plain { name } = Plain::deserialize(input)?;
        match name.len() {
            0..3 => Ok(Named { name }),
            _ => Err(de::Error::custom(format!("nobody is called {name:?}"))),
        }
    }
}

/// Refuses objects in a key that only one branch of the document names.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Acting {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<u8>,
}

/// Loses all numbers, which no branch of the document allows.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Tagged {
    #[serde(rename = "type", deserialize_with = "word", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

fn word<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let value = serde_json::Value::deserialize(input)?;
    Ok(value.as_str().map(str::to_owned))
}

/// Writes every time without its offset.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stamped {
    #[serde(deserialize_with = "local")]
    at: String,
}

fn local<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let text = String::deserialize(input)?;
    Ok(text.get(..19).unwrap_or(&text).to_owned() + "Z")
}

/// Requires a key that the document does not, and does not read everything of which the document says nothing.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sparse {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    extras: BTreeMap<String, String>,
    node: u8,
}

fn main() {
    let subjects = [
        subject!(Closed),
        subject!(Shares),
        subject!(Measured),
        subject!(Plate),
        subject!(Basket),
        subject!(Named),
        subject!(Acting),
        subject!(Tagged),
        subject!(Stamped),
        subject!(Sparse),
    ];
    serve(TypeSet::new(subjects).named("spread"))
}
