//! What is done with one case: which subjects it concerns, and what they make of it.

use super::guard::guarded;
use super::late::{unasked, undecided};
use super::outcome::Outcome;
use super::scope::Scope;
use crate::case::{Case, Skipped};
use crate::examine::examine;
use crate::json::Tree;
use crate::resolve::{Resolution, outline};
use crate::schema::Schema;
use crate::subject::{Subject, TypeSet};
use crate::verdict::Verdict;
use std::sync::Arc;
use std::time::Instant;

/// Examines cases under the types of one type set.
pub struct CaseRunner {
    pub(super) type_set: TypeSet,
    pub(super) scope: Arc<Scope>,
}

impl CaseRunner {
    /// Examines under a type set what is in scope.
    pub fn new(type_set: TypeSet, scope: Arc<Scope>) -> CaseRunner {
        CaseRunner { type_set, scope }
    }

    /// A subject and its schema, by the subject's name.
    pub(super) fn subject(&self, name: &str) -> Option<(&Subject, &Schema)> {
        let subject = self.type_set.subject(name)?;
        let schema = self.scope.schemas.get(subject.component()?)?;
        Some((subject, schema))
    }

    /// Examines a case; a panic of wireproof itself, or of a library, is `unknown` and not the end of the run.
    pub(super) fn run_guarded(&self, case: &Case, with_schemas: bool) -> Outcome {
        let run = || self.run(case, with_schemas);
        guarded(run).unwrap_or_else(|message| {
            let reason = format!("wireproof failed at the case: {message}");
            match &self.scope.choice.subject {
                Some(subject) => undecided(vec![subject.clone()], &reason),
                None => undecided(vec![String::new()], &reason),
            }
        })
    }

    /// Examines a case under every subject that it concerns; without the schemas if they are not wanted.
    pub fn run(&self, case: &Case, with_schemas: bool) -> Outcome {
        let mut outcome = Outcome::default();
        let tree = match case.tree() {
            Ok(tree) => tree,
            Err(skipped) => return Outcome::skipped(skipped),
        };
        let data;
        let (case, subjects) = match self.subjects(case, &tree) {
            Ok(Concerned::Whole(subjects)) => (case, subjects),
            Ok(Concerned::Data(case, subjects)) => {
                data = *case;
                (&data, subjects)
            }
            Err(left) => {
                let (reason, unbound) = match left {
                    LeftOut::Unbound(reason) => (reason, true),
                    LeftOut::Unplaced(reason) => (reason, false),
                };
                return Outcome::skipped(Skipped {
                    unbound,
                    ..case.skipped(reason)
                });
            }
        };
        let wanted = self.scope.choice.subject.as_deref();
        let is_wanted = |subject: &&Subject| wanted.is_none_or(|name| name == subject.name());
        for subject in subjects.into_iter().filter(is_wanted) {
            outcome.subjects.push(subject.name().to_owned());
            let component = subject.component().filter(|_| with_schemas);
            let schema = component.and_then(|component| self.scope.schemas.get(component));
            let started = Instant::now();
            let examined = examine(subject, schema.map(Arc::as_ref), case);
            outcome.took.push((subject.name().to_owned(), started.elapsed()));
            match examined {
                Ok(Verdict { findings, unknown, .. }) => {
                    outcome.findings.extend(findings);
                    outcome.unknown.extend(unknown);
                    let too_complex = component.and_then(|component| self.scope.too_complex.get(component));
                    outcome
                        .unknown
                        .extend(too_complex.into_iter().flat_map(|reason| unasked(reason)));
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
    fn subjects(&self, case: &Case, tree: &Tree<'_>) -> Result<Concerned<'_>, LeftOut> {
        match self.scope.resolver.resolve(case, tree) {
            Resolution::Components(components) => Ok(Concerned::Whole(self.bound_to(&components)?)),
            Resolution::OtherEvent => self.of_event(case, tree),
            Resolution::ErrorBody(reason) => Err(LeftOut::Unbound(reason)),
            Resolution::Elsewhere(reason) | Resolution::Unknown(reason) => Err(LeftOut::Unplaced(reason)),
        }
    }

    /// The subjects of an event that no component describes: those of any event, or else those of what its data is.
    fn of_event(&self, case: &Case, tree: &Tree<'_>) -> Result<Concerned<'_>, LeftOut> {
        let has_any_event = self
            .type_set
            .subjects()
            .iter()
            .any(|subject| subject.component().is_none());
        if !has_any_event
            && let Some(data) = case.event_data(tree)
            && let Ok(tree) = data.tree()
            && let components @ [_, ..] = self.scope.resolver.of_event_data(&tree).as_slice()
        {
            let subjects = self.bound_to(components)?;
            return Ok(Concerned::Data(Box::new(data), subjects));
        }
        self.of_any_event(tree).map(Concerned::Whole)
    }

    fn bound_to(&self, components: &[&str]) -> Result<Vec<&Subject>, LeftOut> {
        let is_bound = |subject: &&Subject| subject.component().is_some_and(|name| components.contains(&name));
        let found: Vec<&Subject> = self.type_set.subjects().iter().filter(is_bound).collect();
        // The schemas of other components may be missing if the caller chose one component.
        let is_wanted = |subject: &&&Subject| {
            self.scope
                .choice
                .subject
                .as_deref()
                .is_none_or(|name| name == subject.name())
        };
        let wanted = found.iter().filter(is_wanted).filter_map(|subject| subject.component());
        let is_known = |name: &str| self.scope.schemas.contains_key(name) || self.scope.too_complex.contains_key(name);
        match wanted.into_iter().find(|name| !is_known(name)) {
            Some(component) => Err(LeftOut::Unplaced(format!(
                "component `{component}` is not in the document"
            ))),
            None => Ok(found),
        }
    }

    /// The subjects of events that no component describes; without such subjects, those of the caller's component.
    fn of_any_event(&self, tree: &Tree<'_>) -> Result<Vec<&Subject>, LeftOut> {
        let subjects = self.type_set.subjects().iter();
        let found: Vec<&Subject> = subjects.filter(|subject| subject.component().is_none()).collect();
        match &self.scope.choice.component {
            _ if !found.is_empty() => Ok(found),
            Some(component) => self.bound_to(&[component]),
            None => Err(LeftOut::Unbound(format!(
                "no subject takes this event: {}",
                outline(tree)
            ))),
        }
    }
}

/// What is examined of a case, and under which subjects.
enum Concerned<'s> {
    Whole(Vec<&'s Subject>),
    /// The data of an event alone.
    Data(Box<Case>, Vec<&'s Subject>),
}

/// Why no subject examines a case.
enum LeftOut {
    /// It is nothing that a subject is bound to.
    Unbound(String),
    /// It is not known what it is, or it cannot be examined.
    Unplaced(String),
}
