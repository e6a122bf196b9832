//! What a worker is asked to make smaller.

use super::case_runner::CaseRunner;
use super::outcome::Outcome;
use crate::case::{Case, CaseKind, Fault};
use crate::check::{out_of_the_ordinary, weakest};
use crate::examine::examine;
use crate::finding::{Code, Finding, Kind};
use crate::generate::{Failing, GeneratedValue, Style, ordinary, shrink};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::{Guide, Schema};
use serde::{Deserialize, Serialize};
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
    /// The bug that a finding shows. `names` are the keys that the schema gives: any others are as good as one another.
    pub fn of(finding: &Finding, names: &BTreeSet<String>) -> Bug {
        let strange = |step: String| !names.contains(&step);
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
            place: at_every_depth(&finding.pointer, names),
            words: match finding.code {
                Code::Rejected => without_values(&finding.message),
                _ => String::new(),
            },
        }
    }
}

/// The place without indices and strange keys, and without what repeats: `/items/0/items/1/title` is `/items/*/title`.
fn at_every_depth(pointer: &Pointer, names: &BTreeSet<String>) -> String {
    let steps: Vec<String> = pointer.steps().collect();
    let mut kept: Vec<&str> = Vec::new();
    for step in &steps {
        kept.push(if names.contains(step) { step } else { "*" });
        for size in 1..=kept.len() / 2 {
            let (before, last) = kept.split_at(kept.len() - size);
            if before.ends_with(last) && last.iter().any(|step| *step != "*") {
                kept.truncate(kept.len() - size);
                break;
            }
        }
    }
    kept.iter().flat_map(|step| ["/", step]).collect()
}

/// A message without strings and numbers: they come from the value.
fn without_values(message: &str) -> String {
    let mut out = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for character in message.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                out.push('"');
            }
            _ if quoted => {}
            '0'..='9' | '-' | '.' => {}
            other => out.push(other),
        }
    }
    out
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
    /// What the text needs beyond what the document says.
    pub(super) odd: Option<Kind>,
}

/// What in a text is out of the ordinary, as the kind of its findings.
fn oddness(schema: &Schema, text: &str) -> Option<Kind> {
    let tree = Tree::parse(text).ok()?;
    weakest(&out_of_the_ordinary(&Guide::new(schema), &tree))
}

impl CaseRunner {
    /// Makes a case smaller for as long as it shows the same bug; `None` if it does not show it at all.
    pub(super) fn shrink(&self, large: ShrinkRequest, limit: Duration) -> Option<ShrinkResult> {
        let start_of_work = Instant::now();
        let (subject, schema) = self.subject(&large.bug.subject)?;
        let names = schema.names();
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
            if valid(&failing.sample) != Some(true) {
                return None;
            }
            if failing
                .mutant
                .as_ref()
                .is_some_and(|(made, _)| valid(made) != Some(false))
            {
                return None;
            }
            let verdict = examine(subject, Some(schema), &case(failing)).ok()?;
            let same = verdict
                .findings
                .iter()
                .any(|finding| Bug::of(finding, &names) == large.bug);
            same.then_some(verdict)
        };
        // Past the time limit nothing smaller is tried.
        let in_time = || start_of_work.elapsed() < limit;
        let small = shrink(start, ATTEMPTS, |failing| in_time() && shows(failing).is_some());
        let small = ordinary(small, ATTEMPTS / 10, |failing| in_time() && shows(failing).is_some());
        let verdict = shows(&small)?;
        let case = case(&small);
        Some(ShrinkResult {
            odd: match case.kind {
                CaseKind::Sample => oddness(schema, &case.text),
                _ => None,
            },
            text: case.text,
            fault: case.fault.filter(|_| case.kind == CaseKind::Mutant),
            outcome: Outcome {
                subjects: vec![large.bug.subject.clone()],
                findings: verdict.findings,
                unknown: verdict.unknown,
                skipped: None,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_at_every_depth_are_one() {
        let names = ["a", "data", "tools", "type", "items", "title"]
            .map(str::to_owned)
            .into();
        for (pointer, place) in [
            ("", ""),
            ("/unknown_key", "/*"),
            ("/a", "/a"),
            ("/data/3/tools/0/type", "/data/*/tools/*/type"),
            ("/items/0/items/1/items/2/title", "/items/*/title"),
            ("/0/1/2", "/*/*/*"),
        ] {
            assert_eq!(at_every_depth(&Pointer::from(pointer), &names), place, "{pointer}");
        }
    }

    #[test]
    fn words_are_without_the_values_that_they_quote() {
        let a = without_values(r#"invalid type: string "a \" b", expected i64"#);
        let b = without_values(r#"invalid type: string "", expected i64"#);
        assert_eq!(a, b);
        assert_ne!(without_values("missing field `a`"), without_values("missing field `b`"));
    }
}
