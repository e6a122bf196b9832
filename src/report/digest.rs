//! What a finished report is written from.

use super::causes::{CauseEntry, CauseNumbers};
use super::collection::Collection;
use crate::finding::{Code, Level, RuleInfo};
use crate::runner::Summary;
use crate::schema::Coverage;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// What is known of a run beside its events.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The verb.
    pub verb: &'static str,
    /// The name of the program.
    pub program: String,
    /// The name of the document.
    pub document: String,
    /// The texts of the rules.
    pub rules: &'static [RuleInfo],
    /// The rules that the run checks.
    pub asked: Vec<Code>,
    /// The seed of generated cases.
    pub seed: Option<u64>,
    /// The lowest level that makes the run fail.
    pub fail_on: Level,
    /// How many places and skipped inputs are listed before the rest is only counted; `None` if all are listed.
    pub most_lines: Option<usize>,
    /// Whether the report for people is the summary only.
    pub quiet: bool,
    /// The number of failed cases that were saved, at the end of the run.
    pub saved: Rc<Cell<usize>>,
    /// Where they were saved.
    pub saved_in: String,
}

/// Everything that a finished report is written from.
pub struct Digest<'a> {
    /// What is known beside the events.
    pub facts: &'a Facts,
    /// What the events said.
    pub collection: &'a Collection,
    /// The findings by their causes, the worst first.
    pub entries: &'a [CauseEntry],
    /// The numbers of the run.
    pub summary: &'a Summary,
    /// How long the run took.
    pub took: Duration,
    /// How much of the document the texts showed.
    pub coverage: Option<&'a Coverage>,
}

impl Digest<'_> {
    /// The entries that are not expected.
    pub fn shown(&self) -> impl Iterator<Item = &CauseEntry> {
        self.entries.iter().filter(|entry| !entry.finding.expected)
    }

    /// The number of causes.
    pub fn causes(&self) -> CauseNumbers {
        CauseNumbers::of(self.entries)
    }
}
