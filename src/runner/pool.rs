//! The parent's side: worker processes, and the cases that they are at.

use super::bench::Outcome;
use super::crash::{Crash, without_schema};
use super::crash_budget::CrashBudget;
use super::frame;
use super::interrupt::is_interrupted;
use super::process::{At, Worker, lock};
use super::shrink::{ShrinkRequest, ShrinkResult};
use crate::case::{Case, Skipped};
use crate::finding::Code;
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A batch ends at this many cases, or bytes: enough to make the conversation cheap, little enough for two cores to
/// share a small corpus.
const BATCH_CASES: usize = 64;
const BATCH_BYTES: usize = 256 << 10;
/// Batches that may be on their way at once, for each worker. Bounds memory when one case is slow.
const BATCHES_AHEAD: usize = 16;

/// wireproof itself is at fault, or cannot work here.
#[derive(Debug)]
pub struct Fault(pub String);

/// How worker processes are started, and how many.
pub struct Pool {
    /// Makes the command of one worker.
    pub command: Box<dyn Fn() -> Command + Sync>,
    /// What each worker is told before its first case; [`serve`](super::serve) hands it on.
    pub greeting: Vec<u8>,
    /// How many work side by side.
    pub workers: usize,
    /// How long a type may take to read, write or compare once. What wireproof does itself may take
    /// six times as long, and is not held against the type.
    pub time_limit: Duration,
    /// The name of the type set, for findings about workers that went down.
    pub type_set: String,
    /// How the cases of a folder went down so far, where so many are to be examined that it must have an end.
    pub losses: Option<CrashBudget>,
}

/// What was asked for, and what came of it.
pub(super) type Answer = (Result<Case, Skipped>, Outcome);

type Batch = (usize, Vec<Result<Case, Skipped>>);

impl Pool {
    /// A pool that cannot work, to stand in for one that was moved out.
    pub(super) fn none() -> Pool {
        Pool {
            command: Box::new(|| Command::new("")),
            greeting: Vec::new(),
            workers: 0,
            time_limit: Duration::ZERO,
            type_set: String::new(),
            losses: None,
        }
    }

