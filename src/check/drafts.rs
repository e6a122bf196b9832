//! Collects the findings of checks.

use crate::finding::{Code, FindingDraft};

/// The findings of some checks, and the questions that they could not decide.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The findings, in the order of the checks.
    pub findings: Vec<FindingDraft>,
    /// The questions that could not be decided, each with the reason.
    pub undecided: Vec<(Code, String)>,
}

impl Drafts {
    /// Adds a finding.
    pub fn push(&mut self, draft: FindingDraft) {
        self.findings.push(draft);
    }

    /// Notes that a question cannot be decided.
    pub fn undecided(&mut self, code: Code, reason: impl Into<String>) {
        self.undecided.push((code, reason.into()));
    }
}
