//! What a worker is asked to make smaller.

use super::case_runner::CaseRunner;
use super::leeway::{kinds_in, usual_spellings, without_leeways};
use super::outcome::Outcome;
use crate::case::{Case, CaseKind, Fault};
use crate::check::{depends_on_text, weakest_kind};
use crate::examine::{examine, examine_unjudged};
use crate::finding::{Code, Finding, Kind, hash, without_values};
use crate::generate::{Failing, GeneratedValue, Style, shrink};
use crate::pointer::Pointer;
use crate::schema::Guide;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How many values are tried to make one case smaller.
const ATTEMPTS: usize = 2000;

/// What makes two findings the same bug, as far as one can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bug {
    /// The type under test.
    pub subject: String,
    /// The check.
    pub code: Code,
    /// What sort of disagreement.
    pub kind: Option<Kind>,
    /// Where, in every item and at every depth.
    pub place: String,
    /// What an error says, without the values that it quotes.
    pub words: String,
}

impl Bug {
    /// The bug that a finding shows. `guide` knows the places of the schema: keys that it names nowhere are as good as one another, and
    /// so are the places of a recursion.
    pub fn of(finding: &Finding, guide: &Guide) -> Bug {
        let strange = |step: String| !guide.names_anywhere(&step);
        let kind = match finding.kind {
            // An unknown key is dropped whatever it holds.
            Some(Kind::NullBecameAbsent) if finding.pointer.steps().last().is_some_and(strange) => {
                Some(Kind::DroppedKey)
            }
            kind => kind,
        };
        Bug {
            subject: finding.subject.clone(),
            code: finding.code,
            kind,
            place: guide.folded(&finding.pointer),
            words: match finding.code {
                Code::Rejected => {
                    without_strange_key(&without_values(&finding.message), &|key| guide.names_anywhere(key))
                }
                _ => String::new(),
            },
        }
    }
}

/// An error about an unknown field without the field's name, if the schema does not name it.
fn without_strange_key(error: &str, is_named: &dyn Fn(&str) -> bool) -> String {
    const START: &str = "unknown field `";
    let parts = error.strip_prefix(START).and_then(|rest| {
        let ends = ["`, expected ", "`, there are no fields"];
        let end = ends.into_iter().find_map(|end| rest.find(end))?;
        Some(rest.split_at(end))
    });
    match parts {
        Some((key, rest)) if !is_named(key) => format!("{START}{rest}"),
        _ => error.to_owned(),
    }
}

impl Bug {
    /// What identifies the bug in another run.
    pub(super) fn fingerprint(&self) -> String {
        let kind = self.kind.map_or("", Kind::as_str);
        hash(&[self.code.as_str(), kind, &self.subject, &self.place, &self.words])
    }

    /// Whether a finding shows this bug, whatever else of its text the document leaves open.
    pub fn is_shown_by(&self, finding: &Finding, guide: &Guide) -> bool {
        let is_open = |kind: Option<Kind>| kind.and_then(Kind::at_most).is_some();
        let mut other = Bug::of(finding, guide);
        if is_open(self.kind) || is_open(other.kind) {
            other.kind = self.kind;
            // The place of an error depends on what is in front of it, if the type buffers its input.
            if self.code == Code::Rejected {
                other.place.clone_from(&self.place);
            }
        }
        other == *self
    }
}

/// A case to be made smaller.
#[derive(Debug, Clone)]
pub(super) struct ShrinkRequest {
    /// What it must go on showing.
    pub(super) bug: Bug,
    /// The case, without its text.
    pub(super) case: Case,
    /// The text that fails, in the ordinary style.
    pub(super) text: String,
    /// The valid value behind it.
    pub(super) sample: String,
    /// How it is written down.
    pub(super) style: Style,
}

/// The smallest case that shows the same.
#[derive(Debug, Clone, Default)]
pub(super) struct ShrinkResult {
    pub(super) text: String,
    pub(super) fault: Option<Fault>,
    pub(super) outcome: Outcome,
}

