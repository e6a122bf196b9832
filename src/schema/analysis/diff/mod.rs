//! What changed between two documents, for one component after the other.
//!
//! Both are walked side by side, by the places of values. Each change is laid out as two schemas of the value at its place: the
//! old one, and the old one with this change alone. The schema algebra compares these, and the components as a whole.

mod algebra;
mod change;
mod side;
mod walk;

use crate::schema::Schema;
use crate::schema::error::SpecError;
use crate::schema::reading::Spec;
use serde_json::Value;

pub use algebra::Answer;
pub use change::{Change, ChangeKind};

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
