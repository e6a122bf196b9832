//! The threads of a run, and the cases that they are at.

use super::case_runner::CaseRunner;
use super::fault::Fault;
use super::guard::{guarded, lock};
use super::scope::Scope;
use super::shared::{Answer, Batch, Channels, Message, Shared};
use super::shrink::{ShrinkRequest, ShrinkResult};
use super::worker::Worker;
use crate::case::{Case, Skipped};
use crate::interrupt::is_interrupted;
use crate::json::stack_has;
use crate::subject::{RemoteTypes, TypeProgram};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A batch ends at this many cases, or bytes: enough to make handing over cheap, few enough for two cores to share a small
/// corpus.
const BATCH_CASES: usize = 64;
const BATCH_BYTES: usize = 256 << 10;
/// Batches that may be on their way at once, for each thread. Bounds memory when one case is slow.
const BATCHES_AHEAD: usize = 16;
/// How often threads are looked after.
const INTERVAL: Duration = Duration::from_millis(200);
/// When so many threads were given up, the schemas are: each such thread goes on for the rest of the run.
const MOST_ABANDONED: usize = 4;

/// Threads, each with a subject process, that examine cases.
pub struct Pool {
    shared: Arc<Shared>,
    workers: usize,
    /// The name of the type set.
    pub type_set: String,
    /// The names of the subjects without `Debug`.
    pub(super) without_debug: BTreeSet<String>,
}

impl Pool {
    /// A pool of as many threads as there are processors. `types` is a process of the program that was started already.
    pub fn new(program: TypeProgram, types: RemoteTypes, scope: Scope) -> Pool {
        let subjects = types.set.subjects().iter();
        let without_debug = subjects.filter(|subject| !subject.shows());
        Pool {
            without_debug: without_debug.map(|subject| subject.name().to_owned()).collect(),
            type_set: types.set.name().to_owned(),
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            shared: Arc::new(Shared::new(program, types, scope)),
        }
    }

    /// The same with another number of threads.
    #[must_use]
    pub fn with_workers(self, workers: usize) -> Pool {
        Pool { workers, ..self }
    }

    /// Examines cases, and hands over the answers in the order of the cases, until there is no more or the run is interrupted.
    ///
    /// # Errors
    /// When no subject process can be started, or `take` fails.
    pub(super) fn run(
        &self,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
        mut take: impl FnMut(Answer) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let workers = self.workers.max(1);
        let (batches_in, batches) = sync_channel::<Batch>(workers);
        let (answers_in, answers) = channel();
        let (tickets_in, tickets) = sync_channel::<()>(workers * BATCHES_AHEAD);
        for _ in 0..workers * BATCHES_AHEAD {
            let _ = tickets_in.try_send(());
        }
        let channels = Channels {
            // Owned by the threads: when the last of them is gone, the reader's next batch fails, and it stops.
            batches: Arc::new(Mutex::new(batches)),
            answers: answers_in,
        };
        let mut threads = Threads::start(&self.shared, channels, workers)?;
        let (result, handles) = std::thread::scope(|scope| {
            let total_in = threads.channels.answers.clone();
            scope.spawn(move || {
                let mut total = 0;
                for batch in (Batches { cases, sequence: 0 }) {
                    if tickets.recv().is_err() || batches_in.send(batch).is_err() {
                        return;
                    }
                    total += 1;
                }
                let _ = total_in.send(Message::Total(total));
            });
            let mut waiting = BTreeMap::new();
            let (mut next, mut total) = (0, None);
            let result = loop {
                if is_interrupted() || total == Some(next) {
                    break Ok(());
                }
                match answers.recv_timeout(INTERVAL) {
                    Ok(Message::Answered(sequence, answered)) => {
                        waiting.insert(sequence, answered);
                    }
                    Ok(Message::Total(batches)) => total = Some(batches),
                    Ok(Message::Failed(fault)) => break Err(fault),
                    Err(RecvTimeoutError::Disconnected) => break Ok(()),
                    Err(RecvTimeoutError::Timeout) => match threads.replace_late() {
                        Ok(()) => continue,
                        Err(fault) => break Err(fault),
                    },
                }
                let mut handed_over = Ok(());
                while let Some(answered) = waiting.remove(&next) {
                    // What was on its way when the run was interrupted says nothing: its process was stopped.
                    if is_interrupted() {
                        break;
                    }
                    handed_over = answered.into_iter().try_for_each(&mut take);
                    next += 1;
                    let _ = tickets_in.try_send(());
                    if handed_over.is_err() {
                        break;
                    }
                }
                if handed_over.is_err() {
                    break handed_over;
                }
            };
            // All ends go, so that reader and threads stop too when the reporter failed.
            drop((answers, tickets_in));
            (result, threads.into_handles())
        });
        // When a run is over, so are its subject processes. After an interrupt nothing is waited for.
        for handle in handles.into_iter().filter(|_| !is_interrupted()) {
            let _ = handle.join();
        }
        result
    }

