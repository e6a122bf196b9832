//! What is examined: a document, the schemas that subjects are bound to, and what the caller chose among them.

use crate::resolve::{ComponentResolver, PlacedCaptures};
use crate::schema::{Schema, Spec, SpecError};
use crate::subject::{Subject, TypeSet};
use std::collections::HashMap;
use std::sync::Arc;
use thiserror::Error;

/// What the caller chose among subjects and components.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The component of a case that neither its folder nor its content tells.
    pub component: Option<String>,
    /// The only subject to examine.
    pub subject: Option<String>,
    /// The components that the configuration names for captures by their paths.
    pub placed: Vec<PlacedCaptures>,
}

/// What is examined, the same for all threads of a run.
#[derive(Debug)]
pub struct Scope {
    pub(super) spec: Arc<Spec>,
    pub(super) resolver: ComponentResolver,
    pub(super) schemas: HashMap<String, Arc<Schema>>,
    /// The components that are too complex to be read, and why. What is bound to them is examined without a schema.
    pub(super) too_complex: HashMap<String, String>,
    pub(super) choice: Choice,
}

/// Why a type set and a document do not fit together.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScopeError {
    /// A component that a subject is bound to is not in the document, or cannot be read.
    #[error("{document}: {source}")]
    Component {
        /// The document.
        document: String,
        /// What is wrong.
        source: SpecError,
    },
    /// The caller chose a component that no subject is bound to.
    #[error("{reason}; subjects are bound to {}", bound.join(", "))]
    NotBound {
        /// Why it cannot be examined.
        reason: String,
        /// What subjects are bound to.
        bound: Vec<String>,
    },
}

impl Scope {
    /// Brings a type set and a document together.
    ///
    /// # Errors
    /// When a component that a subject is bound to, or that the caller chose, is not in the document, or cannot be read, or when
    /// no subject is bound to the one that the caller chose.
    pub fn new(type_set: &TypeSet, spec: Arc<Spec>, choice: Choice) -> Result<Scope, ScopeError> {
        let in_document = |source: SpecError| ScopeError::Component {
            document: spec.document().name().to_owned(),
            source,
        };
        let (mut schemas, mut too_complex) = (HashMap::new(), HashMap::new());
        for subject in type_set.subjects() {
            let Some(component) = subject.component() else { continue };
            let named = |choice: &Option<String>, name: &str| choice.as_deref().map(|chosen| chosen == name);
            let by_name = named(&choice.subject, subject.name());
            let by_component = named(&choice.component, component);
            if by_name == Some(false) {
                continue;
            }
            match spec.component(component) {
                Ok(schema) => {
                    schemas.insert(component.to_owned(), schema);
                }
                Err(error @ SpecError::TooComplex { .. }) => {
                    too_complex.insert(component.to_owned(), error.to_string());
                }
                // The caller named a component, and needs no other in the document.
                Err(SpecError::UnknownComponent { .. }) if by_name.is_none() && by_component == Some(false) => {}
                Err(error) => return Err(in_document(error)),
            }
        }
        let bound = || type_set.subjects().iter().filter_map(Subject::component);
        let chosen = choice.component.as_deref();
        if let Some(component) = chosen.filter(|component| !bound().any(|other| other == *component)) {
            let reason = match spec.component(component) {
                Ok(_) => format!("no subject is bound to component `{component}`"),
                Err(error) => in_document(error).to_string(),
            };
            return Err(ScopeError::NotBound {
                reason,
                bound: bound().map(str::to_owned).collect(),
            });
        }
        let resolver = ComponentResolver::of(type_set, Arc::clone(&spec))
            .with_fallback(choice.component.clone())
            .with_placed(choice.placed.clone());
        Ok(Scope {
            spec,
            resolver,
            schemas,
            too_complex,
            choice,
        })
    }

    /// For enums alone: the document need not hold what subjects are bound to.
    pub fn of_enums(type_set: &TypeSet, spec: Arc<Spec>) -> Scope {
        Scope {
            resolver: ComponentResolver::of(type_set, Arc::clone(&spec)),
            spec,
            schemas: HashMap::new(),
            too_complex: HashMap::new(),
            choice: Choice::default(),
        }
    }
}
