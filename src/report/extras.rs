//! What an HTML report shows beside the findings: parts of the document, and how much of it the texts showed.

use crate::case::Case;
use crate::runner::Event;
use crate::schema::{Coverage, Spec};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// What is collected for an HTML report; nothing otherwise.
#[derive(Debug, Default)]
pub struct Extras {
    /// Whether a report shows it.
    pub wanted: bool,
    /// The document.
    pub spec: Option<Arc<Spec>>,
    /// How much of the document the texts showed.
    pub coverage: Option<CoverageTracker>,
}

/// Follows what the texts of a run show of the schemas.
#[derive(Debug)]
pub struct CoverageTracker {
    pub(super) coverage: Coverage,
    /// The component of each subject.
    components: HashMap<String, String>,
}

/// The bytes of an excerpt.
const EXCERPT: usize = 1200;
/// A longer text is not followed: it takes much memory as a `Value`.
const LONGEST: usize = 4 << 20;

impl CoverageTracker {
    /// Follows the components of some subjects.
    pub fn new(coverage: Coverage, components: HashMap<String, String>) -> CoverageTracker {
        CoverageTracker { coverage, components }
    }

    fn take(&mut self, case: &Case, subject: &str) {
        let Some(component) = self.components.get(subject).filter(|_| case.text.len() <= LONGEST) else {
            return;
        };
        if let (Ok(tree), Ok(value)) = (case.tree(), serde_json::from_str(&case.text)) {
            self.coverage.take(component, &tree, &value, &case.label());
        }
    }
}

impl Extras {
    /// Takes note of an event.
    pub(super) fn add(&mut self, event: &Event<'_>) {
        if let (Event::Examined { case, subject, .. }, Some(coverage)) = (event, &mut self.coverage) {
            coverage.take(case, subject);
        }
    }

    /// The part of the document that a finding is about: the schema around the keyword that is broken.
    pub(super) fn excerpt(&self, schema_pointer: &str) -> Option<String> {
        let document = self.spec.as_ref()?.document().value();
        let pointer = schema_pointer.split_once('#')?.1;
        let found = document.pointer(pointer)?;
        let schema = match found.is_object() {
            true => found,
            false => document.pointer(&pointer[..pointer.rfind('/')?])?,
        };
        Some(start_of(&outline(schema, 0)))
    }
}

/// A schema without what is far inside of it.
fn outline(value: &Value, depth: usize) -> Value {
    const DEEPEST: usize = 3;
    match value {
        Value::Object(members) if depth < DEEPEST => {
            let outlined = members
                .iter()
                .map(|(key, value)| (key.clone(), outline(value, depth + 1)));
            outlined.collect()
        }
        Value::Array(items) if depth < DEEPEST => items.iter().map(|item| outline(item, depth + 1)).collect(),
        Value::Object(members) if !members.is_empty() => Value::from("…"),
        Value::Array(items) if !items.is_empty() => Value::from("…"),
        value => value.clone(),
    }
}

/// The beginning of a value, indented.
fn start_of(value: &Value) -> String {
    let mut start = vec![0; EXCERPT];
    let mut room = start.as_mut_slice();
    // The error says that the rest does not fit, which is intended.
    let is_whole = serde_json::to_writer_pretty(&mut room, value).is_ok();
    let unused = room.len();
    start.truncate(EXCERPT - unused);
    let text = String::from_utf8_lossy(&start);
    match is_whole {
        true => text.into_owned(),
        false => format!("{}\n…", text.trim_end_matches('\u{fffd}')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    #[test]
    fn an_excerpt_is_the_schema_around_the_keyword() {
        let text = br#"{"$defs": {"Pet": {"type": "object", "required": ["name"]}}}"#;
        let document = Document::parse("pets.json", text).unwrap();
        let extras = Extras {
            spec: Some(Arc::new(Spec::new(document, Dialect::AsMeant))),
            ..Extras::default()
        };
        let excerpt = extras.excerpt("#/$defs/Pet/required").unwrap();
        assert!(excerpt.contains("\"type\": \"object\""), "{excerpt}");
        assert_eq!(extras.excerpt("#/$defs/Dog"), None);
    }

    #[test]
    fn what_is_far_inside_of_a_schema_is_left_out() {
        let schema = serde_json::json!({"properties": {"a": {"anyOf": [{"type": "null"}]}}, "required": ["a"]});
        let shown = serde_json::json!({"properties": {"a": {"anyOf": "…"}}, "required": ["a"]});
        assert_eq!(outline(&schema, 0), shown);
    }

    #[test]
    fn a_long_excerpt_is_cut() {
        let cut = start_of(&Value::from("ä".repeat(EXCERPT)));
        assert!(cut.ends_with("ä\n…") && cut.len() < EXCERPT + 10);
    }
}
