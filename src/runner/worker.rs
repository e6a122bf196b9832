//! One thread of a run: its own subject process, and the batches of cases that it is given.

use super::case_runner::CaseRunner;
use super::guard::lock;
use super::late::without_schema;
use super::outcome::Outcome;
use super::shared::{Answer, Batch, Channels, Message, Shared};
use crate::interrupt::is_interrupted;
use crate::json::stack_has;
use crate::subject::CallClock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{io, thread};

/// The stack of a thread, in bytes: schemas and texts may nest 128 levels each.
const STACK: usize = 64 << 20;

/// A thread, as the run sees it.
#[derive(Clone, Default)]
pub(super) struct Worker {
    at: Arc<Mutex<Option<At>>>,
    /// The run waits for it no more: what it finds is thrown away.
    is_abandoned: Arc<AtomicBool>,
}

/// Where a thread is in a batch.
#[derive(Clone)]
pub(super) struct At {
    batch: Batch,
    /// What came of the cases before the one that is being examined.
    outcomes: Vec<Outcome>,
    since: Instant,
    clock: Arc<CallClock>,
    /// What the types had taken when the case was begun.
    in_types: Duration,
}

impl At {
    /// How long wireproof itself has been busy with the case, the types' own time aside.
    fn own_time(&self) -> Duration {
        let in_types = self.clock.total().saturating_sub(self.in_types);
        self.since.elapsed().saturating_sub(in_types)
    }
}

impl Worker {
    /// Starts a thread. `rest` is what an abandoned thread left; its first case is examined without the schema.
    pub(super) fn start(
        &self,
        shared: &Arc<Shared>,
        channels: &Channels,
        rest: Option<At>,
    ) -> io::Result<JoinHandle<()>> {
        let (worker, shared, channels) = (self.clone(), Arc::clone(shared), channels.clone());
        let builder = thread::Builder::new().name("worker".to_owned()).stack_size(STACK);
        builder.spawn(move || {
            stack_has(STACK);
            worker.work(&shared, &channels, rest);
        })
    }

    /// Gives the thread up if wireproof itself is busy with one case for longer than `limit`. What is left of its batch is for
    /// another thread: a thread cannot be stopped, and goes on to no effect.
    pub(super) fn abandon_if_late(&self, limit: Duration) -> Option<At> {
        let mut at = lock(&self.at);
        if at.as_ref()?.own_time() <= limit {
            return None;
        }
        self.is_abandoned.store(true, Ordering::Relaxed);
        at.take()
    }

    fn work(&self, shared: &Shared, channels: &Channels, mut rest: Option<At>) {
        let mut started: Option<(CaseRunner, Arc<CallClock>)> = None;
        loop {
            let (batch, outcomes, is_late) = match rest.take() {
                Some(at) => (at.batch, at.outcomes, true),
                None => match lock(&channels.batches).recv() {
                    Ok(batch) => (batch, Vec::new(), false),
                    Err(_) => return,
                },
            };
            if is_interrupted() {
                return;
            }
            let (runner, clock) = match &started {
                Some(started) => started,
                // The process is started when there is something to do for it.
                None => match shared.start_types() {
                    Ok(types) => {
                        let runner = CaseRunner::new(types.set.clone(), Arc::clone(&shared.scope));
                        started.insert((runner, types.clock()))
                    }
                    Err(fault) => {
                        let _ = channels.answers.send(Message::Failed(fault));
                        return;
                    }
                },
            };
            let sequence = batch.sequence;
            let Some(answers) = self.examine(runner, clock, shared, batch, outcomes, is_late) else {
                return;
            };
            if channels.answers.send(Message::Answered(sequence, answers)).is_err() {
                return;
            }
        }
    }

    /// Examines what is left of a batch; `None` if the thread was given up meanwhile.
    fn examine(
        &self,
        runner: &CaseRunner,
        clock: &Arc<CallClock>,
        shared: &Shared,
        batch: Batch,
        outcomes: Vec<Outcome>,
        is_late: bool,
    ) -> Option<Vec<Answer>> {
        let (first, items) = (outcomes.len(), Arc::clone(&batch.items));
        *lock(&self.at) = Some(At {
            batch,
            outcomes,
            since: Instant::now(),
            clock: Arc::clone(clock),
            in_types: clock.total(),
        });
        for (index, item) in items.iter().enumerate().skip(first) {
            let outcome = match item {
                Err(skipped) => Outcome::skipped(skipped.clone()),
                Ok(case) if (is_late && index == first) || shared.skips_schemas.load(Ordering::Relaxed) => {
                    let mut outcome = runner.run_guarded(case, false);
                    outcome.unknown.extend(without_schema(shared.own_limit()));
                    outcome
                }
                Ok(case) => runner.run_guarded(case, true),
            };
            let mut at = lock(&self.at);
            if self.is_abandoned.load(Ordering::Relaxed) {
                return None;
            }
            let at = at.as_mut()?;
            at.outcomes.push(outcome);
            (at.since, at.in_types) = (Instant::now(), clock.total());
        }
        let outcomes = lock(&self.at).take()?.outcomes;
        // The only holder, unless a thread that was given up is at one of the cases still.
        let items = Arc::try_unwrap(items).unwrap_or_else(|shared| Vec::clone(&shared));
        Some(items.into_iter().zip(outcomes).collect())
    }
}
