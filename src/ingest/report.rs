//! What an ingest did, step by step, as plain data for every report format.

use crate::case::Skipped;
use crate::exit_code::ExitCode;
use crate::finding::{Finding, Level};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The most items of a list that are kept, and the most reasons that are counted separately.
const MOST_KEPT: usize = 1000;

/// What an ingest did.
#[derive(Debug, Clone, Default)]
pub struct IngestReport {
    /// Whether this was a dry run, which writes nothing.
    pub dry_run: bool,
    /// The folder of the captures.
    pub into: String,
    /// The folder of the fuzzing seeds.
    pub seeds: String,
    /// The number of recordings that contained something.
    pub recordings: u64,
    /// The number of JSON texts in them.
    pub objects: u64,
    /// Whether the run was interrupted, so that this is a report of a part.
    pub interrupted: bool,
    /// What the owner of the corpus should know.
    pub warnings: Vec<String>,
    /// Labels of recordings and the names behind them, if the user wants to see them.
    pub names: Vec<(String, String)>,
    /// How much was redacted, by kind.
    pub redacted: Value,
    /// The number of objects of each component.
    pub classified: BTreeMap<String, u64>,
    /// Objects that belong to no component, by reason.
    pub unclassified: ReasonCounts,
    /// Responses and files without any JSON to take, by reason.
    pub ignored: ReasonCounts,
    /// The number of objects whose shape the corpus already had.
    pub known: u64,
    /// The number of objects that repeat a shape that is new in this run.
    pub repeated: u64,
    /// The shapes that are new in this run.
    pub shapes: Vec<NewShape>,
    /// Objects that were not stored, because redaction changes what the checks find or no file format holds them.
    pub held_back: CappedList<Skipped>,
    /// What could not be read.
    pub skipped: CappedList<Skipped>,
    /// The findings of the new captures.
    pub findings: Vec<Finding>,
    /// The number of checks of new captures that could not be decided.
    pub unknown: u64,
    /// The number of objects of known shapes that have a finding at error level.
    pub known_disagree: u64,
    /// The number of captures that were missing from the index and are listed now.
    pub index_lines_repaired: usize,
}

/// A shape that the corpus did not have.
#[derive(Debug, Clone, Serialize)]
pub struct NewShape {
    /// The component.
    pub component: String,
    /// The path of the capture below the corpus. In a dry run it lacks the number that would make it unique.
    pub file: String,
    /// Whether the capture was written.
    pub stored: bool,
    /// The fingerprint of the shape.
    pub fingerprint: String,
    /// The facts that no capture of the component had before.
    pub adds: Vec<String>,
    /// Where the shape was first seen.
    pub seen: String,
    /// The number of objects of this run that have the shape.
    pub objects: u64,
}

/// A list that counts all items and keeps the first thousand.
#[derive(Debug, Clone)]
pub struct CappedList<T> {
    /// The items that were kept.
    pub first: Vec<T>,
    /// The number of all items.
    pub count: u64,
}

impl<T> Default for CappedList<T> {
    fn default() -> CappedList<T> {
        CappedList {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<T> CappedList<T> {
    /// Adds an item.
    pub fn push(&mut self, item: T) {
        self.count += 1;
        if self.first.len() < MOST_KEPT {
            self.first.push(item);
        }
    }

    /// Adds the items of another list.
    pub fn append(&mut self, other: CappedList<T>) {
        self.count += other.count;
        let room = MOST_KEPT.saturating_sub(self.first.len());
        self.first.extend(other.first.into_iter().take(room));
    }
}

/// For each reason, how often it occurred and where it occurred first.
#[derive(Debug, Clone, Default)]
pub struct ReasonCounts(pub BTreeMap<String, (u64, String)>);

impl ReasonCounts {
    /// Counts one occurrence. After the first thousand reasons, all further ones are counted together.
    pub fn push(&mut self, reason: String, place: impl FnOnce() -> String) {
        let reason = match self.0.len() < MOST_KEPT || self.0.contains_key(&reason) {
            true => reason,
            false => "other reasons".to_owned(),
        };
        self.0.entry(reason).or_insert_with(|| (0, place())).0 += 1;
    }

    /// The number of all occurrences.
    pub fn total(&self) -> u64 {
        self.0.values().map(|(count, _)| count).sum()
    }
}

impl IngestReport {
    /// The number of findings at a level that no expectation accepts.
    pub fn of_level(&self, level: Level) -> usize {
        let counts = |finding: &&Finding| finding.level == level && !finding.expected;
        self.findings.iter().filter(counts).count()
    }

    /// The exit code of the program.
    pub fn exit_code(&self) -> ExitCode {
        if self.interrupted {
            ExitCode::Interrupted
        } else if self.of_level(Level::Error) > 0 {
            ExitCode::Findings
        } else if self.skipped.count > 0 || self.held_back.count > 0 {
            ExitCode::Unreadable
        } else {
            ExitCode::Clean
        }
    }
}
