//! One change between two documents.

use super::algebra::Answer;
use crate::schema::budget::Steps;
use crate::schema::depth::weight;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A part of a schema is copied, compiled and compared with others.
const STEPS_OF_PART: u64 = 20;

/// A byte of a schema's text takes so many bytes as a value.
const BYTES_OF_BYTE: u64 = 10;
/// A name takes so many bytes, and what leads to its definition.
const BYTES_OF_NAME: u64 = 64;

/// What schemas may refer to, by name.
pub(super) type Definitions = HashMap<String, Arc<Value>>;

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Whether null is allowed.
    Null,
    /// The types.
    Type,
    /// A member of an enum, or whether there is one.
    Enum,
    /// Whether a key must be there.
    Required,
    /// A named key.
    Property,
    /// A branch of a union, or a part of `allOf`.
    Branch,
    /// Any other keyword.
    Keyword,
}

impl ChangeKind {
    /// The kind as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            ChangeKind::Null => "null",
            ChangeKind::Type => "type",
            ChangeKind::Enum => "enum",
            ChangeKind::Required => "required",
            ChangeKind::Property => "property",
            ChangeKind::Branch => "branch",
            ChangeKind::Keyword => "keyword",
        }
    }
}

/// Something that changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its kind.
    pub kind: ChangeKind,
    /// What changed, in words.
    pub what: String,
    /// The components that it concerns, and the place in a value of each: a JSON pointer with `*` for any item.
    pub places: Vec<(String, String)>,
    /// The key that it is about, where the place is the object around it.
    pub key: Option<String>,
    /// The schema in the old document, as a URI fragment.
    pub old_pointer: String,
    /// The schema in the new document, as a URI fragment.
    pub new_pointer: String,
    /// Whether the change allows values that were forbidden.
    pub wider: Answer,
    /// Whether the change forbids values that were allowed.
    pub narrower: Answer,
    /// The schema of the value at the place.
    pub before: ChangedSchema,
    /// The same with this change alone.
    pub after: ChangedSchema,
}

/// A schema with the definitions that it leads to. Changes of one component share these: each may lead to all of them.
#[derive(Debug, Clone)]
pub struct ChangedSchema {
    schema: Value,
    definitions: Vec<(String, Arc<Value>)>,
}

impl ChangedSchema {
    /// The schema as a JSON Schema document.
    pub fn document(&self) -> Value {
        let definitions = self.definitions.iter();
        let definitions = definitions.map(|(name, definition)| (name.clone(), Value::clone(definition)));
        let definitions: serde_json::Map<String, Value> = definitions.collect();
        json!({"allOf": [self.schema], "$defs": definitions})
    }
}

/// A schema with those of the definitions that it reaches. `None` if there are not as many steps left as it has parts, or not as much
/// room as what is kept for the first time takes.
pub(super) fn reaching(
    schema: Value,
    definitions: &Definitions,
    (steps, bytes): (&Steps, &Steps),
) -> Option<ChangedSchema> {
    let mut kept: BTreeMap<&str, &Arc<Value>> = BTreeMap::new();
    let mut rest = vec![&schema];
    let mut room = weight(&schema).saturating_mul(BYTES_OF_BYTE);
    while let Some(value) = rest.pop() {
        if !steps.spend(STEPS_OF_PART) {
            return None;
        }
        match value {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str);
                let name = target.and_then(|target| target.strip_prefix("#/$defs/"));
                if let Some((name, definition)) = name.and_then(|name| definitions.get_key_value(name))
                    && kept.insert(name, definition).is_none()
                {
                    room += BYTES_OF_NAME;
                    if Arc::strong_count(definition) == 1 {
                        room = room.saturating_add(weight(definition).saturating_mul(BYTES_OF_BYTE));
                    }
                    rest.push(definition);
                }
                rest.extend(members.values());
            }
            Value::Array(items) => rest.extend(items),
            _ => {}
        }
    }
    if !bytes.spend(room) {
        return None;
    }
    let definitions = kept.into_iter();
    let definitions = definitions.map(|(name, definition)| (name.to_owned(), Arc::clone(definition)));
    let definitions = definitions.collect();
    Some(ChangedSchema { schema, definitions })
}
