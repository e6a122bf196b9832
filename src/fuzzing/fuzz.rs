//! Tests of the types of a type set.

use super::error::FuzzError;
use super::failure;
use crate::case::{self, Case, CaseKind, Origin};
use crate::check::{EXPENSIVE, INVALID_SAMPLE};
use crate::examine::examine_with;
use crate::finding::{Code, Expectations, Finding, Level, SeverityOverride, SeverityPolicy};
use crate::generate::{Choices, Plan, Style};
use crate::json::Tree;
use crate::schema::{Schema, Spec};
use crate::subject::{Attempt, Decoder, Instance, ResourceKind, Subject, TypeSet};
use crate::verdict::Verdict;
use serde_json::Value;
use std::sync::Arc;

/// Each of the expensive checks runs on one sample of this many.
const TURNS: usize = 16;

/// Tests the types of a type set on bytes. It is made once and used for many inputs.
pub struct Fuzz {
    bound: Vec<Bound>,
    severity: SeverityPolicy,
    expectations: Expectations,
}

/// The levels that come with a type set.
fn severity(type_set: &TypeSet) -> Result<SeverityPolicy, FuzzError> {
    let mut policy = SeverityPolicy::default();
    for file in type_set.resources() {
        if file.kind == ResourceKind::Severities {
            let parsed = SeverityOverride::parse(&String::from_utf8_lossy(&file.bytes));
            let entries = parsed.map_err(|error| FuzzError::Severities(format!("{}: {}", file.name, error.message())));
            policy.overrides.extend(entries?);
        }
    }
    Ok(policy)
}

/// A subject and the component that it is bound to.
struct Bound {
    subject: Subject,
    schema: Arc<Schema>,
    plan: Plan,
}

impl Fuzz {
    /// Tests the subjects that are bound to components of `spec`, with the levels of findings that come with the type set.
    ///
    /// # Errors
    /// If a component is missing from the document or cannot be read, or no values can be generated for it; if no subject is
    /// bound to a component; or if the levels cannot be read.
    pub fn new(type_set: &TypeSet, spec: &Spec) -> Result<Fuzz, FuzzError> {
        let mut bound = Vec::new();
        for subject in type_set.subjects() {
            let Some(component) = subject.component() else { continue };
            let schema = spec.component(component)?;
            let plan = Plan::new(schema.json_schema()).map_err(|source| FuzzError::Plan {
                component: component.to_owned(),
                source,
            })?;
            bound.push(Bound {
                subject: subject.clone(),
                schema,
                plan,
            });
        }
        match bound.is_empty() {
            true => Err(FuzzError::NothingBound),
            false => Ok(Fuzz {
                bound,
                severity: severity(type_set)?,
                expectations: Expectations::default(),
            }),
        }
    }

    /// Tests a type set with the document and the expectations that come with it.
    ///
    /// # Errors
    /// As for [`new`](Self::new), and if the type set has no document, or a file of the type set cannot be read.
    pub fn of_types(type_set: &TypeSet) -> Result<Fuzz, FuzzError> {
        let spec = Spec::of_types(type_set)?.ok_or(FuzzError::NoDocument)?;
        let mut fuzz = Fuzz::new(type_set, &spec)?;
        let mut files = type_set.resources().iter();
        if let Some(file) = files.find(|file| file.kind == ResourceKind::Expectations) {
            let text = String::from_utf8_lossy(&file.bytes);
            let parsed = Expectations::parse(&file.name, &text);
            fuzz.expectations = parsed.map_err(|error| FuzzError::Expectations(error.to_string()))?;
        }
        Ok(fuzz)
    }

    /// The least number of times that a type reads a text in a [`decode`](Self::decode) of JSON: once for each decoder.
    pub fn decodes(&self) -> usize {
        4 * self.bound.len()
    }

