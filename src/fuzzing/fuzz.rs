//! Bytes through a type set.

use super::alarm;
use crate::case::{self, Case, CaseKind, Origin};
use crate::check::{EXPENSIVE, INVALID_SAMPLE};
use crate::examine::examine_with;
use crate::finding::{Code, Level};
use crate::generate::{Choices, Plan, Style};
use crate::json::Tree;
use crate::schema::{Schema, Spec};
use crate::subject::{Attempt, Decoder, Instance, Subject, TypeSet};
use crate::verdict::Verdict;
use serde_json::Value;
use std::sync::Arc;

/// One sample in this many is for each of the expensive checks.
const TURNS: usize = 16;

/// A type set, ready for a fuzzer. To be made once, and used for many inputs.
pub struct Fuzz {
    bound: Vec<Bound>,
}

/// A subject, and what it is bound to.
struct Bound {
    subject: Subject,
    schema: Arc<Schema>,
    plan: Plan,
}

impl Fuzz {
    /// Brings a type set and a spec together. Subjects that are bound to no component are left out.
    ///
    /// # Errors
    /// When a component is not in the spec, cannot be read, or no values can be made of it.
    pub fn new(type_set: &TypeSet, spec: &Spec) -> Result<Fuzz, String> {
        let mut bound = Vec::new();
        for subject in type_set.subjects() {
            let Some(component) = subject.component() else { continue };
            let schema = spec.component(component).map_err(|error| error.to_string())?;
            let plan = Plan::new(schema.json_schema()).map_err(|error| format!("{component}: {error}"))?;
            bound.push(Bound {
                subject: subject.clone(),
                schema,
                plan,
            });
        }
        match bound.is_empty() {
            true => Err("no subject is bound to a component".to_owned()),
            false => Ok(Fuzz { bound }),
        }
    }

    /// How often the types read, at least, in a [`decode`](Self::decode) of a JSON text: through four decoders each.
    pub fn decodes(&self) -> usize {
        4 * self.bound.len()
    }

    /// Raw bytes into every subject, through every decoder. To refuse them is no fault; but the decoders must agree, and what
    /// is read must survive.
    ///
    /// # Panics
    /// When something is found.
    pub fn decode(&self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes);
        let json = text.is_ok_and(|text| Tree::parse(text).is_ok());
        for bound in &self.bound {
            match text {
                Ok(text) if json => bound.judge("decode", &bound.case(CaseKind::Sample, 0, text.to_owned()), |_| true),
                _ => bound.agree(bytes),
            }
        }
    }

    /// A valid value of one component, written down in some style, through the checks. The last byte says which component,
    /// the one before it which of four dear checks takes part, if any; the others choose the value.
    ///
    /// # Panics
    /// When something is found, or the value is not valid.
    pub fn sample(&self, bytes: &[u8]) {
        let (bound, bytes) = self.chosen(bytes);
        let (turn, bytes) = bytes.split_last().unwrap_or((&0, &[]));
        let mut choices = Choices::from_bytes(bytes);
        let Some(made) = bound.plan.sample(&mut choices) else {
            return;
        };
        // `unread_key` examines one word of many, and the id of the case decides on it.
        let text = made.text_in(Style::choose(&mut choices));
        let case = bound.case(CaseKind::Sample, (*turn).into(), text);
        let turn = usize::from(*turn) % TURNS;
        bound.judge("sample", &case, |code| {
            EXPENSIVE
                .iter()
                .position(|dear| *dear == code)
                .is_none_or(|at| at == turn)
        });
    }

    /// A value of one component with exactly one thing wrong, through all checks. The last byte says which component, the
    /// others choose the value and its fault.
    ///
    /// # Panics
    /// When something is found, or the value is valid.
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
            alarm::fault("mutant", "a mutant is valid", &case.text);
        }
        bound.judge("mutant", &case, |_| true);
    }

    /// The subject that the last byte names, and the bytes before it.
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

    /// Ends the target when the checks that take part find something.
    fn judge(&self, target: &str, case: &Case, takes_part: impl Fn(Code) -> bool) {
        let verdict = match examine_with(takes_part, &self.subject, Some(&self.schema), case) {
            Ok(verdict) => verdict,
            Err(skipped) => alarm::fault(target, &skipped.reason, &case.text),
        };
        let Verdict { findings, unknown, .. } = verdict;
        if let Some(finding) = findings.iter().find(|finding| finding.level == Level::Error) {
            alarm::finding(target, case, finding);
        }
        if target == "sample" && unknown.iter().any(|(_, reason)| reason == INVALID_SAMPLE) {
            alarm::fault(target, "a sample is invalid", &case.text);
        }
    }

    /// What is no JSON text is read by all decoders or by none.
    fn agree(&self, bytes: &[u8]) {
        let read = |decoder| self.subject.read_bytes(decoder, bytes);
        let said = |attempt: &Attempt<Instance>| match attempt {
            Attempt::Done(_) => "reads it".to_owned(),
            Attempt::Refused(error) => format!("refuses it: {}", error.message),
            Attempt::Crashed(words) => format!("panics: {words}"),
        };
        let (slice, reader) = (read(Decoder::FromSlice), read(Decoder::FromReader));
        let mut attempts = vec![slice, reader];
        if let Ok(text) = std::str::from_utf8(bytes) {
            attempts.push(self.subject.read(Decoder::FromStr, text));
        }
        let agree = attempts
            .iter()
            .all(|attempt| attempt.done().is_some() == attempts[0].done().is_some());
        let panic = attempts.iter().any(|attempt| matches!(attempt, Attempt::Crashed(_)));
        if panic || !agree {
            let words: Vec<String> = attempts.iter().map(said).collect();
            let what = format!(
                "{}: from_slice, from_reader, from_str: {}",
                self.subject.name(),
                words.join("; ")
            );
            alarm::fault("decode", &what, &String::from_utf8_lossy(bytes));
        }
    }
}
