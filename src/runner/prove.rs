//! Objects examined before and after a change that must not matter.

use super::fault::Fault;
use super::guard::lock;
use super::outcome::Outcome;
use super::pool::Pool;

use crate::case::{Case, Skipped};
use crate::finding::{Code, Kind};
use std::collections::VecDeque;
use std::sync::Mutex;

/// An object that was examined before and after a change, and what the caller knows of it.
#[derive(Debug)]
pub struct Proof<T> {
    /// The object after the change.
    pub case: Case,
    /// What came of it after the change.
    pub outcome: Outcome,
    /// The codes that differ; empty if the change does not matter.
    pub differs: Vec<String>,
    /// What the caller knows of it.
    pub about: T,
}

impl Pool {
    /// Examines both cases of each pair, and hands over the answers in their order. The two must have their characters in the
    /// same places, since findings are compared by their places.
    ///
    /// # Errors
    /// When no worker can be started, or `take` fails.
    pub fn prove<T: Send>(
        &self,
        pairs: impl Iterator<Item = (Case, Case, T)> + Send,
        mut take: impl FnMut(Proof<T>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let waiting = Mutex::new(VecDeque::new());
        let cases = pairs.flat_map(|(before, after, about)| {
            lock(&waiting).push_back(about);
            [Ok(before), Ok(after)]
        });
        let mut before: Option<Outcome> = None;
        self.run(cases, |(case, outcome): (Result<Case, Skipped>, Outcome)| {
            let Some(earlier) = before.take() else {
                before = Some(outcome);
                return Ok(());
            };
            let (Ok(case), Some(about)) = (case, lock(&waiting).pop_front()) else {
                return Err(Fault::Own("an answer without a question".to_owned()));
            };
            let differs = differences(&earlier, &outcome);
            take(Proof {
                case,
                outcome,
                differs,
                about,
            })
        })
    }
}

type Mark = (&'static str, String, usize, usize, String);

/// What two outcomes do not have in common, as codes; messages and values are the object's own.
fn differences(before: &Outcome, after: &Outcome) -> Vec<String> {
    let (mut one, mut other) = (marks(before), marks(after));
    let mut codes: Vec<String> = Vec::new();
    if before.subjects != after.subjects {
        codes.push("component".to_owned());
    }
    one.sort();
    other.sort();
    let only = |marks: &[Mark], others: &[Mark]| -> Vec<String> {
        let lone = marks.iter().filter(|mark| others.binary_search(mark).is_err());
        lone.map(|mark| mark.0.to_owned()).collect()
    };
    codes.extend(only(&one, &other));
    codes.extend(only(&other, &one));
    if codes.is_empty() && one != other {
        codes.push("number of findings".to_owned());
    }
    codes.sort();
    codes.dedup();
    codes
}

fn marks(outcome: &Outcome) -> Vec<Mark> {
    let findings = outcome.findings.iter().map(|finding| {
        let schema = finding.schema_pointer.clone().unwrap_or_default();
        let kind = format!("{} {}", finding.subject, finding.kind.map_or("", Kind::as_str));
        (finding.code.as_str(), kind, finding.line, finding.column, schema)
    });
    let unknown = outcome
        .unknown
        .iter()
        .map(|(code, _): &(Code, String)| (code.as_str(), "unknown".to_owned(), 0, 0, String::new()));
    let skipped = outcome
        .skipped
        .iter()
        .map(|skipped| ("skipped", String::new(), skipped.line, skipped.column, String::new()));
    findings.chain(unknown).chain(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(unknown: &[Code]) -> Outcome {
        Outcome {
            unknown: unknown.iter().map(|code| (*code, "x".to_owned())).collect(),
            ..Outcome::default()
        }
    }

    #[test]
    fn what_differs_is_named() {
        assert!(differences(&outcome(&[Code::Lossy]), &outcome(&[Code::Lossy])).is_empty());
        assert_eq!(differences(&outcome(&[Code::Lossy]), &outcome(&[])), ["lossy"]);
        assert_eq!(
            differences(&outcome(&[Code::Lossy; 2]), &outcome(&[Code::Lossy])),
            ["number of findings"]
        );
        let mut other = outcome(&[]);
        other.subjects.push("T".to_owned());
        assert_eq!(differences(&outcome(&[]), &other), ["component"]);
    }
}
