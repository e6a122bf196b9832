//! What is done with one case: which subjects it concerns, and what they make of it.

use crate::case::{Case, Skipped};
use crate::examine::{Verdict, examine};
use crate::finding::{Code, Finding};
use crate::json::Tree;
use crate::resolve::{ComponentResolver, Resolution, no_component};
use crate::schema::{Schema, Spec, SpecError};
use crate::subject::{Subject, TypeSet};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// What the caller chose among subjects and components.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The component of a case that neither its folder nor its content tells.
    pub component: Option<String>,
    /// The only subject to examine.
    pub subject: Option<String>,
}

/// What came of one case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The subjects that examined it.
    pub subjects: Vec<String>,
    /// What they found.
    pub findings: Vec<Finding>,
    /// What could not be decided.
    pub unknown: Vec<(Code, String)>,
    /// Why it was not examined.
    pub skipped: Option<Skipped>,
}

/// Where the work on a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'s> {
    /// This subject is examined from now on.
    Subject(&'s str),
    /// The type's own code is running, or (`false`) has ended.
    Type(bool),
}

/// A type set and a spec, ready for cases.
pub struct Bench {
    pub(super) type_set: TypeSet,
    schemas: HashMap<String, Arc<Schema>>,
    pub(super) spec: Arc<Spec>,
    resolver: ComponentResolver,
    choice: Choice,
}

impl Bench {
    /// Brings a type set and a spec together.
    ///
    /// # Errors
    /// When a component that a subject is bound to, or that the caller chose, is not in the spec, or cannot be read, or when
    /// no subject is bound to the one that the caller chose.
    pub fn new(type_set: TypeSet, spec: Arc<Spec>, choice: Choice) -> Result<Bench, String> {
        let in_document = |error: SpecError| format!("{}: {error}", spec.document().name());
        let mut schemas = HashMap::new();
        for subject in type_set.subjects() {
            let Some(component) = subject.component() else { continue };
            let named = |choice: &Option<String>, name: &str| choice.as_deref().map(|chosen| chosen == name);
            let (by_name, by_component) = (
                named(&choice.subject, subject.name()),
                named(&choice.component, component),
            );
            if by_name == Some(false) {
                continue;
            }
            match spec.component(component) {
                Ok(schema) => {
                    schemas.insert(component.to_owned(), schema);
                }
                // Who names a component needs no other in the document.
                Err(SpecError::UnknownComponent { .. }) if by_name.is_none() && by_component == Some(false) => {}
                Err(error) => return Err(in_document(error)),
            }
        }
        let bound: Vec<&str> = type_set.subjects().iter().filter_map(Subject::component).collect();
        if let Some(component) = choice
            .component
            .as_deref()
            .filter(|component| !bound.contains(component))
        {
            let why = match spec.component(component) {
                Ok(_) => format!("no subject is bound to component `{component}`"),
                Err(error) => in_document(error),
            };
            return Err(format!("{why}; subjects are bound to {}", bound.join(", ")));
        }
        let resolver = ComponentResolver::of(&type_set, Arc::clone(&spec)).with_fallback(choice.component.clone());
        Ok(Bench {
            type_set,
            schemas,
            spec,
            resolver,
            choice,
        })
    }

    /// For enums alone: the document need not hold what subjects are bound to.
    pub fn of_enums(type_set: TypeSet, spec: Arc<Spec>) -> Bench {
        Bench {
            resolver: ComponentResolver::of(&type_set, Arc::clone(&spec)),
            type_set,
            schemas: HashMap::new(),
            spec,
            choice: Choice::default(),
        }
    }

    /// A subject and its schema, by the subject's name.
    pub(super) fn subject(&self, name: &str) -> Option<(&Subject, &Schema)> {
        let subject = self.type_set.subject(name)?;
        let schema = self.schemas.get(subject.component()?)?;
        Some((subject, schema))
    }