    /// Reads bytes with every subject and every decoder. The bytes may be rejected, but the decoders must agree, and what is read
    /// must be written back without loss.
    ///
    /// # Panics
    /// If something is found.
    pub fn decode(&self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes);
        let json = text.is_ok_and(|text| Tree::parse(text).is_ok());
        for bound in &self.bound {
            match text {
                Ok(text) if json => {
                    let case = bound.case(CaseKind::Sample, 0, text.to_owned());
                    self.judge(bound, "decode", &case, |_| true);
                }
                _ => bound.agree(bytes),
            }
        }
    }

    /// Passes a valid value of one component, in a random spelling, to the checks. The last byte chooses the component, the byte
    /// before it which of the expensive checks runs, if any, and the other bytes choose the value.
    ///
    /// # Panics
    /// If something is found, or the value is invalid.
    pub fn sample(&self, bytes: &[u8]) {
        let (bound, bytes) = self.chosen(bytes);
        let (turn, bytes) = bytes.split_last().unwrap_or((&0, &[]));
        let mut choices = Choices::from_bytes(bytes);
        let Some(made) = bound.plan.sample(&mut choices) else {
            return;
        };
        // `unread_key` tests one of many keys, which it chooses by the id of the case.
        let text = made.text_in(Style::choose(&mut choices));
        let case = bound.case(CaseKind::Sample, (*turn).into(), text);
        let turn = usize::from(*turn) % TURNS;
        self.judge(bound, "sample", &case, |code| {
            EXPENSIVE
                .iter()
                .position(|expensive| *expensive == code)
                .is_none_or(|at| at == turn)
        });
    }

    /// Passes a value of one component that violates exactly one constraint to all checks. The last byte chooses the component,
    /// and the other bytes choose the value and the constraint.
    ///
    /// # Panics
    /// If something is found, or the value is valid.
    pub fn mutant(&self, bytes: &[u8]) {
        let (bound, bytes) = self.chosen(bytes);
        let mut choices = Choices::from_bytes(bytes);
        let Some(mutant) = bound.plan.mutant(&mut choices) else {
            return;
        };
        let mut case = bound.case(CaseKind::Mutant, 0, mutant.made.text_in(Style::choose(&mut choices)));
        case.was = mutant.was();
        case.fault = Some(case::Fault {
            operator: mutant.operator.to_owned(),
            pointer: mutant.pointer,
        });
        let value: Option<Value> = serde_json::from_str(&case.text).ok();
        if value.is_some_and(|value| bound.schema.is_valid(&value)) {
            failure::fault("mutant", "a mutant is valid", &case.text);
        }
        self.judge(bound, "mutant", &case, |_| true);
    }

    /// The subject and the component of a name.
    pub(super) fn bound_to(&self, component: &str) -> Option<(&Subject, &Schema)> {
        let bound = self.bound.iter().find(|bound| bound.schema.name() == component)?;
        Some((&bound.subject, &bound.schema))
    }

    /// Whether the expectations accept a finding about a value that a type has written.
    pub(super) fn accepts_written(&self, finding: &Finding) -> bool {
        self.expectations.accepts_written(finding)
    }

    /// Runs the checks for which `takes_part` returns true, and fails if one finds something.
    fn judge(&self, bound: &Bound, target: &str, case: &Case, takes_part: impl Fn(Code) -> bool) {
        let verdict = match examine_with(takes_part, &bound.subject, Some(&bound.schema), case) {
            Ok(verdict) => verdict,
            Err(skipped) => failure::fault(target, &skipped.reason, &case.text),
        };
        let is_error = |finding: &&Finding| self.severity.level(finding) == Level::Error;
        let Verdict { findings, unknown, .. } = verdict;
        if let Some(finding) = findings.iter().find(is_error) {
            failure::finding(target, case, finding);
        }
        if target == "sample" && unknown.iter().any(|(_, reason)| reason == INVALID_SAMPLE) {
            failure::fault(target, "a sample is invalid", &case.text);
        }
    }

    /// The subject that the last byte chooses, and the bytes before it.
    fn chosen<'b>(&self, bytes: &'b [u8]) -> (&Bound, &'b [u8]) {
        let (last, rest) = bytes.split_last().unwrap_or((&0, &[]));
        (&self.bound[usize::from(*last) % self.bound.len()], rest)
    }
}

impl Bound {
    fn case(&self, kind: CaseKind, number: u64, text: String) -> Case {
        let origin = Origin::Generated {
            component: self.schema.name().to_owned(),
            number,
            seed: 0,
        };
        Case::of(origin, kind, text)
    }

    /// Bytes that are not JSON must be read by all decoders or by none.
    fn agree(&self, bytes: &[u8]) {
        let read = |decoder| self.subject.read_bytes(decoder, bytes);
        let describe = |attempt: &Attempt<Instance>| match attempt {
            Attempt::Done(_) => "reads it".to_owned(),
            Attempt::Refused(error) => format!("rejects it: {}", error.message),
            Attempt::Crashed(crash) => format!("crashes: {crash}"),
        };
        let (slice, reader) = (read(Decoder::FromSlice), read(Decoder::FromReader));
        let mut attempts = vec![slice, reader];
        if let Ok(text) = std::str::from_utf8(bytes) {
            attempts.push(self.subject.read(Decoder::FromStr, text));
        }
        let agree = attempts
            .iter()
            .all(|attempt| attempt.done().is_some() == attempts[0].done().is_some());
        let crashed = attempts.iter().any(|attempt| matches!(attempt, Attempt::Crashed(_)));
        if crashed || !agree {
            let results: Vec<String> = attempts.iter().map(describe).collect();
            let what = format!(
                "{}: from_slice, from_reader, from_str: {}",
                self.subject.name(),
                results.join("; ")
            );
            failure::fault("decode", &what, &String::from_utf8_lossy(bytes));
        }
    }
}
