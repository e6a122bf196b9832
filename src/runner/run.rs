//! One run: cases in, events out.

use super::ambiguity::Decided;
use super::case_runner::Outcome;
use super::pool::{Fault, Pool};
use super::state::RunState;
use super::summary::Summary;
use crate::case::{Case, Skipped};
use crate::finding::{Code, Finding, Level};
use std::collections::HashMap;
use std::io;
use std::rc::Rc;

/// What happens in a run, in the order of the cases.
#[derive(Debug)]
pub enum Event<'a> {
    /// A check found something.
    Finding(&'a Finding),
    /// Something could not be examined.
    Skipped(&'a Skipped),
    /// A check could not decide, and why.
    Unknown(&'a Case, Code, &'a str),
    /// A union of the document was decided.
    Union(&'a Decided),
    /// One more object is done.
    Object(&'a Summary),
    /// The run is over.
    Over(&'a Summary),
}

/// Hears of what happens in a run.
pub trait Reporter {
    /// Something happened.
    ///
    /// # Errors
    /// When it cannot be written down; the run ends.
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()>;
}

/// Gives the command that shows a finding again. It is asked once for the findings of a case that have subject, level and
/// acceptance in common.
pub type Replay<'a> = Box<dyn FnMut(&Case, &Finding) -> String + 'a>;

/// Cases that are examined in the same way.
pub struct Session<'a> {
    /// Who examines.
    pub pool: Rc<Pool>,
    /// Gives the command that shows a finding again.
    pub replay: Replay<'a>,
}

impl Session<'_> {
    /// Examines the cases in order.
    ///
    /// # Errors
    /// When no worker can be started, or the reporter fails.
    pub fn run(
        mut self,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
        state: &mut RunState<'_>,
    ) -> Result<(), Fault> {
        let pool = Rc::clone(&self.pool);
        pool.run(cases, |(case, outcome)| self.take(case, outcome, &pool.type_set, state))
    }

    fn take(
        &mut self,
        case: Result<Case, Skipped>,
        outcome: Outcome,
        type_set: &str,
        state: &mut RunState<'_>,
    ) -> Result<(), Fault> {
        if let Some(skipped) = &outcome.skipped {
            return state.skip(skipped);
        }
        let Ok(case) = case else { return Ok(()) };
        if outcome.subjects.is_empty() {
            return Ok(());
        }
        let label = case.label();
        state.summary.count_case(&label);
        for subject in &outcome.subjects {
            state.summary.count_subject(subject);
            state.policy.expectations.examined(type_set, subject, &label);
        }
        let mut clean = true;
        let mut commands = HashMap::new();
        for mut finding in outcome.findings {
            state.policy.apply(&mut finding);
            let alike = (finding.subject.clone(), finding.level, finding.expected);
            let command = commands.entry(alike).or_insert_with(|| (self.replay)(&case, &finding));
            finding.replay.clone_from(command);
            clean &= finding.expected || finding.level == Level::Note;
            state.report(&finding)?;
        }
        for (code, reason) in &outcome.unknown {
            state.unknown(&case, *code, reason)?;
        }
        state.object(clean)
    }
}
