//! What a run comes to, in numbers.

use crate::exit_code::ExitCode;
use crate::finding::{Finding, Level};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a run comes to, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Subjects that examined something.
    pub subjects: usize,
    /// Files that something was read from.
    pub cases: usize,
    /// JSON documents examined: each event of a stream, each line of a JSON-lines file.
    pub objects: usize,
    /// Objects without an error or a warning, known ones aside.
    pub clean: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
    /// Findings that somebody accepted.
    pub known: usize,
    /// Questions that could not be decided.
    pub unknown: usize,
    /// Files, lines and events that could not be examined.
    pub skipped: usize,
    #[serde(skip)]
    pub(super) seen: BTreeSet<String>,
    #[serde(skip)]
    pub(super) last_case: String,
}

impl Summary {
    pub(super) fn count_case(&mut self, name: &str) {
        if self.last_case != name {
            name.clone_into(&mut self.last_case);
            self.cases += 1;
        }
    }

    pub(super) fn count_subject(&mut self, name: &str) {
        if !self.seen.contains(name) {
            self.seen.insert(name.to_owned());
            self.subjects += 1;
        }
    }

    pub(super) fn count(&mut self, finding: &Finding) {
        if finding.known {
            self.known += 1;
            return;
        }
        match finding.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
        }
    }

    /// How the program should end.
    pub fn exit_code(&self) -> ExitCode {
        if self.skipped > 0 {
            ExitCode::Unreadable
        } else if self.errors > 0 {
            ExitCode::Findings
        } else {
            ExitCode::Clean
        }
    }
}
