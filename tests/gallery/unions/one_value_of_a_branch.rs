//! 1: code that finds the variant by hand keeps a list of one text in the variant for texts. Whoever writes the list back as it was
//! has such a variant on purpose; whoever writes the text has taken one branch for another.

use super::Clash;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wireproof::tagged;

const SCHEMA: &str = r#"{"$defs": {"Content": {"oneOf": [
    {"title": "Text", "type": "string"},
    {"title": "List", "type": "array", "items": {"type": "string"}}
]}}}"#;

#[derive(PartialEq)]
enum Content<const KEEPS: bool> {
    Text { text: String, is_listed: bool },
    List(Vec<String>),
}

type Broken = Content<false>;
type Good = Content<true>;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    Text(String),
    List(Vec<String>),
}

impl<'de, const KEEPS: bool> Deserialize<'de> for Content<KEEPS> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (text, is_listed) = match Wire::deserialize(deserializer)? {
            Wire::Text(text) => (text, false),
            Wire::List(mut texts) if texts.len() == 1 => (texts.remove(0), true),
            Wire::List(texts) => return Ok(Content::List(texts)),
        };
        Ok(Content::Text { text, is_listed })
    }
}

impl<const KEEPS: bool> Serialize for Content<KEEPS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Content::Text { text, is_listed: true } if KEEPS => [text].serialize(serializer),
            Content::Text { text, .. } => text.serialize(serializer),
            Content::List(texts) => texts.serialize(serializer),
        }
    }
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: tagged! { Broken { Text, List } => "Content" },
        good: tagged! { Good { Text, List } => "Content" },
        expects: &[("untagged_shadowed", r#"[""]"#)],
    }
}
