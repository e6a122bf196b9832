//! Refusals that serde's error places elsewhere than at the value for which the text is refused: where it buffers, and where a parser
//! inside of the type has positions of its own. Each with a twin that reads the text.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;
use wireproof::finding::Code;
use wireproof::schema::{Dialect, Document, Schema, Spec};
use wireproof::subject::Subject;
use wireproof::{Case, examine, subject};

const SCHEMA: &str = r##"{"$defs": {
    "Run": {"type": "object", "required": ["id", "tools"], "properties": {"id": {"type": "string"},
        "tools": {"type": "array", "items": {"$ref": "#/$defs/Tool"}}, "usage": {"$ref": "#/$defs/Usage"}}},
    "Tool": {"oneOf": [{"$ref": "#/$defs/Search"}, {"$ref": "#/$defs/Code"}]},
    "Search": {"type": "object", "required": ["type"], "properties": {"type": {"const": "search"}, "most": {"type": "integer"},
        "order": {"enum": ["up", "down"]}}},
    "Code": {"type": "object", "required": ["type"], "properties": {"type": {"const": "code"}}},
    "Usage": {"type": "object", "required": ["tokens"], "properties": {"tokens": {"type": "integer"}, "cost": {"type": ["number", "null"]}}},
    "Call": {"type": "object", "required": ["id", "arguments"], "properties": {"id": {"type": "string"}, "arguments": {"type": "string"}}}
}}"##;

/// A run whose parts are of the given types.
macro_rules! runs {
    ($($name:ident { $most:ty, $order:ty, $tokens:ty })*) => {$(
        mod $name {
            use super::*;

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            pub struct Run {
                id: String,
                tools: Vec<Tool>,
                #[serde(flatten)]
                rest: Rest,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            struct Rest {
                #[serde(skip_serializing_if = "Option::is_none")]
                usage: Option<Usage>,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            struct Usage {
                tokens: $tokens,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "type", rename_all = "snake_case")]
            enum Tool {
                Search {
                    #[serde(skip_serializing_if = "Option::is_none")]
                    most: Option<$most>,
                    #[serde(skip_serializing_if = "Option::is_none")]
                    order: Option<$order>,
                },
                Code {},
            }
        }
    )*};
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Up {
    Up,
}

runs! {
    narrow { u8, Up, u8 }
    wide { i64, String, i64 }
}

/// Reads its arguments, and tells where in them an error is.
#[derive(Debug, PartialEq, Serialize)]
struct Call {
    id: String,
    arguments: String,
}

impl<'de> Deserialize<'de> for Call {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let PlainCall { id, arguments } = PlainCall::deserialize(input)?;
        serde_json::from_str::<serde_json::Value>(&arguments).map_err(D::Error::custom)?;
        Ok(Call { id, arguments })
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct PlainCall {
    id: String,
    arguments: String,
}

fn schema(component: &str) -> Arc<Schema> {
    let document = Document::parse("misplaced", SCHEMA.as_bytes()).unwrap();
    Spec::new(document, Dialect::AsMeant).component(component).unwrap()
}

/// Where a capture is refused.
fn refused(component: &str, subject: &Subject, text: &str) -> Vec<String> {
    let verdict = examine(subject, Some(&schema(component)), &Case::new("capture.json", text)).unwrap();
    let refusals = verdict.findings.iter().filter(|finding| finding.code == Code::Rejected);
    refusals.map(|finding| finding.pointer.as_str().to_owned()).collect()
}

#[test]
fn a_refusal_stands_at_the_value_that_is_refused() {
    for (text, pointer) in [
        (
            r#"{"id":"r","tools":[{"type":"search","most":300},{"type":"code"}]}"#,
            "/tools/0/most",
        ),
        (
            r#"{"id":"r","tools":[{"type":"code"},{"order":"down","type":"search"}]}"#,
            "/tools/1/order",
        ),
        (
            r#"{"id":"r","usage":{"tokens":300},"tools":[{"type":"search"}]}"#,
            "/usage/tokens",
        ),
        (
            r#"{"usage":{"cost":null,"tokens":300},"id":"r","tools":[]}"#,
            "/usage/tokens",
        ),
    ] {
        assert_eq!(
            refused("Run", &subject!(narrow::Run as "Run"), text),
            [pointer],
            "{text}"
        );
        assert_eq!(refused("Run", &subject!(wide::Run as "Run"), text), [""; 0], "{text}");
    }
}

#[test]
fn the_position_of_a_parser_inside_of_a_type_is_none_in_the_text() {
    let text = r#"{"id":"call_1","arguments":"{\"a\":}"}"#;
    assert_eq!(refused("Call", &subject!(Call), text), ["/arguments"]);
    assert_eq!(refused("Call", &subject!(PlainCall as "Call"), text), [""; 0]);
}
