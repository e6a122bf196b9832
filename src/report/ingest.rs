//! What an ingest did, step by step: plain data for both reports.

use crate::case::Skipped;
use crate::exit_code::ExitCode;
use crate::finding::{Finding, Level};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Things of one sort that are listed; the rest is counted.
const MOST_LISTED: usize = 1000;

/// What an ingest did.
#[derive(Debug, Clone, Default)]
pub struct IngestReport {
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// Whether warnings count as errors.
    pub strict: bool,
    /// The corpus.
    pub into: String,
    /// Where copies for fuzzing go.
    pub seeds: String,
    /// Recordings that something was read from.
    pub recordings: u64,
    /// JSON texts in them.
    pub objects: u64,
    /// What was replaced, by sort.
    pub redacted: Value,
    /// Objects by component.
    pub classified: BTreeMap<String, u64>,
    /// What belongs to no component: how often, by the reason, and where it was seen first.
    pub unclassified: Groups,
    /// Responses without anything to take, in the same way.
    pub left: Groups,
    /// Objects whose shape was known before the run.
    pub known: u64,
    /// Objects in shapes that were new in the run, but for the first of each.
    pub repeated: u64,
    /// What is new.
    pub shapes: Vec<NewShape>,
    /// Objects of which redaction changes what the checks find, or that cannot be kept.
    pub held_back: Listed<Skipped>,
    /// What could not be read.
    pub skipped: Listed<Skipped>,
    /// What the new captures disagree in.
    pub findings: Vec<Finding>,
    /// Questions about new captures that could not be decided.
    pub unknown: u64,
    /// Objects of known shapes that disagree at error level.
    pub known_disagree: u64,
    /// Captures that had no line in the index.
    pub mended: usize,
}

/// A shape that the corpus did not have.
#[derive(Debug, Clone, Serialize)]
pub struct NewShape {
    /// Its component.
    pub component: String,
    /// The capture below the corpus; in a dry run the name that it would have, without a number.
    pub file: String,
    /// Whether it was written.
    pub stored: bool,
    /// What it is told by.
    pub fingerprint: String,
    /// What no capture of the component had before.
    pub adds: Vec<String>,
    /// Where it was seen first.
    pub seen: String,
    /// How many objects of the run have it.
    pub objects: u64,
}

/// Things of which only so many are listed.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    /// The first of them.
    pub first: Vec<T>,
    /// All of them.
    pub count: u64,
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<T> Listed<T> {
    /// Counts one more.
    pub fn push(&mut self, one: T) {
        self.count += 1;
        if self.first.len() < MOST_LISTED {
            self.first.push(one);
        }
    }
}

/// How often something was so, and where first.
#[derive(Debug, Clone, Default)]
pub struct Groups(pub BTreeMap<String, (u64, String)>);

impl Groups {
    /// Counts one more; beyond a thousand reasons the rest are one.
    pub fn push(&mut self, reason: String, place: impl FnOnce() -> String) {
        let reason = match self.0.len() < MOST_LISTED || self.0.contains_key(&reason) {
            true => reason,
            false => "other reasons".to_owned(),
        };
        self.0.entry(reason).or_insert_with(|| (0, place())).0 += 1;
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.0.values().map(|(count, _)| count).sum()
    }
}

impl IngestReport {
    /// Findings of a level that nobody accepted.
    pub fn of_level(&self, level: Level) -> usize {
        let counts = |finding: &&Finding| finding.level == level && !finding.known;
        self.findings.iter().filter(counts).count()
    }

    /// How the program should end.
    pub fn exit_code(&self) -> ExitCode {
        if self.skipped.count > 0 || self.held_back.count > 0 {
            ExitCode::Unreadable
        } else if self.of_level(Level::Error) > 0 {
            ExitCode::Findings
        } else {
            ExitCode::Clean
        }
    }
}
