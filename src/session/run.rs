//! One run: cases in, events out.

use super::bench::Outcome;
use super::pool::{Fault, Pool};
use super::summary::Summary;
use crate::case::{Case, Skipped};
use crate::finding::{Code, Finding, Level};
use crate::known::{Known, Stale};
use crate::pointer::Pointer;
use std::collections::HashMap;
use std::io;

/// What happens in a run, in the order of the cases.
#[derive(Debug)]
pub enum Event<'a> {
    /// A check found something.
    Finding(&'a Finding),
    /// Something could not be examined.
    Skipped(&'a Skipped),
    /// A check could not decide, and why.
    Unknown(&'a Case, Code, &'a str),
    /// One more object is done.
    Object(&'a Summary),
    /// The run is over.
    Over(&'a Summary),
}

/// Hears of what happens in a run.
pub trait Listener {
    /// Something happened.
    ///
    /// # Errors
    /// When it cannot be written down; the run ends.
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()>;
}

/// Gives the command that shows a finding again. It is asked once for the findings of a case that have subject, level and
/// acceptance in common.
pub type Replay<'a> = Box<dyn FnMut(&Case, &Finding) -> String + 'a>;

/// One run over cases.
pub struct Session<'a> {
    /// Who examines.
    pub pool: Pool,
    /// What was accepted.
    pub known: Known,
    /// Whether a warning counts as an error.
    pub strict: bool,
    /// Gives the command that shows a finding again.
    pub replay: Replay<'a>,
}

impl Session<'_> {
    /// Runs. `beside` are findings that do not come from a case.
    ///
    /// # Errors
    /// When no worker can be started, or a listener fails.
    pub fn run(
        mut self,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
        beside: Vec<Finding>,
        listener: &mut dyn Listener,
    ) -> Result<Summary, Fault> {
        let mut summary = Summary::default();
        for mut finding in beside {
            self.mark(&mut finding);
            self.tell(&finding, &mut summary, listener)?;
        }
        let pool = std::mem::replace(&mut self.pool, Pool::none());
        pool.run(cases, |(case, outcome)| {
            self.take(case, outcome, &mut summary, listener)
        })?;
        for stale in self.known.result().1 {
            let mut finding = stale_finding(&self.known.name, stale);
            self.mark(&mut finding);
            self.tell(&finding, &mut summary, listener)?;
        }
        heard(listener.hear(&Event::Over(&summary)))?;
        Ok(summary)
    }

    fn take(
        &mut self,
        case: Result<Case, Skipped>,
        outcome: Outcome,
        summary: &mut Summary,
        listener: &mut dyn Listener,
    ) -> Result<(), Fault> {
        if let Some(skipped) = &outcome.skipped {
            summary.skipped += 1;
            summary.count_case(&skipped.case);
            return heard(listener.hear(&Event::Skipped(skipped)));
        }
        let Ok(case) = case else { return Ok(()) };
        if outcome.subjects.is_empty() {
            return Ok(());
        }
        summary.count_case(&case.name);
        for subject in &outcome.subjects {
            summary.count_subject(subject);
            self.known.examined(subject, &case.name);
        }
        let mut clean = true;
        let mut commands = HashMap::new();
        for mut finding in outcome.findings {
            self.mark(&mut finding);
            let alike = (finding.subject.clone(), finding.level, finding.known);
            let command = commands.entry(alike).or_insert_with(|| (self.replay)(&case, &finding));
            finding.replay.clone_from(command);
            clean &= finding.known || finding.level == Level::Note;
            self.tell(&finding, summary, listener)?;
        }
        for (code, reason) in &outcome.unknown {
            summary.unknown += 1;
            heard(listener.hear(&Event::Unknown(&case, *code, reason)))?;
        }
        summary.objects += 1;
        summary.clean += usize::from(clean);
        heard(listener.hear(&Event::Object(summary)))
    }

    /// Notes whether somebody accepted a finding, and how bad it is in this run.
    fn mark(&mut self, finding: &mut Finding) {
        finding.known = self.known.accepts(finding);
        if self.strict && finding.level == Level::Warning {
            finding.level = Level::Error;
        }
    }

    fn tell(&self, finding: &Finding, summary: &mut Summary, listener: &mut dyn Listener) -> Result<(), Fault> {
        summary.count(finding);
        heard(listener.hear(&Event::Finding(finding)))
    }
}

fn heard(result: io::Result<()>) -> Result<(), Fault> {
    result.map_err(|error| Fault(format!("the report cannot be written: {error}")))
}

fn stale_finding(file: &str, stale: Stale) -> Finding {
    Finding {
        code: Code::StaleKnown,
        kind: None,
        level: Code::StaleKnown.level(),
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
        replay: String::new(),
    }
}
