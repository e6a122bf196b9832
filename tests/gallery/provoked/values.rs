//! One particular value: one that the document names beside a schema, zero, powers of ten, and siblings in one relation.

use super::{TEXT, text};
use serde_json::{Value, json};

const PLAN: &str = r#"{"type": "string", "examples": ["team-annual"]}"#;
const TIER: &str = r#"{"type": "string", "default": "standard-v2"}"#;
const MODE: &str = r#"{"type": "string", "description": "One of `eager-mode` and `lazy-mode`."}"#;
const LIMIT: &str = r#"{"type": "integer", "minimum": 1, "maximum": 1000000, "default": 8675}"#;
const COUNT: &str = r#"{"type": "integer", "minimum": -1000000, "maximum": 1000000}"#;
const SHARE: &str = r#"{"type": "number", "minimum": 0, "maximum": 1}"#;
const CODE: &str = r#"{"type": "string", "minLength": 1, "maxLength": 1}"#;
const PAIR: &str =
    r#"{"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer", "format": "int32"}}"#;
const TUPLE: &str =
    r#"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 2}"#;
const WORDS: &str = r#"{"type": "array", "items": {"type": "string"}}"#;
const SET: &str = r#"{"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 40}, "uniqueItems": true, "maxItems": 9}"#;
const NULLABLE: &str = r#"{"type": ["string", "null"]}"#;
const FLAG: &str = r#"{"type": "boolean"}"#;
const WINDOW: &str = r#"{"type": "object", "additionalProperties": false, "required": ["from", "until"], "properties": {
    "from": {"type": "integer", "format": "int64"}, "until": {"type": "integer", "format": "int64"}}}"#;

/// A value that is taken for another one.
fn one(value: &mut Value, of: Value, becomes: Value) -> Result<(), String> {
    if *value == of {
        *value = becomes;
    }
    Ok(())
}

fn list(value: &mut Value, change: impl Fn(&mut Vec<Value>)) -> Result<(), String> {
    if let Value::Array(items) = value {
        change(items);
    }
    Ok(())
}

/// Drops the texts that are others than all before them, and the same as one of them in a plainer form.
fn without_alike(items: &mut Vec<Value>, plain: impl Fn(&str) -> String) {
    let mut seen: Vec<String> = Vec::new();
    items.retain(|item| {
        let text = item.as_str().unwrap_or_default().to_owned();
        let is_alike = |other: &String| *other != text && plain(other) == plain(&text);
        let stays = !seen.iter().any(is_alike);
        seen.push(text);
        stays
    });
}

rows! {
    // What the document names.
    ExampleLost, PLAN, |value| one(value, json!("team-annual"), json!(""));
    DefaultLost, TIER, |value| one(value, json!("standard-v2"), json!(""));
    QuotedLost, MODE, |value| one(value, json!("lazy-mode"), json!(""));
    DefaultOfNumbersLost, LIMIT, |value| one(value, json!(8_675), json!(1));
    // Numbers.
    ZeroIsNothing, COUNT, |value| one(value, json!(0), Value::Null);
    OneIsTrue, COUNT, |value| one(value, json!(1), json!(true));
    MinusOneIsNothing, COUNT, |value| one(value, json!(-1), Value::Null);
    TenIsOne, COUNT, |value| one(value, json!(10), json!(1));
    HundredIsOne, COUNT, |value| one(value, json!(100), json!(1));
    MostIsLess, COUNT, |value| one(value, json!(1_000_000), json!(999_999));
    WholeIsNothing, SHARE, |value| { if value.as_f64() == Some(1.0) { *value = Value::Null }; Ok(()) };
    NoShareIsNothing, SHARE, |value| { if value.as_f64() == Some(0.0) { *value = Value::Null }; Ok(()) };
    // Single characters, arrays and tuples.
    BytesOfCharacters, CODE, |value| refuse_wide(value);
    QuotesOfCharacters, CODE, |value| one(value, json!("\""), json!("'"));
    PairReversed, PAIR, |value| list(value, |items| items.reverse());
    PairOfEqualsIsOne, PAIR, |value| list(value, |items| items.dedup());
    TupleReversed, TUPLE, |value| list(value, |items| items.reverse());
    TupleCut, TUPLE, |value| list(value, |items| items.truncate(1));
    EmptyListIsNothing, WORDS, |value| one(value, json!([]), Value::Null);
    ListOfOneIsIt, WORDS, |value| { if value.as_array().is_some_and(|items| items.len() == 1) { *value = value[0].take() }; Ok(()) };
    EmptyItemsDropped, WORDS, |value| list(value, |items| items.retain(|item| item != ""));
    Deduplicated, WORDS, |value| list(value, |items| items.dedup());
    Sorted, WORDS, |value| list(value, |items| items.sort_by_key(Value::to_string));
    DeduplicatedWithoutCase, WORDS, |value| list(value, |items| without_alike(items, str::to_lowercase));
    DeduplicatedWithoutSpace, SET, |value| list(value, |items| without_alike(items, |text| text.trim().to_owned()));
    // Defaults and skipped values.
    NullIsEmpty, NULLABLE, |value| one(value, Value::Null, json!(""));
    EmptyIsNull, NULLABLE, |value| one(value, json!(""), Value::Null);
    FalseIsNothing, FLAG, |value| one(value, json!(false), Value::Null);
    FlagIsNumber, FLAG, |value| { if let Some(flag) = value.as_bool() { *value = json!(u8::from(flag)) }; Ok(()) };
    NumbersOfText, TEXT, |value| text(value, |text| Some(json!(text.parse::<u64>().ok()?)));
    // Siblings in one relation.
    EmptyWindowRefused, WINDOW, |value| match value["from"] == value["until"] {
        true => Err("is empty".to_owned()),
        false => Ok(()),
    };
    WindowInOrder, WINDOW, |value| match value["from"].as_i64() > value["until"].as_i64() {
        true => Err("ends before it begins".to_owned()),
        false => Ok(()),
    };
}

/// What is one character, and more than one byte.
fn refuse_wide(value: &Value) -> Result<(), String> {
    super::refuse(value, |text| text.len() > 1)
}
