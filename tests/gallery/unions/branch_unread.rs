//! 8: a branch of the union that no variant reads: the enum is older than the document, or spells the tag in another way.

use super::Clash;
use serde::{Deserialize, Serialize};
use wireproof::tagged;

const SCHEMA: &str = r#"{"$defs": {"Tool": {"oneOf": [
    {"type": "object", "properties": {"type": {"const": "search"}, "query": {"type": "string"}}, "required": ["type", "query"]},
    {"type": "object", "properties": {"type": {"const": "code_interpreter"}}, "required": ["type"]},
    {"type": "null"}]}}}"#;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Tool {
    Search { query: String },
    CodeInterpreter {},
}

/// Null is for the `Option` around it.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Twin {
    Search { query: String },
    CodeInterpreter {},
}

pub fn clash() -> Clash {
    Clash {
        class: 8,
        schema: SCHEMA,
        broken: tagged! { Tool { Search, CodeInterpreter } => "Tool" },
        good: tagged! { Twin { Search, CodeInterpreter } => "Tool" },
        expects: &[("untagged_unread_branch", r#"{"type":"code_interpreter"}"#)],
    }
}

/// A union of two structs, read as a word: the tag is taken for the name of a variant. Null has a variant, which does not read it.
pub fn of_words() -> Clash {
    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Words {
        Search,
        CodeInterpreter,
        Null,
    }

    #[derive(Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Nullable {
        Tool(Twin),
        Null,
    }

    Clash {
        class: 8,
        schema: SCHEMA,
        broken: tagged! { Words { Search, CodeInterpreter, Null } => "Tool" },
        good: wireproof::untagged! { Nullable { Tool(Twin), Null } => "Tool" },
        expects: &[
            ("untagged_unread_branch", r#"{"query":"","type":"search"}"#),
            ("untagged_unread_branch", r#"{"type":"code_interpreter"}"#),
            ("untagged_unread_branch", "null"),
        ],
    }
}
