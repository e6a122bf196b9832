//! 1: the wrong variant wins. A tag that is any string lets an image that carries `logs` through as logs.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r##"{"$defs": {
    "Call": {"type": "object", "properties": {"outputs": {"type": "array", "items": {"oneOf": [
        {"$ref": "#/$defs/Logs"}, {"$ref": "#/$defs/Image"}]}}}, "required": ["outputs"]},
    "Logs": {"type": "object", "properties": {"type": {"type": "string", "enum": ["logs"]}, "logs": {"type": "string"}},
        "required": ["type", "logs"]},
    "Image": {"type": "object", "properties": {"type": {"type": "string", "enum": ["image"]}, "image": {"type": "object",
        "properties": {"file_id": {"type": "string"}}, "required": ["file_id"]}}, "required": ["type", "image"]}}}"##;

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct LogsOutput {
    r#type: String,
    logs: String,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct ImageOutput {
    r#type: String,
    image: ImageFileId,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct ImageFileId {
    file_id: String,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
#[serde(untagged)]
enum CodeInterpreterOutput {
    Logs(LogsOutput),
    Image(ImageOutput),
}

mod twin {
    use super::*;

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    enum LogsType {
        #[serde(rename = "logs")]
        Logs,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    enum ImageType {
        #[serde(rename = "image")]
        Image,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    pub struct LogsOutput {
        r#type: LogsType,
        logs: String,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    pub struct ImageOutput {
        r#type: ImageType,
        image: ImageFileId,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    #[serde(untagged)]
    pub enum CodeInterpreterOutput {
        Logs(LogsOutput),
        Image(ImageOutput),
    }
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: untagged! {
            CodeInterpreterOutput { Logs(LogsOutput), Image(ImageOutput) } => "Call/properties/outputs/items"
        },
        good: untagged! {
            twin::CodeInterpreterOutput { Logs(twin::LogsOutput), Image(twin::ImageOutput) } => "Call/properties/outputs/items"
        },
        expects: &[(
            "untagged_shadowed",
            r#"{"image":{"file_id":""},"type":"image","logs":""}"#,
        )],
    }
}
