//! The values that a document names beside a schema without constraining it to them: examples, defaults, and words that a
//! description quotes. They say nothing about validity; generators try them.

use serde_json::{Map, Value};

/// The keyword under which a rewritten schema carries them.
pub(super) const NAMED_VALUES: &str = "x-namedValues";

/// More values of one schema are not kept.
const MOST: usize = 16;
/// Longer texts are not kept.
const LONGEST: usize = 128;

/// The texts and numbers that a schema of texts or numbers names.
pub(super) fn named_values(schema: &Map<String, Value>) -> Vec<Value> {
    let names = |name: &str| match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(|one| one == name),
        one => one.is_some_and(|one| one == name),
    };
    let (is_text, is_number) = (names("string"), names("integer") || names("number"));
    if (!is_text && !is_number) || schema.contains_key("enum") || schema.contains_key("const") {
        return Vec::new();
    }
    let examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten();
    let single = ["default", "example"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword));
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let quoted = quoted(description).filter(|_| is_text).map(Value::from);
    let is_kept = |value: &Value| match value {
        Value::String(text) => is_text && text.len() <= LONGEST,
        Value::Number(_) => is_number,
        _ => false,
    };
    let mut kept: Vec<Value> = Vec::new();
    for value in single.chain(examples).cloned().chain(quoted).filter(is_kept) {
        if kept.len() < MOST && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// The words that a description puts between quotation marks or marks as code.
fn quoted(description: &str) -> impl Iterator<Item = &str> {
    ['`', '"']
        .into_iter()
        .flat_map(move |mark| description.split(mark).skip(1).step_by(2))
        .filter(|word| {
            let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
            is_word(word)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn named(schema: &Value) -> Vec<Value> {
        named_values(schema.as_object().unwrap())
    }

    #[test]
    fn examples_defaults_and_quoted_words_are_named() {
        let schema = json!({"type": ["string", "null"], "default": "draft", "example": "a b", "examples": ["x", 3],
            "description": "One of `open`, \"closed\" or `a sentence of words`."});
        assert_eq!(named(&schema), ["draft", "a b", "x", "open", "closed"]);
        assert_eq!(
            named(&json!({"type": "integer", "example": 42, "description": "`no`"})),
            [42]
        );
    }

    #[test]
    fn a_list_of_words_needs_no_others_and_a_schema_of_any_type_names_none() {
        assert_eq!(
            named(&json!({"type": "string", "enum": ["a"], "example": "a"})),
            Vec::<Value>::new()
        );
        assert_eq!(named(&json!({"example": "a"})), Vec::<Value>::new());
    }
}
