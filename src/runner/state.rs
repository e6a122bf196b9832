//! The state of a run: its policy, its numbers and its reporter.

use super::event::{Event, Reporter};
use super::fault::Fault;
use super::summary::{Explored, Summary};
use crate::case::{Case, Skipped};
use crate::check::{AppliedOverlay, RUN_CHECKS, RunContext, RunDraft};
use crate::finding::{Code, Finding, FindingPolicy, SeverityPolicy};
use crate::interrupt::is_interrupted;
use std::io;

/// The state of a run, of one session or of several.
///
/// Every finding passes through it on the way to the reporter; it decides the finding's level and whether it is expected.
pub struct RunState<'a> {
    pub(super) policy: FindingPolicy,
    pub(super) summary: Summary,
    overlays: Vec<AppliedOverlay>,
    reporter: Box<dyn Reporter + 'a>,
}

impl<'a> RunState<'a> {
    /// The state at the start of a run.
    pub fn new(policy: FindingPolicy, reporter: Box<dyn Reporter + 'a>) -> RunState<'a> {
        RunState {
            policy,
            summary: Summary::default(),
            overlays: Vec::new(),
            reporter,
        }
    }

    /// Decides the levels of all further findings.
    pub fn set_severity(&mut self, severity: SeverityPolicy) {
        self.policy.severity = severity;
    }

    /// Names the overlays of the document, which are examined at the end of the run.
    pub fn set_overlays(&mut self, overlays: Vec<AppliedOverlay>) {
        self.overlays = overlays;
    }

    /// Reports something that could not be examined.
    ///
    /// # Errors
    /// When the reporter fails.
    pub fn skip(&mut self, skipped: &Skipped) -> Result<(), Fault> {
        self.summary.skipped += 1;
        self.summary.count_case(&skipped.case);
        self.on_event(&Event::Skipped(skipped))
    }

    /// Ends the run: runs the checks of the run as a whole, and returns the numbers.
    ///
    /// # Errors
    /// When the reporter fails.
    pub fn close(mut self) -> Result<Summary, Fault> {
        self.summary.interrupted = is_interrupted();
        for check in RUN_CHECKS {
            // The findings of one check may fulfil an expectation before the next check runs.
            let drafts = check.check_run(&RunContext {
                expectations: &self.policy.expectations,
                overlays: &self.overlays,
                interrupted: self.summary.interrupted,
            });
            for mut finding in drafts.into_iter().map(RunDraft::locate) {
                self.policy.apply(&mut finding);
                self.report(&finding)?;
            }
        }
        written(self.reporter.on_event(&Event::Over(&self.summary)))?;
        Ok(self.summary)
    }

    /// Reports a finding to which the policy was applied.
    pub(super) fn report(&mut self, finding: &Finding) -> Result<(), Fault> {
        let fails = self.policy.fails(finding);
        self.summary.count(finding, fails);
        self.on_event(&Event::Finding(finding))
    }

    /// Reports a question that could not be decided.
    pub(super) fn unknown(&mut self, case: &Case, code: Code, reason: &str) -> Result<(), Fault> {
        self.summary.unknown += 1;
        self.on_event(&Event::Unknown(case, code, reason))
    }

    pub(super) fn count_subject(&mut self, name: &str) {
        self.summary.count_subject(name);
    }

    /// Adds the numbers of an exploration. Generated cases are not counted as captures.
    pub(super) fn explored(&mut self, explored: Explored) {
        self.summary.cases = self.summary.objects;
        self.summary.explored = Some(explored);
    }

    pub(super) fn object(&mut self, clean: bool) -> Result<(), Fault> {
        self.summary.objects += 1;
        self.summary.clean += usize::from(clean);
        written(self.reporter.on_event(&Event::Object(&self.summary)))
    }

    pub(super) fn on_event(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        written(self.reporter.on_event(event))
    }
}

fn written(result: io::Result<()>) -> Result<(), Fault> {
    result.map_err(|error| Fault(format!("the report cannot be written: {error}")))
}
