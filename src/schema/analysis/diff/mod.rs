//! What changed between two documents, for one component after the other.
//!
//! Both are walked side by side, by the places of values. Each change is laid out as two schemas of the value at its place: the
//! old one, and the old one with this change alone. The schema algebra compares these, and the components as a whole.

mod algebra;
mod change;
mod changes;
mod side;
mod touched;
mod walk;

use crate::schema::Schema;
use crate::schema::budget::size;
use crate::schema::error::SpecError;
use crate::schema::reading::Spec;
use crate::schema::validation;
use serde_json::Value;

pub use algebra::Answer;
pub use change::{Change, ChangeKind, ChangedSchema};
use changes::Changes;

/// A part of a component is rewritten, and laid out as a graph.
const STEPS_OF_READING: u64 = 10;

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
    /// Where the comparison ended before it was done, and why.
    pub incomplete: Option<String>,
    /// Why components were not compared that are too complex in one of the documents.
    pub too_complex: Vec<SpecError>,
}

/// Compares components of two documents.
///
/// # Errors
/// When a component is missing in one of them, or cannot be read for another reason than that it is too complex.
pub fn difference(old: &Spec, new: &Spec, components: &[String]) -> Result<Difference, SpecError> {
    let mut found = Difference::default();
    let mut changes = Changes::new(old.document().value());
    let touched = touched::touched(old, new, components);
    for component in components {
        if touched
            .as_ref()
            .is_some_and(|touched| !touched.contains(component.as_str()))
        {
            found.compared.push(Compared {
                component: component.clone(),
                wider: Answer::No,
                narrower: Answer::No,
            });
            continue;
        }
        let unknown = || Compared {
            component: component.clone(),
            wider: Answer::Unknown,
            narrower: Answer::Unknown,
        };
        if changes.cut_off.is_some() {
            found.compared.push(unknown());
            continue;
        }
        let both = old
            .component_once(component)
            .and_then(|before| Ok((before, new.component_once(component)?)));
        let (before, after) = match both {
            Err(error @ SpecError::TooComplex { .. }) => {
                found.compared.push(unknown());
                found.too_complex.push(error);
                // What is too complex was read to its end, and may be all of the document.
                let parts = size(old.document().value()) + size(new.document().value());
                let steps = parts.saturating_mul(STEPS_OF_READING);
                changes.spend(usize::try_from(steps).unwrap_or(usize::MAX), component, "");
                continue;
            }
            both => both?,
        };
        // Each component is read with all that it refers to, however often others refer to the same.
        let parts = size(before.json_schema()) + size(after.json_schema());
        let patterns = before.patterns() + after.patterns();
        let steps = parts.saturating_mul(STEPS_OF_READING).saturating_add(patterns);
        changes.spend(usize::try_from(steps).unwrap_or(usize::MAX), component, "");
        walk::changes(&mut changes, component, &before, &after);
        let whole = |schema: &Schema| schema.json_schema().clone();
        let is_cut_off = changes.cut_off.is_some();
        // Where nothing changed there is nothing to decide.
        let (wider, narrower) = match changes.concerns(component) {
            false if is_cut_off => (Answer::Unknown, Answer::Unknown),
            false => (Answer::No, Answer::No),
            true => algebra::compare(&whole(&before), &whole(&after), &changes.steps),
        };
        found.compared.push(Compared {
            component: component.clone(),
            wider,
            narrower,
        });
    }
    let steps = changes.steps;
    found.incomplete = changes.cut_off;
    found.changes = changes.list;
    for change in &mut found.changes {
        let (wider, narrower) = match change.kind {
            ChangeKind::Null => {
                let allows = |schema: &Value| {
                    validation::options()
                        .build(schema)
                        .is_ok_and(|validator| validator.is_valid(&Value::Null))
                };
                let (had, has) = (allows(&change.before.document()), allows(&change.after.document()));
                (Answer::from(has && !had), Answer::from(had && !has))
            }
            _ => algebra::compare(&change.before.document(), &change.after.document(), &steps),
        };
        (change.wider, change.narrower) = (wider, narrower);
    }
    Ok(found)
}
