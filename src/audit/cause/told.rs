//! What is told of one cause.

use super::cause_key::CauseKey;
use super::culprit::Culprit;
use crate::finding::{Code, Finding, UnionTable};
use std::collections::BTreeSet;

/// Everything that one item of the source causes.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    pub(crate) key: CauseKey,
    /// The finding that shows it best.
    pub(crate) finding: Finding,
    /// The text that shows it; empty if it is too long to repeat.
    pub(crate) text: String,
    pub(crate) culprit: Option<Culprit>,
    /// How many findings it stands for.
    pub(crate) count: usize,
    /// The codes that it was found under.
    pub(crate) codes: BTreeSet<Code>,
    /// The subjects and captures that show it.
    pub(crate) subjects: BTreeSet<String>,
    pub(crate) captures: BTreeSet<String>,
    /// The words that an enum lacks, the keys that a variant drops, or that captures have and a type denies, the key that a type has
    /// in the place of one that it lacks, or the branches that no variant reads.
    pub(crate) words: BTreeSet<String>,
    /// Whether the document lists no words where the enum stands that lacks some.
    pub(crate) takes_any_text: bool,
    /// What the variants make of a text for which the wrong one is picked.
    pub(crate) union: Option<Box<UnionTable>>,
}
