//! 1: two variants of one shape, each with the tag of the other: every text comes back as it was, and means the other.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::tagged;

const SCHEMA: &str = r##"{"$defs": {"Shape": {"oneOf": [{"$ref": "#/$defs/Circle"}, {"$ref": "#/$defs/Square"}]},
    "Circle": {"type": "object", "required": ["type", "size"], "properties": {"type": {"const": "circle"}, "size": {"type": "integer"}}},
    "Square": {"type": "object", "required": ["type", "size"], "properties": {"type": {"const": "square"}, "size": {"type": "integer"}}}}}"##;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "type")]
enum Shape {
    #[serde(rename = "square")]
    Circle { size: serde_json::Number },
    #[serde(rename = "circle")]
    Square { size: serde_json::Number },
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Twin {
    Circle { size: serde_json::Number },
    Square { size: serde_json::Number },
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: tagged! { Shape { Circle, Square } => "Shape" },
        good: tagged! { Twin { Circle, Square } => "Shape" },
        expects: &[("untagged_shadowed", r#"{"size":0,"type":"circle"}"#)],
    }
}
