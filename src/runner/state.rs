//! What comes of a run: numbers, accepted findings, and who hears of it all.

use super::pool::Fault;
use super::run::{Event, Reporter};
use super::summary::{Explored, Summary};
use crate::case::{Case, Skipped};
use crate::finding::{Code, Finding};
use crate::finding::{Expectations, Unfulfilled};
use crate::interrupt::is_interrupted;
use crate::pointer::Pointer;
use std::io;

/// What comes of a run, of one session or of several.
pub struct RunState<'a> {
    pub(super) known: Expectations,
    pub(super) summary: Summary,
    listener: Box<dyn Reporter + 'a>,
}

impl<'a> RunState<'a> {
    /// Nothing has happened yet; `known` is what was accepted.
    pub fn new(known: Expectations, listener: Box<dyn Reporter + 'a>) -> RunState<'a> {
        RunState {
            known,
            summary: Summary::default(),
            listener,
        }
    }

    /// Something could not be examined.
    ///
    /// # Errors
    /// When the listener fails.
    pub fn skip(&mut self, skipped: &Skipped) -> Result<(), Fault> {
        self.summary.skipped += 1;
        self.summary.count_case(&skipped.case);
        self.on_event(&Event::Skipped(skipped))
    }

    /// Ends the run: says which accepted findings did not come, and gives the numbers.
    ///
    /// # Errors
    /// When the listener fails.
    pub fn close(mut self) -> Result<Summary, Fault> {
        self.summary.interrupted = is_interrupted();
        // What did not come may have been still to come.
        let stale = if self.summary.interrupted {
            Vec::new()
        } else {
            self.known.result().1
        };
        for stale in stale {
            let mut finding = stale_finding(&self.known.name, stale);
            finding.known = self.known.accepts(&finding);
            self.tell(&finding)?;
        }
        heard(self.listener.on_event(&Event::Over(&self.summary)))?;
        Ok(self.summary)
    }

    pub(super) fn tell(&mut self, finding: &Finding) -> Result<(), Fault> {
        self.summary.count(finding);
        self.on_event(&Event::Finding(finding))
    }

    /// A question could not be decided.
    pub(super) fn unknown(&mut self, case: &Case, code: Code, reason: &str) -> Result<(), Fault> {
        self.summary.unknown += 1;
        self.on_event(&Event::Unknown(case, code, reason))
    }

    pub(super) fn accepts(&mut self, finding: &Finding) -> bool {
        self.known.accepts(finding)
    }

    pub(super) fn count_subject(&mut self, name: &str) {
        self.summary.count_subject(name);
    }

    /// Generated cases are no captures: what was explored is told in its own numbers.
    pub(super) fn explored(&mut self, explored: Explored) {
        self.summary.cases = self.summary.objects;
        self.summary.explored = Some(explored);
    }

    pub(super) fn object(&mut self, clean: bool) -> Result<(), Fault> {
        self.summary.objects += 1;
        self.summary.clean += usize::from(clean);
        heard(self.listener.on_event(&Event::Object(&self.summary)))
    }

    pub(super) fn on_event(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        heard(self.listener.on_event(event))
    }
}

fn heard(result: io::Result<()>) -> Result<(), Fault> {
    result.map_err(|error| Fault(format!("the report cannot be written: {error}")))
}

fn stale_finding(file: &str, stale: Unfulfilled) -> Finding {
    Finding {
        code: Code::UnfulfilledExpectation,
        kind: None,
        level: Code::UnfulfilledExpectation.level(),
        type_set: String::new(),
        subject: stale.subject.unwrap_or_else(|| "any subject".to_owned()),
        case: file.to_owned(),
        case_kind: "known".to_owned(),
        line: stale.line,
        column: 1,
        pointer: Pointer::root(),
        schema_pointer: None,
        message: format!("accepted `{}` did not fire: {}", stale.code, stale.reason),
        read: None,
        wrote: None,
        known: false,
        witness: None,
        union: None,
        replay: String::new(),
    }
}
