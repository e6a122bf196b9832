//! JSON that is kept as it came.

use super::{Raw, Text, Wire};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// Any JSON value, kept as its text: every digit of a number, every key, in the order in which they came.
///
/// Space between the tokens is taken out, so that what is written again fits on one line.
///
/// Two are equal when their texts are, or else when both can be read as [`serde_json::Value`] and those are equal. So the
/// order of keys does not count, nor how a float or a string is spelled; but an integer is never equal to a float (`1`
/// is not `1.0`), of a key that occurs twice only the last value counts, digits that no float holds do not, and what no
/// `Value` holds (`1e400`, more than 128 levels) equals nothing but its own text. `wireproof`'s checks compare exactly.
///
/// Writing goes through `serde_json`'s `RawValue`: a serializer of another format sees the private struct that it is made
/// of, not the value.
///
/// ```
/// use openai_run_types::Json;
/// let json: Json = serde_json::from_str("{ \"n\" : 123456789012345678901234567890 }").unwrap();
/// assert_eq!(json.text(), r#"{"n":123456789012345678901234567890}"#);
/// ```
#[derive(Clone)]
pub struct Json(Text);

impl Json {
    #[inline]
    pub(crate) fn from_raw(raw: Raw<'_>) -> Json {
        Json(match minify(&raw.0) {
            Some(text) => text.into(),
            None => Text::from(&*raw.0),
        })
    }

    /// The JSON text, without space between tokens.
    pub fn text(&self) -> &str {
        self.0.as_str()
    }

    /// Reads the text as a `T`.
    ///
    /// # Errors
    /// When the text is not a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.text())
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Json {
        Json(value.to_string().into())
    }
}

impl From<&str> for Json {
    /// The JSON string that holds `text`.
    fn from(text: &str) -> Json {
        Json(Value::from(text).to_string().into())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.text())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Json) -> bool {
        self.0 == other.0
            || matches!((self.parse::<Value>(), other.parse::<Value>()), (Ok(ours), Ok(theirs)) if ours == theirs)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        Raw::deserialize(deserializer).map(Json::from_raw)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(self.text()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl Wire for Json {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

/// A JSON text without the space between its tokens; `None` if there is none.
fn minify(text: &str) -> Option<String> {
    // Without a branch on each byte, so that many bytes are looked at together.
    if !text.bytes().fold(false, |space, byte| space | (byte <= b' ')) {
        return None;
    }
    let mut kept = String::new();
    let mut copied = 0;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b' ' | b'\n' | b'\r' | b'\t' => {
                kept.push_str(&text[copied..at]);
                copied = at + 1;
            }
            _ => {}
        }
    }
    if copied == 0 {
        return None;
    }
    kept.push_str(&text[copied..]);
    Some(kept)
}

fn skip_string(bytes: &mut impl Iterator<Item = (usize, u8)>) {
    while let Some((_, byte)) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn space_goes_but_not_inside_strings() {
        assert_eq!(
            read("{ \"a b\" : [ 1 ,\n \"x \\\" y\" ] }").text(),
            r#"{"a b":[1,"x \" y"]}"#
        );
    }

    /// Fails when `serde_json` stops handing out raw text under the name that `Raw` asks for.
    #[test]
    fn numbers_keep_digits_that_no_float_holds() {
        let text = "[0.1000000000000000055511151231257827,1e400,12345678901234567890123]";
        assert_eq!(read(text).text(), text);
        let from_reader: Json = serde_json::from_reader(text.as_bytes()).unwrap();
        assert_eq!(from_reader.text(), text);
        assert_eq!(serde_json::to_string(&read(text)).unwrap(), text);
    }

    #[test]
    fn equality_does_not_see_key_order_but_sees_values() {
        assert_eq!(read(r#"{"a":1,"b":2}"#), read(r#"{"b":2,"a":1}"#));
        assert_ne!(read(r#"{"a":1}"#), read(r#"{"a":2}"#));
    }

    #[test]
    fn another_deserializer_may_hand_it_over() {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Buffered {
            Kept(Json),
        }
        let Buffered::Kept(json) = serde_json::from_str(r#"{"a": [1, null]}"#).unwrap();
        assert_eq!(json.text(), r#"{"a":[1,null]}"#);
    }

    #[test]
    fn a_hundred_thousand_levels_are_kept() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let json = read(&deep);
        assert_eq!(json.text().len(), 200_000);
        assert_eq!(json, json.clone());
        assert_eq!(serde_json::to_string(&json).unwrap(), deep);
    }
}
