//! What keeps a type from reading most samples.

use super::refusal::{error_place, first_culprit, refusal, words};
use crate::check::{Culprit, Remedy, culprit, missing_key};
use crate::generate::{Body, GeneratedValue};
use crate::pointer::Pointer;
use crate::schema::{Replacement, Schema};
use crate::subject::{Decoder, ReadError, Subject};
use serde_json::Value;
use std::collections::BTreeMap;

/// So many values of one text are changed, and no more.
const MOST_STEPS: usize = 64;

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

    /// The properties that keep a type from reading a text, in the order in which the type reads them: each is changed before the next
    /// is looked for.
    pub(super) fn all(subject: &Subject, schema: &Schema, text: &str) -> Vec<Wall> {
        let guide = schema.guide();
        let mut walls = Vec::new();
        let Some(mut whole) = GeneratedValue::read(text) else {
            return walls;
        };
        for _ in 0..MOST_STEPS {
            let Some(refused) = refusal(subject, &whole.text()) else {
                break;
            };
            let (wall, next) = match missing_key(&refused.message) {
                Some(key) => match with_missing(subject, schema, &whole, (&key, &refused)) {
                    Some(found) => found,
                    None => break,
                },
                None => {
                    let all = |pointer: &Pointer| words(guide, pointer, &refused.message);
                    let reads = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
                    let found = first_culprit(subject, guide, &whole).or_else(|| culprit(&whole.text(), reads, all));
                    let Some(found) = found else { break };
                    let wall = Wall::of(schema, &whole.text(), &found);
                    match wall.zip(found.remedy.applied(&whole, &found.pointer)) {
                        Some(found) => found,
                        None => break,
                    }
                }
            };
            whole = next;
            if !walls.contains(&wall) {
                walls.push(wall);
            }
        }
        walls
    }
}

/// The property that a type misses in a text, and the text with it.
fn with_missing(
    subject: &Subject,
    schema: &Schema,
    whole: &GeneratedValue<'static>,
    (key, refused): (&str, &ReadError),
) -> Option<(Wall, GeneratedValue<'static>)> {
    let mut at = error_place(&whole.text(), refused).unwrap_or_else(Pointer::root);
    loop {
        let mut pointer = at.clone();
        pointer.push(key);
        let mut first = None;
        for value in plain_values() {
            let Some(with) = with_key(whole, &at, key, value) else {
                break;
            };
            let named = || property(schema, &serde_json::from_str(&with.text()).ok()?, &pointer);
            let Some(schema_pointer) = named() else { break };
            let wall = Wall {
                schema_pointer,
                instead: Replacement::Required,
            };
            // With a value of a kind that the type reads there, the error is about something else.
            match refusal(subject, &with.text()) {
                None => return Some((wall, with)),
                Some(next) if missing_key(&next.message).is_some_and(|next| next != key) => return Some((wall, with)),
                Some(next) if next.message != refused.message => first = first.or(Some((wall, with))),
                Some(_) => {}
            }
        }
        if first.is_some() || at == Pointer::root() {
            return first;
        }
        at = at.parent();
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
    use crate::schema::{Dialect, Document, Spec};
    use serde::Deserialize;
    use serde_json::json;
    use wireproof_subject::subject;

    #[derive(Deserialize)]
    struct Chat {
        _model: Model,
        _sizes: Vec<u8>,
        _usage: Usage,
        _unnamed: u8,
    }

    #[derive(Deserialize)]
    enum Model {
        Small,
    }

    #[derive(Deserialize)]
    struct Usage {
        _total: u8,
        _name: String,
    }

    #[test]
    fn all_properties_that_keep_a_type_from_reading_are_found_in_one_text() {
        let usage = json!({"properties": {"_total": {"type": "integer"}, "_name": {"type": "object"}}});
        let properties = json!({"_model": {"type": "string"}, "_sizes": {"type": "array"}, "_usage": usage});
        let document = json!({"$defs": {"T": {"properties": properties}}}).to_string();
        let spec = Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant);
        let schema = spec.component("T").unwrap();
        let subject = subject!(Chat as "T");
        let found = |text: &str| {
            let walls = Wall::all(&subject, &schema, text).into_iter();
            let last = |wall: &Wall| wall.schema_pointer.rsplit('/').next().unwrap_or_default().to_owned();
            walls.map(|wall| (last(&wall), wall.instead)).collect::<Vec<_>>()
        };
        let required = |key: &str| (key.to_owned(), Replacement::Required);
        let is = |key: &str, value: Value| (key.to_owned(), Replacement::Value(value));
        // What the document does not name cannot be there.
        let text = r#"{"_model":"x","_usage":{"_name":{"a":1}}}"#;
        let expected = [
            is("_model", json!("Small")),
            is("_name", json!("")),
            required("_total"),
            required("_sizes"),
        ];
        assert_eq!(found(text), expected);
        assert!(found(r#"{"_model":"Small","_sizes":[],"_usage":{"_total":0,"_name":""}}"#).is_empty());
    }
}