impl CaseRunner {
    /// Makes a case smaller for as long as it shows the same bug; `None` if it does not show it at all.
    pub(super) fn shrink(&self, large: ShrinkRequest, limit: Duration) -> Option<ShrinkResult> {
        let start_of_work = Instant::now();
        let (subject, schema) = self.subject(&large.bug.subject)?;
        let guide = Guide::new(schema);
        let sample = GeneratedValue::read(&large.sample)?;
        let mutant = match &large.case.fault {
            Some(fault) => Some((GeneratedValue::read(&large.text)?, fault.pointer.steps().collect())),
            None => None,
        };
        let start = Failing {
            sample,
            mutant,
            style: large.style,
        };
        let case = |failing: &Failing| {
            let mut case = large.case.clone();
            case.text = failing.text();
            if let (Some(fault), Some((_, steps))) = (&mut case.fault, &failing.mutant) {
                fault.pointer = Pointer::root();
                steps.iter().for_each(|step| fault.pointer.push(step));
                let was = case.was.take();
                case.was = was.and(failing.sample.below(steps)).map(GeneratedValue::text);
            }
            case
        };
        let valid = |made: &GeneratedValue<'_>| {
            let value = serde_json::from_str(&made.text()).ok();
            value.map(|value| schema.is_valid(&value))
        };
        let shows = |failing: &Failing| {
            // Each check finds its own code, but for the panics that all of them meet.
            let chosen = |code: Code| code == large.bug.code || large.bug.code == Code::Panicked;
            let findings = examine_unjudged(chosen, subject, schema, &case(failing)).unwrap_or_default();
            // Most smaller texts no longer show the bug, and validation costs more than reading.
            if !findings.iter().any(|finding| large.bug.is_shown_by(finding, &guide)) {
                return false;
            }
            let is_mutant = |(made, _): &(GeneratedValue<'_>, Vec<String>)| valid(made) == Some(false);
            valid(&failing.sample) == Some(true) && failing.mutant.as_ref().is_none_or(is_mutant)
        };
        // Past the time limit nothing smaller is tried. No text is tried that uses more of what the document leaves open than the
        // one before: a smaller text shows less if it is an odd one.
        let depends = depends_on_text(large.bug.code);
        let kinds = |failing: &Failing| match depends {
            true => kinds_in(schema, failing),
            false => BTreeSet::new(),
        };
        let allowed = RefCell::new(kinds(&start));
        let accepts = |failing: &Failing| {
            if start_of_work.elapsed() >= limit || !shows(failing) {
                return false;
            }
            let kinds = kinds(failing);
            let is_accepted = kinds.is_subset(&allowed.borrow());
            if is_accepted {
                allowed.replace(kinds);
            }
            is_accepted
        };
        let mut small = start;
        if depends {
            small = without_leeways(schema, small, accepts);
        }
        small = shrink(small, ATTEMPTS, accepts);
        if depends {
            small = without_leeways(schema, small, accepts);
            small = usual_spellings(schema, small, accepts);
        }
        if !shows(&small) {
            return None;
        }
        let case = case(&small);
        let mut verdict = examine(subject, Some(schema), &case).ok()?;
        if let Some(kind) = weakest_kind(&kinds(&small)) {
            let same = |finding: &&mut Finding| large.bug.is_shown_by(finding, &guide);
            verdict
                .findings
                .iter_mut()
                .filter(same)
                .for_each(|finding| finding.kind = Some(kind));
        }
        Some(ShrinkResult {
            text: case.text,
            fault: case.fault.filter(|_| case.kind == CaseKind::Mutant),
            outcome: Outcome {
                subjects: vec![large.bug.subject.clone()],
                findings: verdict.findings,
                unknown: verdict.unknown,
                ..Outcome::default()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_about_keys_that_the_schema_does_not_name_are_one() {
        let of = |key: &str| {
            let error = format!("unknown field `{key}`, expected one of `a`, `b`");
            without_strange_key(&error, &|key| key == "c")
        };
        assert_eq!(of("x-1"), of("x-`2"));
        assert_ne!(of("c"), of("x-1"));
        assert_eq!(
            without_strange_key("missing field `a`", &|_| false),
            "missing field `a`"
        );
    }

    #[test]
    fn words_are_without_the_values_that_they_quote() {
        let a = without_values(r#"invalid type: string "a \" b", expected i64"#);
        let b = without_values(r#"invalid type: string "", expected i64"#);
        assert_eq!(a, b);
        assert_ne!(without_values("missing field `a`"), without_values("missing field `b`"));
    }
}
