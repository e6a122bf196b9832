//! What the reports of a run take from its events, in bounded memory.

use super::causes::Causes;
use crate::case::Skipped;
use crate::finding::Code;
use crate::runner::{Decided, Event};
use std::collections::BTreeMap;

/// The maximum number of inputs that are listed because they could not be examined, and of unions.
const MOST_LISTED: usize = 10_000;

/// What was collected.
#[derive(Debug, Default)]
pub struct Collection {
    /// The findings.
    pub causes: Causes,
    /// What could not be examined.
    pub skipped: Vec<Skipped>,
    /// Open questions: how often each reason.
    pub unknown: BTreeMap<(Code, String), usize>,
    /// Open questions of each subject.
    pub unknown_of: BTreeMap<(String, Code), usize>,
    /// Unions whose branches overlap, or could not be decided.
    pub unions: Vec<Decided>,
    /// Questions about the case that is reported right now; it is followed by the subjects that examined it.
    open: Vec<Code>,
    has_subject: bool,
}

impl Collection {
    /// Takes note of an event.
    pub fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Finding { finding, .. } => self.causes.add(finding),
            Event::Skipped(skipped) if self.skipped.len() < MOST_LISTED => self.skipped.push((*skipped).clone()),
            Event::Unknown { code, reason, .. } => {
                *self.unknown.entry((*code, (*reason).to_owned())).or_default() += 1;
                if std::mem::take(&mut self.has_subject) {
                    self.open.clear();
                }
                self.open.push(*code);
            }
            Event::Examined { subject, .. } => {
                self.has_subject = true;
                for code in &self.open {
                    *self.unknown_of.entry(((*subject).to_owned(), *code)).or_default() += 1;
                }
            }
            Event::Progress(_) => self.open.clear(),
            Event::Union(decided) if decided.overlapping.is_empty() && decided.unknown.is_empty() => {}
            Event::Union(decided) if self.unions.len() < MOST_LISTED => self.unions.push((*decided).clone()),
            _ => {}
        }
    }
}
