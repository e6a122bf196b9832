//! One change between two documents.

use super::algebra::Answer;
use crate::schema::budget::Steps;
use serde_json::{Value, json};

/// A part of a schema is copied, compiled and compared with others.
const STEPS_OF_PART: u64 = 20;

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
    /// The schema of the value at the place, as a JSON Schema document.
    pub before: Value,
    /// The same with this change alone.
    pub after: Value,
}

/// A schema as a document of its own, with definitions that it may refer to; those that it does not reach are omitted. `None` if there are
/// not as many steps left as it has parts, or not as much room as its texts take.
pub(super) fn document(
    schema: &Value,
    definitions: &serde_json::Map<String, Value>,
    (steps, bytes): (&Steps, &Steps),
) -> Option<Value> {
    let mut kept = serde_json::Map::new();
    let mut rest = vec![schema];
    while let Some(value) = rest.pop() {
        if !steps.spend(STEPS_OF_PART) {
            return None;
        }
        let text = match value {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str);
                let name = target.and_then(|target| target.strip_prefix("#/$defs/"));
                if let Some((name, definition)) = name.and_then(|name| definitions.get_key_value(name))
                    && !kept.contains_key(name)
                {
                    kept.insert(name.clone(), definition.clone());
                    rest.push(definition);
                }
                rest.extend(members.values());
                members.keys().map(String::len).sum()
            }
            Value::Array(items) => {
                rest.extend(items);
                0
            }
            Value::String(text) => text.len(),
            _ => 0,
        };
        if !bytes.spend(text as u64) {
            return None;
        }
    }
    Some(json!({"allOf": [schema], "$defs": kept}))
}
