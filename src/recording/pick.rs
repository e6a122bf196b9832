//! The members of an exchange that tell its body. Everything else of an exchange may be of any size, and is passed over: as a
//! `Value`, two bytes of text take 32.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// What is kept of a value. Where it is something else than expected, its kind is kept: an empty object or list stands for it.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Members of an object, each in a shape of its own.
    Object(&'static [(&'static str, Shape)]),
    /// Headers, as recorders write them.
    Headers,
    /// The values of a header.
    Strings,
    /// A text or another single value.
    Single,
}

/// The headers that tell how to read a body.
const HEADERS: [&str; 2] = ["content-encoding", "content-type"];

/// The most headers of these names, and values of one of them, that are kept.
const MOST: usize = 100;

/// The value of a JSON text in a shape.
pub(super) fn pick(text: &str, shape: Shape) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = shape.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

impl Shape {
    /// The shape of a member; `None` if it is not kept.
    fn member(self, key: &str) -> Option<Shape> {
        match self {
            Shape::Object(members) => members.iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape),
            Shape::Headers => is_header(key).then_some(Shape::Strings),
            Shape::Strings | Shape::Single => None,
        }
    }

    /// The shape of an item; `None` if it is not kept.
    fn item(self) -> Option<Shape> {
        match self {
            Shape::Headers => Some(Shape::Object(&[("name", Shape::Single), ("value", Shape::Strings)])),
            Shape::Strings => Some(Shape::Single),
            Shape::Object(_) | Shape::Single => None,
        }
    }
}

fn is_header(name: &str) -> bool {
    HEADERS.iter().any(|header| header.eq_ignore_ascii_case(name))
}

/// Whether an item says something about the body.
fn counts(item: &Value) -> bool {
    item.is_string() || item["name"].as_str().is_some_and(is_header)
}

impl<'de> DeserializeSeed<'de> for Shape {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Recursion follows the shape.
impl<'de> Visitor<'de> for Shape {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match self.member(&key) {
                Some(shape) => drop(kept.insert(key, map.next_value_seed(shape)?)),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Value::Object(kept))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut kept = Vec::new();
        if let Some(shape) = self.item() {
            while kept.len() < MOST {
                let Some(item) = list.next_element_seed(shape)? else {
                    return Ok(Value::Array(kept));
                };
                kept.extend(Some(item).filter(counts));
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SHAPE: Shape = Shape::Object(&[
        ("headers", Shape::Headers),
        ("body", Shape::Object(&[("text", Shape::Single)])),
    ]);

    #[test]
    fn what_the_shape_names_is_kept_and_the_kind_of_what_is_something_else() {
        let text = r#"{"x": [1, {"headers": 1}], "headers": {"Content-Type": ["a", 1], "age": "1"}, "body": {"text": "t", "y": {}}}"#;
        let kept = json!({"headers": {"Content-Type": ["a"]}, "body": {"text": "t"}});
        assert_eq!(pick(text, SHAPE).unwrap(), kept);
        let listed = r#"{"headers": [{"name": "a", "value": "b"}, {"name": "content-encoding", "value": "gzip"}], "body": [[1]]}"#;
        let kept = json!({"headers": [{"name": "content-encoding", "value": "gzip"}], "body": []});
        assert_eq!(pick(listed, SHAPE).unwrap(), kept);
        assert_eq!(pick("[{}, 1.5]", SHAPE).unwrap(), json!([]));
        assert!(pick("{} {}", SHAPE).is_err());
    }
}
