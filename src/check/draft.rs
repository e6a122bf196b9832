//! Where checks put what they found.

use crate::finding::{Code, Level, UnionTable};
use crate::pointer::Pointer;

/// One place where the answer is bad.
#[derive(Debug, Clone, Default)]
pub struct FindingDraft {
    /// What sort of disagreement.
    pub kind: Option<&'static str>,
    /// The value in the case.
    pub pointer: Pointer,
    /// Bytes from the start of the case's text.
    pub offset: usize,
    /// Where the published document speaks of it.
    pub schema_pointer: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What was read, as JSON.
    pub read: Option<String>,
    /// What was written, as JSON.
    pub wrote: Option<String>,
    /// How bad it is, if that is not what its code says.
    pub level: Option<Level>,
    /// Variants and branches, if it is about a union.
    pub table: Option<Box<UnionTable>>,
}

/// Collects the hits of one case, and the questions that could not be decided.
#[derive(Debug, Default)]
pub struct Sink {
    pub(crate) hits: Vec<(Code, FindingDraft)>,
    pub(crate) undecided: Vec<(Code, String)>,
}

impl Sink {
    /// The answer is bad here.
    pub fn hit(&mut self, code: Code, hit: FindingDraft) {
        self.hits.push((code, hit));
    }

    /// The question cannot be decided, and why.
    pub fn unknown(&mut self, code: Code, reason: impl Into<String>) {
        self.undecided.push((code, reason.into()));
    }
}
