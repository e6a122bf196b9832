//! A program that holds enums whose variants read each other's texts, for `wireproof ambiguity`.
//!
//! ```sh
//! cargo build --example ambiguous_types
//! wireproof ambiguity --types target/debug/examples/ambiguous_types --spec examples/ambiguous_types.json
//! ```

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use wireproof_subject::{TypeSet, serve, subject, tagged, untagged};

#[derive(Serialize, Deserialize, PartialEq)]
struct Step {
    id: String,
    outputs: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<Mark>,
}

/// The tag is any string, so that an image which carries `logs` is read as logs.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Output {
    Logs(Logs),
    Image(Image),
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Logs {
    r#type: String,
    logs: String,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Image {
    r#type: String,
    image: File,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct File {
    file_id: String,
}

/// Harmless: a word or an object.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Choice {
    Mode(String),
    Named(Named),
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Named {
    name: String,
}

/// An empty list is both.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Ids {
    Numbers(Vec<u64>),
    Words(Vec<String>),
}

/// Only who has seen a code knows that it is a text as well.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Mark {
    Code(Code),
    Text(String),
}

/// Yes, no, or a string that begins as no other does.
#[derive(Serialize, PartialEq)]
#[serde(untagged)]
enum Code {
    Flag(bool),
    Word(String),
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Code, D::Error> {
        match serde_json::Value::deserialize(input)? {
            serde_json::Value::Bool(flag) => Ok(Code::Flag(flag)),
            serde_json::Value::String(word) if word.starts_with("ZX-81") => Ok(Code::Word(word)),
            _ => Err(D::Error::custom("no code")),
        }
    }
}

/// What is not known is gone.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Shape {
    Circle {
        radius: i64,
    },
    Square {
        side: i64,
    },
    #[serde(other)]
    Other,
}

/// A word that is not known is gone as well.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Status {
    Queued,
    Done,
    #[serde(other)]
    Unknown,
}

fn main() {
    let unions = vec![
        untagged! { Output { Logs(Logs), Image(Image) } => "Step/properties/outputs/items" },
        untagged! { Choice { Mode(String), Named(Named) } => "Step/properties/choice" },
        untagged! { Ids { Numbers(Vec<u64>), Words(Vec<String>) } },
        untagged! { Mark { Code(Code), Text(String) } => "Step/properties/mark" },
        tagged! { Shape { Circle, Square, Other } => "Shape" },
        tagged! { Status { Queued, Done, Unknown } => "Status" },
    ];
    serve(TypeSet::new(vec![subject!(Step)]).named("ambiguous").with_enums(unions))
}
