//! What keeps a type from reading most samples.

use crate::check::{Culprit, Remedy};
use crate::generate::{Body, GeneratedValue};
use crate::pointer::Pointer;
use crate::schema::{Replacement, Schema};
use serde_json::Value;
use std::collections::BTreeMap;

/// No more keys of one text are put in.
const MOST_KEYS: usize = 64;

/// A property that keeps a type from reading, and what it reads instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Wall {
    /// The schema of the property, as a URI fragment.
    pub schema_pointer: String,
    /// What becomes of the property in the texts that are read.
    pub instead: Replacement,
}

impl Wall {
    /// The property whose value is refused in a text, if the schema names it.
    pub(super) fn of(schema: &Schema, text: &str, culprit: &Culprit) -> Option<Wall> {
        let value = serde_json::from_str(text).ok()?;
        Some(Wall {
            schema_pointer: property(schema, &value, &culprit.pointer)?,
            instead: match &culprit.remedy {
                Remedy::LeftOut => Replacement::Absent,
                Remedy::Becomes(value) => Replacement::Value(serde_json::from_str(&value.text()).ok()?),
            },
        })
    }

    /// The properties that a type requires of an object in a text and that are absent. A type names one after the other, so each
    /// is put in before the next is asked for. `missing` names the key that is missing in a text.
    pub(super) fn missing(
        schema: &Schema,
        mut text: GeneratedValue<'static>,
        at: &Pointer,
        missing: impl Fn(&str) -> Option<String>,
    ) -> Vec<Wall> {
        let mut walls = Vec::new();
        let mut next = missing(&text.text());
        while let Some(key) = next.take().filter(|_| walls.len() < MOST_KEYS) {
            let mut pointer = at.clone();
            pointer.push(&key);
            let with = |value: &GeneratedValue<'static>| with_key(&text, at, &key, value.clone());
            let known = plain_values().into_iter().filter_map(|value| {
                let with = with(&value)?;
                let whole = serde_json::from_str(&with.text()).ok()?;
                Some((property(schema, &whole, &pointer)?, with))
            });
            let known: Vec<(String, GeneratedValue<'static>)> = known.collect();
            let Some((schema_pointer, _)) = known.first() else {
                break;
            };
            walls.push(Wall {
                schema_pointer: schema_pointer.clone(),
                instead: Replacement::Required,
            });
            // With a value of a kind that the type reads there, the error is about the next key.
            let mut further = known.into_iter().map(|(_, with)| (missing(&with.text()), with));
            let is_next = |(named, _): &(Option<String>, _)| named.as_ref().is_some_and(|named| *named != key);
            let Some((named, with)) = further.find(is_next) else {
                break;
            };
            (next, text) = (named, with);
        }
        walls
    }
}

/// One value of each kind.
fn plain_values() -> Vec<GeneratedValue<'static>> {
    let texts = ["null", "\"\"", "0", "[]", "{}", "false"];
    texts.into_iter().filter_map(GeneratedValue::read).collect()
}

/// The schema of the property at a pointer, if the schema names it.
fn property(schema: &Schema, value: &Value, pointer: &Pointer) -> Option<String> {
    Some(schema.documented(value, pointer.as_str())?.schema_pointer)
}

/// A text with one more key in the object at a pointer; `None` if there is no object, or the key is there.
fn with_key(
    whole: &GeneratedValue<'static>,
    at: &Pointer,
    key: &str,
    value: GeneratedValue<'static>,
) -> Option<GeneratedValue<'static>> {
    let mut whole = whole.clone();
    let mut place = Vec::new();
    let mut inner = &whole;
    for step in at.steps() {
        let position = inner.position(&step)?;
        (inner, _) = (inner.child(position)?, place.push(position as u32));
    }
    let Body::Object(members) = &mut whole.at_mut(&place)?.body else {
        return None;
    };
    if members.iter().any(|(known, _)| known == key) {
        return None;
    }
    members.push((key.to_owned().into(), value));
    Some(whole)
}

/// The walls of several types, each property once.
pub fn by_property(walls: Vec<Wall>) -> BTreeMap<String, Replacement> {
    let all = walls.into_iter().map(|wall| (wall.schema_pointer, wall.instead));
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::missing_key;
    use crate::schema::{Dialect, Document, Spec};
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Chat {
        model: String,
        sizes: Vec<u8>,
        usage: Usage,
        unnamed: u8,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Usage {
        total: u8,
    }

    #[test]
    fn all_keys_that_a_type_misses_are_found_in_one_text() {
        let usage = json!({"properties": {"total": {"type": "integer"}}});
        let chat = json!({"properties": {"model": {"type": "string"}, "sizes": {"type": "array"}, "usage": usage}});
        let document = json!({"$defs": {"T": {"properties": {"chat": chat}}}}).to_string();
        let spec = Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant);
        let schema = spec.component("T").unwrap();
        let missing = |text: &str| {
            let text = text.strip_prefix(r#"{"chat":"#)?.strip_suffix('}')?;
            missing_key(&serde_json::from_str::<Chat>(text).err()?.to_string())
        };
        let text = || GeneratedValue::read(r#"{"chat":{}}"#).unwrap();
        let walls = Wall::missing(&schema, text(), &Pointer::from("/chat"), missing);
        let at = |key: &str| format!("#/$defs/T/properties/chat/properties/{key}");
        let found: Vec<&str> = walls.iter().map(|wall| wall.schema_pointer.as_str()).collect();
        // What is missing in `usage` is found when `usage` is there; what the document does not name cannot be there.
        assert_eq!(found, [at("model"), at("sizes"), at("usage")]);
        assert!(walls.iter().all(|wall| wall.instead == Replacement::Required));
        assert!(Wall::missing(&schema, text(), &Pointer::from("/none"), missing).is_empty());
    }
}
