//! 1: two branches are left to one variant. A payload that is a union itself reads both; one that is a struct makes a struct of the other.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r##"{"$defs": {"More": {"oneOf": [{"$ref": "#/$defs/Shape"}, {"$ref": "#/$defs/Link"}, {"type": "boolean"}]},
    "Shape": {"type": "object", "additionalProperties": false, "properties": {"title": {"type": "string"}, "note": {"type": "string"}}},
    "Link": {"type": "object", "required": ["$ref"], "patternProperties": {"^\\$ref$": {"type": "string"}}}}}"##;

/// It does not know the note, and is meant for the branch of its name all the same.
#[derive(Serialize, Deserialize, PartialEq)]
struct Shape {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Link {
    #[serde(rename = "$ref")]
    to: String,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum LinkOr {
    Link(Link),
    Shape(Shape),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Broken {
    Any(bool),
    Shape(Shape),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Good {
    Any(bool),
    Shape(Box<LinkOr>),
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: untagged! { Broken { Any(bool), Shape(Shape) } => "More" },
        good: untagged! { Good { Any(bool), Shape(Box<LinkOr>) } => "More" },
        expects: &[("untagged_shadowed", r#"{"$ref":""}"#)],
    }
}
