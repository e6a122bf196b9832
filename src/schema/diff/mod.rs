//! What changed between two documents, for one component after the other.
//!
//! Both are walked side by side, by the places of values. Each change is laid out as two schemas of the value at its place: the
//! old one, and the old one with this change alone. The schema algebra compares these, and the components as a whole.

mod algebra;
mod side;
mod walk;

use super::error::SpecError;
use super::reading::Spec;
use super::schema::Schema;
use serde_json::{Value, json};

pub use algebra::Answer;

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

/// A component in both documents.
#[derive(Debug)]
pub struct Compared {
    /// The component.
    pub component: String,
    /// Whether the new document allows values that the old one forbids.
    pub wider: Answer,
    /// Whether the new document forbids values that the old one allows.
    pub narrower: Answer,
}

/// What changed between two documents.
#[derive(Debug, Default)]
pub struct Difference {
    /// The components that are in both.
    pub compared: Vec<Compared>,
    /// The changes, each once.
    pub changes: Vec<Change>,
}

/// Compares components of two documents.
///
/// # Errors
/// When a component is missing in one of them, or cannot be read.
pub fn difference(old: &Spec, new: &Spec, components: &[String]) -> Result<Difference, SpecError> {
    let mut found = Difference::default();
    for component in components {
        let (before, after) = (old.component(component)?, new.component(component)?);
        let started = found.changes.len();
        walk::changes(&mut found.changes, component, &before, &after);
        let whole = |schema: &Schema| schema.json_schema().clone();
        let unchanged = found.changes[started..].is_empty()
            && !found
                .changes
                .iter()
                .any(|change| change.places.iter().any(|(name, _)| name == component));
        // Where nothing changed there is nothing to decide.
        let (wider, narrower) = match unchanged {
            true => (Answer::No, Answer::No),
            false => algebra::compare(&whole(&before), &whole(&after)),
        };
        found.compared.push(Compared {
            component: component.clone(),
            wider,
            narrower,
        });
    }
    for change in &mut found.changes {
        let (wider, narrower) = match change.kind {
            ChangeKind::Null => {
                let allows = |schema: &Value| {
                    let options = jsonschema::options()
                        .with_draft(jsonschema::Draft::Draft202012)
                        .offline();
                    options
                        .build(schema)
                        .is_ok_and(|validator| validator.is_valid(&Value::Null))
                };
                let (had, has) = (allows(&change.before), allows(&change.after));
                (Answer::from(has && !had), Answer::from(had && !has))
            }
            _ => algebra::compare(&change.before, &change.after),
        };
        (change.wider, change.narrower) = (wider, narrower);
    }
    Ok(found)
}

/// A schema as a document of its own, with definitions that it may refer to; those that it does not reach are left away.
fn document(schema: &Value, definitions: &serde_json::Map<String, Value>) -> Value {
    let mut kept = serde_json::Map::new();
    let mut rest = vec![schema];
    while let Some(value) = rest.pop() {
        match value {
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
            }
            Value::Array(items) => rest.extend(items),
            _ => {}
        }
    }
    json!({"allOf": [schema], "$defs": kept})
}
