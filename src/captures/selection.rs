//! The components that a command is about, and the captures that belong to them.

use crate::case::{Case, Skipped};
use crate::json::Tree;
use crate::resolve::{ComponentResolver, PlacedCaptures, Resolution};
use crate::schema::{Schema, Spec, SpecError};
use crate::subject::{ReadError, Subject, TypeSet};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// The components that a command is about.
#[derive(Debug)]
pub struct ComponentSelection {
    resolver: ComponentResolver,
    selected: Vec<String>,
    /// Whether the caller named the components.
    is_explicit: bool,
}

/// A capture that belongs to at least one selected component.
#[derive(Debug)]
pub struct SelectedCapture<'t> {
    /// Its text.
    pub tree: Tree<'t>,
    /// The selected components that it belongs to.
    pub components: Vec<String>,
}

/// Why a capture does not belong to a selected component.
#[derive(Debug)]
pub enum NotSelected {
    /// It is not JSON, or its component is not known.
    Skipped(Skipped),
    /// It belongs to a component that is not selected, or is an event that no component describes.
    Elsewhere,
}

/// Why no components can be selected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SelectionError {
    /// A named component is missing from the document, or cannot be read.
    #[error("{document}: {source}")]
    Component {
        /// The document.
        document: String,
        /// The reason.
        source: SpecError,
    },
    /// The document has no components.
    #[error("{document}: no components")]
    NoComponents {
        /// The document.
        document: String,
    },
}

impl ComponentSelection {
    /// Selects the components in `named`. If it is empty, selects the components that subjects are bound to, and if the
    /// document has none of these, all its components.
    ///
    /// # Errors
    /// [`SelectionError::Component`] if the document does not have a named component, [`SelectionError::NoComponents`] if
    /// it has no component at all.
    pub fn new(type_set: &TypeSet, spec: &Arc<Spec>, named: &[String]) -> Result<ComponentSelection, SelectionError> {
        let document = || spec.document().name().to_owned();
        let in_document: Vec<&str> = spec.document().component_names().collect();
        let mut candidates: Vec<String> = Vec::new();
        let bound = type_set.subjects().iter().filter_map(Subject::component);
        let is_present = |name: &&str| spec.document().component_pointer(name).is_some();
        for name in bound.filter(is_present).chain(named.iter().map(String::as_str)) {
            if !is_present(&name) {
                // The error names the closest name that exists.
                spec.component(name).map_err(|source| SelectionError::Component {
                    document: document(),
                    source,
                })?;
            }
            if !candidates.iter().any(|other| other == name) {
                candidates.push(name.to_owned());
            }
        }
        if candidates.is_empty() {
            candidates.extend(in_document.iter().map(|name| (*name).to_owned()));
        }
        let is_selected = |name: &&String| named.is_empty() || named.contains(name);
        let selected: Vec<String> = candidates.iter().filter(is_selected).cloned().collect();
        let only = match selected.as_slice() {
            [] => return Err(SelectionError::NoComponents { document: document() }),
            [one] => Some(one.clone()),
            _ => None,
        };
        Ok(ComponentSelection {
            resolver: ComponentResolver::new(Arc::clone(spec), candidates).with_fallback(only),
            selected,
            is_explicit: !named.is_empty(),
        })
    }

    /// Uses the components that the configuration names for captures by their paths.
    #[must_use]
    pub fn with_placed(self, placed: Vec<PlacedCaptures>) -> ComponentSelection {
        ComponentSelection {
            resolver: self.resolver.with_placed(placed),
            ..self
        }
    }

    /// The schemas of the selected components, and why those are too complex that are.
    ///
    /// # Errors
    /// [`SelectionError::Component`] if one cannot be read for another reason.
    pub fn schemas(&self, spec: &Spec) -> Result<SelectedSchemas, SelectionError> {
        let mut selected = SelectedSchemas::default();
        for name in &self.selected {
            match schema(spec, name)? {
                Ok(schema) => selected.schemas.push(schema),
                Err(reason) => {
                    selected.too_complex.insert(name.clone(), reason);
                }
            }
        }
        Ok(selected)
    }

