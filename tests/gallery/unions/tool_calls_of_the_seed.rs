//! 1: three kinds of calls, each told by a key of its own, and all by a tag that is any string.

use super::Clash;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wireproof::untagged;

const SCHEMA: &str = r##"{"$defs": {
    "Calls": {"type": "object", "properties": {"type": {"const": "tool_calls"}, "tool_calls": {"type": "array", "items": {"oneOf": [
        {"$ref": "#/$defs/Code"}, {"$ref": "#/$defs/Search"}, {"$ref": "#/$defs/Function"}]}}},
        "required": ["type", "tool_calls"]},
    "Code": {"type": "object", "properties": {"id": {"type": "string"}, "type": {"const": "code_interpreter"},
        "code_interpreter": {"type": "object", "properties": {"input": {"type": "string"}}, "required": ["input"]}},
        "required": ["id", "type", "code_interpreter"]},
    "Search": {"type": "object", "properties": {"id": {"type": "string"}, "type": {"const": "file_search"},
        "file_search": {"type": "object"}}, "required": ["id", "type", "file_search"]},
    "Function": {"type": "object", "properties": {"id": {"type": "string"}, "type": {"const": "function"},
        "function": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
        "required": ["id", "type", "function"]}}}"##;

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct Code {
    id: String,
    r#type: String,
    code_interpreter: CodeDetails,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct CodeDetails {
    input: String,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct Search {
    id: String,
    r#type: String,
    file_search: Value,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct Function {
    id: String,
    r#type: String,
    function: FunctionDetails,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
struct FunctionDetails {
    name: String,
}

#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
#[serde(untagged)]
enum RunStepToolCall {
    Code(Code),
    FileSearch(Search),
    Function(Function),
}

mod twin {
    use super::*;

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct Code {
        id: String,
        r#type: String,
        code_interpreter: CodeDetails,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct Search {
        id: String,
        r#type: String,
        file_search: Value,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct Function {
        id: String,
        r#type: String,
        function: FunctionDetails,
    }

    #[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
    #[serde(untagged)]
    pub enum RunStepToolCall {
        Code(Code),
        FileSearch(Search),
        Function(Function),
    }
}

pub fn clash() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: untagged! {
            RunStepToolCall { Code(Code), FileSearch(Search), Function(Function) } => "Calls/properties/tool_calls/items"
        },
        good: untagged! {
            twin::RunStepToolCall { Code(twin::Code), FileSearch(twin::Search), Function(twin::Function) }
            => "Calls/properties/tool_calls/items"
        },
        expects: &[
            (
                "untagged_shadowed",
                r#"{"file_search":{},"id":"","type":"file_search","code_interpreter":{"input":""}}"#,
            ),
            (
                "untagged_shadowed",
                r#"{"function":{"name":""},"id":"","type":"function","code_interpreter":{"input":""}}"#,
            ),
            (
                "untagged_shadowed",
                r#"{"function":{"name":""},"id":"","type":"function","file_search":0}"#,
            ),
        ],
    }
}
