//! Keys and values that the caller of the API attached to an object.

use super::{Json, Raw, Wire, under};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// Keys and values that the caller of the API attached to an object.
///
/// `#/components/schemas/Metadata`
pub type Metadata = BTreeMap<String, MetadataValue>;

/// A value in [`Metadata`]: a string, says the schema.
#[derive(Debug, Clone, PartialEq)]
pub enum MetadataValue {
    /// A string.
    Text(String),
    /// What servers that do not insist on a string send back: a number, a boolean, anything, kept as it came.
    Other(Json),
}

impl MetadataValue {
    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            MetadataValue::Text(text) => Some(text),
            MetadataValue::Other(_) => None,
        }
    }
}

impl From<&str> for MetadataValue {
    fn from(text: &str) -> Self {
        MetadataValue::Text(text.to_owned())
    }
}

impl From<String> for MetadataValue {
    fn from(text: String) -> Self {
        MetadataValue::Text(text)
    }
}

impl PartialEq<str> for MetadataValue {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for MetadataValue {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl<'de> Deserialize<'de> for MetadataValue {
    /// Through the text, since no other way lets a number keep its digits.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        if !raw.0.trim_start().starts_with('"') {
            return Ok(MetadataValue::Other(Json::from_raw(raw)));
        }
        match serde_json::from_str(&raw.0) {
            Ok(text) => Ok(MetadataValue::Text(text)),
            // Raw text may hold half a surrogate pair, which no string does.
            Err(_) => Err(de::Error::invalid_value(
                de::Unexpected::Other("string"),
                &"Unicode text",
            )),
        }
    }
}

impl Serialize for MetadataValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            MetadataValue::Text(text) => text.serialize(serializer),
            MetadataValue::Other(json) => json.serialize(serializer),
        }
    }
}

impl Wire for Metadata {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Metadata;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
        let mut entries = Metadata::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value().map_err(|error| under(&key, error))?;
            if entries.contains_key(&key) {
                return Err(de::Error::custom(format_args!("key `{key}` occurs twice")));
            }
            entries.insert(key, value);
        }
        Ok(entries)
    }
}