    /// Examines cases, and hands over the answers in the order of the cases, until there is no more or the run is interrupted.
    ///
    /// # Errors
    /// When no worker can be started, or `take` fails.
    pub(super) fn run(
        &self,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
        mut take: impl FnMut(Answer) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let workers = self.workers.max(1);
        let (batches_in, batches) = sync_channel::<Batch>(workers);
        // Owned by the workers: when the last of them is gone, the reader's next batch fails, and it stops.
        let batches = Arc::new(Mutex::new(batches));
        let (answers_in, answers) = channel();
        let (tickets_in, tickets) = sync_channel::<()>(workers * BATCHES_AHEAD);
        for _ in 0..workers * BATCHES_AHEAD {
            let _ = tickets_in.try_send(());
        }
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for batch in (Batches { cases, sequence: 0 }) {
                    if tickets.recv().is_err() || batches_in.send(batch).is_err() {
                        return;
                    }
                }
            });
            for _ in 0..workers {
                let (batches, answers_in) = (Arc::clone(&batches), answers_in.clone());
                scope.spawn(move || self.work(&batches, |answer| answers_in.send(answer).is_ok()));
            }
            drop((answers_in, batches));
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            let running = answers.iter().take_while(|_| !is_interrupted());
            let result = { running }.try_for_each(|answer: Result<_, Fault>| {
                let (sequence, answers): (usize, Vec<Answer>) = answer?;
                waiting.insert(sequence, answers);
                while let Some(answers) = waiting.remove(&next) {
                    answers.into_iter().try_for_each(&mut take)?;
                    next += 1;
                    let _ = tickets_in.try_send(());
                }
                Ok(())
            });
            // Both ends go, so that reader and workers stop too when the listener failed.
            drop((answers, tickets_in));
            result
        })
    }

    /// One worker's life: batches in, answers out, a new process whenever the old one went down.
    fn work(&self, batches: &Mutex<Receiver<Batch>>, answer: impl Fn(Result<(usize, Vec<Answer>), Fault>) -> bool) {
        let mut worker = None;
        loop {
            let Ok((sequence, items)) = lock(batches).recv() else {
                return;
            };
            let cases: Vec<Case> = items.iter().filter_map(|item| item.as_ref().ok().cloned()).collect();
            let outcomes = self.examine(&mut worker, &cases);
            let failed = outcomes.is_err();
            let answers = outcomes.map(|outcomes| {
                let mut outcomes = outcomes.into_iter();
                let outcome = |item: &Result<Case, Skipped>| match item {
                    Ok(_) => outcomes.next().unwrap_or_default(),
                    Err(skipped) => Outcome {
                        skipped: Some(skipped.clone()),
                        ..Outcome::default()
                    },
                };
                let outcomes: Vec<Outcome> = items.iter().map(outcome).collect();
                (sequence, items.into_iter().zip(outcomes).collect())
            });
            if !answer(answers) || failed {
                return;
            }
        }
    }

    /// Makes cases smaller, each by itself; `None` for one whose worker went down, or that shows nothing any more.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(super) fn shrink(&self, larges: &[ShrinkRequest]) -> Result<Vec<Option<ShrinkResult>>, Fault> {
        let next = AtomicUsize::new(0);
        let smalls: Vec<Mutex<Option<ShrinkResult>>> = larges.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            let mut worker: Option<Worker> = None;
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(large) = larges.get(index) else {
                    return Ok(());
                };
                let mut at_work = match worker.take() {
                    Some(worker) => worker,
                    None => Worker::start((self.command)(), &self.greeting)?,
                };
                if let Ok(small) = at_work.shrink(large, self.time_limit) {
                    *lock(&smalls[index]) = small;
                    worker = Some(at_work);
                } else {
                    at_work.diagnose_exit(self.time_limit, &At::default());
                }
            }
        };
        std::thread::scope(|scope| {
            let count = self.workers.max(1).min(larges.len());
            let working: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
            working.into_iter().try_for_each(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(Fault("a thread panicked".to_owned())))
            })
        })?;
        Ok(smalls.into_iter().map(|small| lock(&small).take()).collect())
    }

    fn examine(&self, worker: &mut Option<Worker>, cases: &[Case]) -> Result<Vec<Outcome>, Fault> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let lost = |case: &Case| {
            self.losses
                .as_ref()
                .is_some_and(|losses| losses.too_many(case).is_some())
        };
        if cases.len() > 1
            && !cases.iter().any(lost)
            && let Reply::Answer(outcomes) = self.ask(worker, frame::BATCH, cases)?
        {
            return Ok(outcomes);
        }
        // Some case of the batch brought the worker down: one by one shows which.
        let mut outcomes = Vec::new();
        for case in cases {
            outcomes.push(self.examine_patiently(worker, case)?);
        }
        Ok(outcomes)
    }

    /// Examines a case alone, unless too many of its kind went down before.
    fn examine_patiently(&self, worker: &mut Option<Worker>, case: &Case) -> Result<Outcome, Fault> {
        let Some(losses) = &self.losses else {
            return self.examine_one(worker, case);
        };
        if let Some(reason) = losses.too_many(case) {
            return Ok(Outcome {
                unknown: vec![(Code::Panicked, reason)],
                ..Outcome::default()
            });
        }
        let outcome = self.examine_one(worker, case)?;
        losses.count(case, &outcome);
        Ok(outcome)
    }

    /// Examines a case alone; if wireproof itself takes too long for it, once more without the schema.
    fn examine_one(&self, worker: &mut Option<Worker>, case: &Case) -> Result<Outcome, Fault> {
        let alone = std::slice::from_ref(case);
        let (crash, at) = match self.ask(worker, frame::ONE, alone)? {
            Reply::Answer(outcomes) => return Ok(outcomes.into_iter().next().unwrap_or_default()),
            Reply::Down(crash, at) => (crash, at),
        };
        if let Crash::Late(limit) = crash
            && !at.subject.is_empty()
            && let Reply::Answer(outcomes) = self.ask(worker, frame::BARE, alone)?
        {
            let mut outcome = outcomes.into_iter().next().unwrap_or_default();
            outcome.unknown.extend(without_schema(limit));
            return Ok(outcome);
        }
        Ok(crash.outcome(&self.type_set, &at.subject, case))
    }

    /// Asks a worker, which is started if there is none, and dropped if it went down.
    fn ask(&self, slot: &mut Option<Worker>, kind: u8, cases: &[Case]) -> Result<Reply, Fault> {
        let mut worker = match slot.take() {
            Some(worker) => worker,
            None => Worker::start((self.command)(), &self.greeting)?,
        };
        let mut at = At::default();
        match worker.ask(kind, cases, self.time_limit, &mut at) {
            Ok(outcomes) => {
                *slot = Some(worker);
                Ok(Reply::Answer(outcomes))
            }
            // It was stopped, and is at no fault.
            Err(_) if is_interrupted() => Err(Fault("interrupted".to_owned())),
            Err(_) => Ok(Reply::Down(worker.diagnose_exit(self.time_limit, &at), at)),
        }
    }
}

/// What came of a question to a worker.
enum Reply {
    Answer(Vec<Outcome>),
    /// The worker went down, here as far as it said.
    Down(Crash, At),
}

/// Cases in batches, numbered.
struct Batches<I> {
    cases: I,
    sequence: usize,
}

impl<I: Iterator<Item = Result<Case, Skipped>>> Iterator for Batches<I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH_CASES && bytes < BATCH_BYTES {
            let Some(case) = self.cases.next() else { break };
            bytes += case.as_ref().map_or(0, |case| case.text.len());
            batch.push(case);
        }
        self.sequence += 1;
        (!batch.is_empty()).then_some((self.sequence - 1, batch))
    }
}
