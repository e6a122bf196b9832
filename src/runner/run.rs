//! One session: cases in, events out.

use super::event::Replay;
use super::fault::Fault;
use super::outcome::Outcome;
use super::pool::Pool;
use super::state::RunState;
use super::subjects::ExaminedSubjects;
use crate::case::{Case, Skipped};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::Ordering;

/// Cases that are examined in the same way.
pub struct Session<'a> {
    /// Examines the cases.
    pub pool: Rc<Pool>,
    /// Returns the command that reproduces a finding.
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
        let stopped = state.stopped();
        let cases = cases.take_while(move |_| !stopped.load(Ordering::Relaxed));
        let mut subjects = ExaminedSubjects::default();
        pool.run(cases, |(case, outcome)| match state.is_stopped() {
            true => Ok(()),
            false => self.take(case, outcome, &pool.type_set, &mut subjects, state),
        })?;
        subjects.examine(&pool, &mut self.replay, state)
    }

    fn take(
        &mut self,
        case: Result<Case, Skipped>,
        outcome: Outcome,
        type_set: &str,
        subjects: &mut ExaminedSubjects,
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
        state.count_times(&outcome.took);
        let mut findings = outcome.findings;
        subjects.note(&outcome.subjects, &findings);
        findings.retain(|finding| subjects.is_news(finding));
        let mut commands = HashMap::new();
        for finding in &mut findings {
            state.policy.apply(finding);
            let alike = (finding.subject.clone(), finding.level, finding.expected);
            let command = commands.entry(alike).or_insert_with(|| (self.replay)(&case, finding));
            finding.replay.clone_from(command);
            state.report(Some(&case), finding)?;
        }
        state.stop_at(&findings);
        for (code, reason) in &outcome.unknown {
            state.unknown(&case, *code, reason)?;
        }
        state.examined(&case, &outcome.subjects, &findings, !outcome.unknown.is_empty())
    }
}
