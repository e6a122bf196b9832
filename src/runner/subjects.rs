//! The subjects of a run, each examined as a whole after its cases.

use super::event::Replay;
use super::fault::Fault;
use super::guard::{guarded, lock};
use super::pool::Pool;
use super::state::RunState;
use crate::case::Case;
use crate::check::witness_of;
use crate::examine::examine_subject;
use crate::finding::{Code, Finding, Kind, KnownKeys};
use crate::interrupt::is_interrupted;
use crate::verdict::Verdict;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the cases of a run have shown of its subjects.
#[derive(Default)]
pub(super) struct ExaminedSubjects {
    names: BTreeSet<String>,
    /// Those whose code ended its process: what they are asked next may do so again.
    crashed: BTreeSet<String>,
    /// Those that were seen to print.
    printing: BTreeSet<String>,
    known: KnownKeys,
}

impl ExaminedSubjects {
    /// Notes the subjects of a case and their findings.
    pub(super) fn note(&mut self, subjects: &[String], findings: &[Finding]) {
        for subject in subjects {
            if !self.names.contains(subject) {
                self.names.insert(subject.clone());
            }
        }
        for finding in findings {
            self.known.add(finding);
            if finding.code == Code::Panicked && finding.kind != Some(Kind::Panic) {
                self.crashed.insert(finding.subject.clone());
            }
        }
    }

    /// Whether a finding is still to be told: that a type prints is told with the first text that shows it.
    pub(super) fn is_news(&mut self, finding: &Finding) -> bool {
        finding.code != Code::Prints || self.printing.insert(finding.subject.clone())
    }

    /// Takes out those of some names, for later.
    pub(super) fn split_off(&mut self, names: &[String]) -> ExaminedSubjects {
        let later: BTreeSet<String> = names.iter().filter(|name| self.names.remove(*name)).cloned().collect();
        ExaminedSubjects {
            crashed: self.crashed.intersection(&later).cloned().collect(),
            names: later,
            printing: BTreeSet::new(),
            known: self.known.clone(),
        }
    }

    /// Examines each subject, and reports what its cases did not show.
    ///
    /// # Errors
    /// When no subject process can be started, or the reporter fails.
    pub(super) fn examine(self, pool: &Pool, replay: &mut Replay<'_>, state: &mut RunState<'_>) -> Result<(), Fault> {
        let names: Vec<&String> = self.names.difference(&self.crashed).collect();
        if is_interrupted() || state.is_stopped() || names.is_empty() {
            return Ok(());
        }
        let next = AtomicUsize::new(0);
        let verdicts: Vec<Mutex<Option<Verdict>>> = names.iter().map(|_| Mutex::new(None)).collect();
        pool.on_threads(names.len(), |runner| {
            while let Some(index) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < names.len()) {
                if is_interrupted() {
                    return;
                }
                let Some((subject, schema)) = runner.subject(names[index]) else {
                    continue;
                };
                let verdict = guarded(|| examine_subject(subject, schema));
                *lock(&verdicts[index]) = Some(verdict.unwrap_or_else(|message| undecided(&message)));
            }
        })?;
        for (name, verdict) in names.into_iter().zip(verdicts) {
            let Some(verdict) = lock(&verdict).take().filter(|_| !is_interrupted()) else {
                continue;
            };
            self.report(name, verdict, replay, state)?;
        }
        Ok(())
    }

    fn report(
        &self,
        name: &str,
        verdict: Verdict,
        replay: &mut Replay<'_>,
        state: &mut RunState<'_>,
    ) -> Result<(), Fault> {
        for mut finding in verdict.findings {
            if self.known.has(&finding) {
                continue;
            }
            state.policy.apply(&mut finding);
            let case = witness_of(name, finding.witness.clone().unwrap_or_default());
            finding.replay = replay(&case, &finding);
            state.report(Some(&case), &finding)?;
        }
        let case = Case::new(name, "");
        for (code, reason) in &verdict.unknown {
            state.unknown(&case, *code, reason)?;
        }
        Ok(())
    }
}

fn undecided(message: &str) -> Verdict {
    Verdict {
        unknown: vec![(Code::UnreadKey, format!("wireproof failed at the subject: {message}"))],
        ..Verdict::default()
    }
}