    /// Whether a capture belongs to selected components.
    ///
    /// # Errors
    /// If it does not, the reason.
    pub fn select<'t>(&self, case: &'t Case) -> Result<SelectedCapture<'t>, NotSelected> {
        let tree = case.tree().map_err(NotSelected::Skipped)?;
        let found = match self.resolver.resolve(case, &tree) {
            Resolution::Components(found) => found,
            Resolution::OtherEvent | Resolution::ErrorBody(_) => return Err(NotSelected::Elsewhere),
            Resolution::Elsewhere(_) if self.is_explicit => return Err(NotSelected::Elsewhere),
            Resolution::Elsewhere(reason) | Resolution::Unknown(reason) => {
                return Err(NotSelected::Skipped(case.skipped(reason)));
            }
        };
        let is_selected = |name: &&str| self.selected.iter().any(|selected| selected == name);
        let components: Vec<String> = found.into_iter().filter(is_selected).map(str::to_owned).collect();
        match components.is_empty() {
            true => Err(NotSelected::Elsewhere),
            false => Ok(SelectedCapture { tree, components }),
        }
    }
}

/// The schemas of selected components.
#[derive(Debug, Default)]
pub struct SelectedSchemas {
    /// Those that can be read.
    pub schemas: Vec<Arc<Schema>>,
    /// The components that are too complex to be read, and why.
    pub too_complex: HashMap<String, String>,
}

/// The schema of a component, or why it is too complex.
pub(super) fn schema(spec: &Spec, component: &str) -> Result<Result<Arc<Schema>, String>, SelectionError> {
    match spec.component(component) {
        Ok(schema) => Ok(Ok(schema)),
        Err(error @ SpecError::TooComplex { .. }) => Ok(Err(error.to_string())),
        Err(source) => Err(SelectionError::Component {
            document: spec.document().name().to_owned(),
            source,
        }),
    }
}

/// The text of a capture as a `Value`.
///
/// # Errors
/// If a `Value` cannot hold it, such as a number beyond the range of a 64-bit float.
pub fn value_of(case: &Case) -> Result<Value, Skipped> {
    serde_json::from_str(&case.text).map_err(|error| {
        let message = ReadError::from(error).message;
        case.skipped(format!("no `Value` holds the case: {message}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    fn select(named: &[&str], text: &str) -> Result<Vec<String>, String> {
        let document = r#"{"$defs": {
            "A": {"required": ["is"], "properties": {"is": {"const": "a"}}},
            "B": {"required": ["is"], "properties": {"is": {"const": "b"}}}}}"#;
        let document = Document::parse("t", document.as_bytes()).unwrap();
        let spec = Arc::new(Spec::new(document, Dialect::AsMeant));
        let named: Vec<String> = named.iter().map(|name| (*name).to_owned()).collect();
        let selection =
            ComponentSelection::new(&TypeSet::new(Vec::new()), &spec, &named).map_err(|error| error.to_string())?;
        match selection.select(&Case::new("x", text)) {
            Ok(capture) => Ok(capture.components),
            Err(NotSelected::Skipped(skipped)) => Err(skipped.reason),
            Err(NotSelected::Elsewhere) => Err("elsewhere".to_owned()),
        }
    }

    #[test]
    fn without_names_every_component_is_selected() {
        assert_eq!(select(&[], r#"{"is": "b"}"#).unwrap(), ["B"]);
        assert!(select(&[], "{}").unwrap_err().starts_with("no bound component fits"));
    }

    #[test]
    fn one_named_component_takes_what_tells_none() {
        assert_eq!(select(&["A"], r#"{"is": "a"}"#).unwrap(), ["A"]);
        assert_eq!(select(&["A"], "{}").unwrap(), ["A"]);
        assert!(select(&["A", "B"], "{}").is_err());
    }

    #[test]
    fn a_component_that_the_document_lacks_is_an_error() {
        let error = select(&["C"], "{}").unwrap_err();
        assert!(error.starts_with("t: the document has no component `C`"), "{error}");
    }
}
