//! The words of a document, for a fuzzer.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

use crate::schema::Document;

/// A longer word a fuzzer does not take.
const LONGEST: usize = 64;

/// What JSON is made of, and the numbers at which machines change their mind.
const JSON: [&str; 16] = [
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "\"\"",
    "-0",
    "1.0",
    "1e0",
    "0.1",
    "2147483648",
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "\\ud83d\\ude00",
];

/// A dictionary for libFuzzer and AFL: the keys, the constants and the bounds of a document's schemas, as JSON, one a line.
///
/// ```
/// use wireproof::schema::{Document, dictionary};
///
/// let document = Document::parse("t", br#"{"properties": {"state": {"enum": ["on", "off"]}}}"#)?;
/// assert!(dictionary(&document).ends_with("\"\\\"off\\\"\"\n\"\\\"on\\\"\"\n\"\\\"state\\\"\"\n"));
/// # Ok::<(), wireproof::schema::SpecError>(())
/// ```
pub fn dictionary(document: &Document) -> String {
    let mut words = BTreeSet::new();
    let mut rest = vec![document.value()];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                rest.extend(members.values());
                for (keyword, value) in members {
                    gather(keyword, value, &mut words);
                }
            }
            _ => {}
        }
    }
    let mut out = String::from("# Words for a fuzzer, written by `wireproof spec dictionary`.\n");
    let schemas = words.iter().map(String::as_str).filter(|word| !JSON.contains(word));
    for word in JSON.into_iter().chain(schemas).filter(|word| word.len() <= LONGEST) {
        let _ = writeln!(out, "\"{}\"", escaped(word));
    }
    out
}

fn gather(keyword: &str, value: &Value, words: &mut BTreeSet<String>) {
    let scalars = |value: &Value| !value.is_array() && !value.is_object();
    match (keyword, value) {
        ("properties", Value::Object(named)) => {
            words.extend(named.keys().map(|key| Value::from(key.as_str()).to_string()));
        }
        ("enum" | "required", Value::Array(values)) => {
            words.extend(values.iter().filter(|value| scalars(value)).map(Value::to_string));
        }
        ("const" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf", value)
            if scalars(value) =>
        {
            words.insert(value.to_string());
        }
        _ => {}
    }
}

/// A word as the format wants it: what is not plain ASCII by its bytes.
fn escaped(word: &str) -> String {
    let mut out = String::new();
    for byte in word.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_long_ones_left_out() {
        let long = "x".repeat(LONGEST);
        let text = format!(r#"{{"properties": {{"é": {{"const": "{long}", "maximum": 256}}}}, "required": ["a\"b"]}}"#);
        let document = Document::parse("t", text.as_bytes()).unwrap();
        let dictionary = dictionary(&document);
        let words: Vec<&str> = dictionary.lines().skip(1 + JSON.len()).collect();
        assert_eq!(words, [r#""\"a\\\"b\"""#, r#""\"\xC3\xA9\"""#, r#""256""#]);
    }
}