    /// Makes cases smaller, each by itself, and none after `until`; `None` for one that shows nothing any more, or was not made
    /// smaller.
    ///
    /// # Errors
    /// When no subject process can be started.
    pub(super) fn shrink(
        &self,
        requests: &[ShrinkRequest],
        until: Option<Instant>,
    ) -> Result<Vec<Option<ShrinkResult>>, Fault> {
        self.shared.reset_crashes();
        self.each(requests, |runner, request| {
            let own = self.shared.own_limit();
            let limit = until.map_or(own, |until| until.saturating_duration_since(Instant::now()).min(own));
            (!limit.is_zero()).then(|| runner.shrink(request.clone(), limit))?
        })
    }

    /// Runs `work` on as many threads as there is work for, each with a subject process of its own.
    ///
    /// # Errors
    /// When no subject process can be started.
    pub(super) fn on_threads(&self, most: usize, work: impl Fn(&CaseRunner) + Sync) -> Result<(), Fault> {
        let one = || {
            stack_has(STACK);
            let types = self.shared.start_types()?;
            work(&CaseRunner::new(types.set.clone(), Arc::clone(&self.shared.scope)));
            self.shared.give_back(types);
            Ok(())
        };
        std::thread::scope(|scope| {
            let start = |_| {
                let builder = std::thread::Builder::new().stack_size(STACK);
                builder.spawn_scoped(scope, one)
            };
            let running: Result<Vec<_>, _> = (0..self.workers.max(1).min(most)).map(start).collect();
            let running = running.map_err(|error| Fault::of_thread(&error))?;
            running.into_iter().try_for_each(|thread| {
                let joined = thread.join();
                joined.unwrap_or_else(|_| Err(Fault::Own("a thread panicked".to_owned())))
            })
        })
    }

    /// What `work` makes of each of `all`, in their order; `None` where it was interrupted or panicked.
    ///
    /// # Errors
    /// When no subject process can be started.
    pub(super) fn each<T: Sync, R: Send>(
        &self,
        all: &[T],
        work: impl Fn(&CaseRunner, &T) -> Option<R> + Sync,
    ) -> Result<Vec<Option<R>>, Fault> {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let next = AtomicUsize::new(0);
        let found: Vec<Mutex<Option<R>>> = all.iter().map(|_| Mutex::new(None)).collect();
        self.on_threads(all.len(), |runner| {
            while let Some(index) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < all.len()) {
                if is_interrupted() {
                    return;
                }
                *lock(&found[index]) = guarded(|| work(runner, &all[index])).ok().flatten();
            }
        })?;
        Ok(found.into_iter().map(|found| lock(&found).take()).collect())
    }
}

/// The stack of a thread that shrinks or decides, in bytes.
const STACK: usize = 64 << 20;

/// The threads of one run.
struct Threads<'a> {
    shared: &'a Arc<Shared>,
    channels: Channels,
    workers: Vec<(Worker, JoinHandle<()>)>,
    abandoned: usize,
}

impl<'a> Threads<'a> {
    fn start(shared: &'a Arc<Shared>, channels: Channels, count: usize) -> Result<Threads<'a>, Fault> {
        let start = |_| {
            let worker = Worker::default();
            let handle = worker
                .start(shared, &channels, None)
                .map_err(|error| Fault::of_thread(&error))?;
            Ok((worker, handle))
        };
        let workers: Result<Vec<_>, Fault> = (0..count).map(start).collect();
        let workers = workers?;
        Ok(Threads {
            shared,
            channels,
            workers,
            abandoned: 0,
        })
    }

    /// Puts a new thread in the place of each that is busy with one case for too long.
    fn replace_late(&mut self) -> Result<(), Fault> {
        for (worker, handle) in &mut self.workers {
            let Some(rest) = worker.abandon_if_late(self.shared.own_limit()) else {
                continue;
            };
            self.abandoned += 1;
            if self.abandoned == MOST_ABANDONED {
                self.shared.skips_schemas.store(true, Ordering::Relaxed);
            }
            *worker = Worker::default();
            *handle = worker
                .start(self.shared, &self.channels, Some(rest))
                .map_err(|error| Fault::of_thread(&error))?;
        }
        Ok(())
    }

    /// The threads that were not given up.
    fn into_handles(self) -> Vec<JoinHandle<()>> {
        self.workers.into_iter().map(|(_, handle)| handle).collect()
    }
}

/// Cases in batches, numbered.
struct Batches<I> {
    cases: I,
    sequence: usize,
}

impl<I: Iterator<Item = Result<Case, Skipped>>> Iterator for Batches<I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut items = Vec::new();
        let mut bytes = 0;
        while items.len() < BATCH_CASES && bytes < BATCH_BYTES {
            let Some(case) = self.cases.next() else { break };
            bytes += case.as_ref().map_or(0, |case| case.text.len());
            items.push(case);
        }
        self.sequence += 1;
        (!items.is_empty()).then(|| Batch {
            sequence: self.sequence - 1,
            items: Arc::new(items),
        })
    }
}
