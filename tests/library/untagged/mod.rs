//! Enums whose variants are told apart, with known answers.

mod bound;
mod catalogue;
mod known_answers;
mod registration;
mod shared;

use wireproof::enums::EnumAnalysis;
use wireproof::finding::{Finding, Level};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject::EnumSubject;
use wireproof::{Verdict, examine_enum};

/// What is said of an enum that is bound to nothing.
fn verdict(union: &EnumSubject) -> Verdict {
    examine_enum(&EnumAnalysis::new(union, None, &[]).unwrap())
}

/// What is said of an enum that is bound to a union of a document.
fn verdict_in(union: &EnumSubject, document: &str) -> Verdict {
    let spec = Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant);
    examine_enum(&EnumAnalysis::new(union, Some(&spec), &[]).unwrap())
}

/// Code and witness of what is worse than a note.
fn told(verdict: &Verdict) -> Vec<(&'static str, &str)> {
    let worse = verdict.findings.iter().filter(|finding| finding.level > Level::Note);
    worse.map(|finding| (finding.code.as_str(), witness(finding))).collect()
}

fn witness(finding: &Finding) -> &str {
    finding.witness.as_deref().unwrap()
}