    /// Examines a case under every subject that it concerns.
    pub fn look(&self, case: &Case) -> Outcome {
        self.look_at(case, true, |subject, schema| examine(subject, schema, case))
    }

    /// The same, and `hears` is told of each step before it is taken; without the schemas if they are not wanted.
    pub fn look_slowly(
        &self,
        case: &Case,
        with_schemas: bool,
        hears: impl Fn(Step<'_>) + Clone + Send + Sync + 'static,
    ) -> Outcome {
        self.look_at(case, with_schemas, |subject, schema| {
            hears(Step::Subject(subject.name()));
            let hears = hears.clone();
            let subject = subject.watched(move |running| hears(Step::Type(running)));
            examine(&subject, schema, case)
        })
    }

    fn look_at(
        &self,
        case: &Case,
        with_schemas: bool,
        examine: impl Fn(&Subject, Option<&Schema>) -> Result<Verdict, Skipped>,
    ) -> Outcome {
        let mut outcome = Outcome::default();
        let tree = match case.tree() {
            Ok(tree) => tree,
            Err(skipped) => {
                return Outcome {
                    skipped: Some(skipped),
                    ..outcome
                };
            }
        };
        let subjects = match self.subjects(case, &tree) {
            Ok(subjects) => subjects,
            Err(reason) => {
                let (line, column) = case.place(0);
                let skipped = Skipped {
                    line,
                    column,
                    ..Skipped::whole(&case.name, reason)
                };
                return Outcome {
                    skipped: Some(skipped),
                    ..outcome
                };
            }
        };
        for subject in subjects {
            if self
                .choice
                .subject
                .as_deref()
                .is_some_and(|name| name != subject.name())
            {
                continue;
            }
            outcome.subjects.push(subject.name().to_owned());
            let component = subject.component().filter(|_| with_schemas);
            let schema = component.and_then(|component| self.schemas.get(component));
            match examine(subject, schema.map(Arc::as_ref)) {
                Ok(Verdict { findings, unknown }) => {
                    outcome.findings.extend(findings);
                    outcome.unknown.extend(unknown);
                }
                Err(skipped) => outcome.skipped = Some(skipped),
            }
        }
        outcome
    }

    /// The subjects that examine a case.
    ///
    /// # Errors
    /// When there is none, the reason why not.
    fn subjects(&self, case: &Case, tree: &Tree<'_>) -> Result<Vec<&Subject>, String> {
        match self.resolver.resolve(case, tree) {
            Resolution::Components(components) => self.bound_to(&components),
            Resolution::OtherEvent => self.of_any_event(tree),
            Resolution::Elsewhere(reason) | Resolution::Unknown(reason) => Err(reason),
        }
    }

    fn bound_to(&self, components: &[&str]) -> Result<Vec<&Subject>, String> {
        let is_bound = |subject: &&Subject| subject.component().is_some_and(|name| components.contains(&name));
        let found: Vec<&Subject> = self.type_set.subjects().iter().filter(is_bound).collect();
        // The schemas of other components may be missing if the caller chose one component.
        let is_wanted = |subject: &&&Subject| self.choice.subject.as_deref().is_none_or(|name| name == subject.name());
        let wanted = found.iter().filter(is_wanted).filter_map(|subject| subject.component());
        match wanted.into_iter().find(|name| !self.schemas.contains_key(*name)) {
            Some(component) => Err(format!("component `{component}` is not in the document")),
            None => Ok(found),
        }
    }

    /// The subjects of events that no component describes; without such subjects, those of the caller's component.
    fn of_any_event(&self, tree: &Tree<'_>) -> Result<Vec<&Subject>, String> {
        let subjects = self.type_set.subjects().iter();
        let found: Vec<&Subject> = subjects.filter(|subject| subject.component().is_none()).collect();
        match &self.choice.component {
            _ if !found.is_empty() => Ok(found),
            Some(component) => self.bound_to(&[component]),
            None => Err(no_component(tree)),
        }
    }
}
