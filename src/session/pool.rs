//! The parent's side: worker processes, and the cases that they are at.

use super::bench::Outcome;
use super::crash::Crash;
use super::frame::{self, Mark};
use crate::case::{Case, Skipped};
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

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
    /// How many work side by side.
    pub workers: usize,
    /// How long one case may take.
    pub time_limit: Duration,
    /// The name of the type set, for findings about workers that went down.
    pub type_set: String,
}

/// What was asked for, and what came of it.
pub(super) type Answer = (Result<Case, Skipped>, Outcome);

type Batch = (usize, Vec<Result<Case, Skipped>>);

impl Pool {
    /// A pool that cannot work, to stand in for one that was moved out.
    pub(super) fn none() -> Pool {
        Pool {
            command: Box::new(|| Command::new("")),
            workers: 0,
            time_limit: Duration::ZERO,
            type_set: String::new(),
        }
    }

    /// Examines cases, and hands over the answers in the order of the cases.
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
            let result = answers.iter().try_for_each(|answer: Result<_, Fault>| {
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

    fn examine(&self, worker: &mut Option<Worker>, cases: &[Case]) -> Result<Vec<Outcome>, Fault> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        if cases.len() > 1
            && let Reply::Answer(outcomes) = self.ask(worker, frame::BATCH, cases)?
        {
            return Ok(outcomes);
        }
        // Some case of the batch brought the worker down: one by one shows which.
        let mut outcomes = Vec::new();
        for case in cases {
            match self.ask(worker, frame::ONE, std::slice::from_ref(case))? {
                Reply::Answer(one) => outcomes.extend(one),
                Reply::Down { crash, subject } => outcomes.push(crash.outcome(&self.type_set, &subject, case)),
            }
        }
        Ok(outcomes)
    }

    /// Asks a worker, which is started if there is none, and dropped if it went down.
    fn ask(&self, slot: &mut Option<Worker>, kind: u8, cases: &[Case]) -> Result<Reply, Fault> {
        let mut worker = match slot.take() {
            Some(worker) => worker,
            None => Worker::start((self.command)())?,
        };
        let mut subject = String::new();
        match worker.ask(kind, cases, self.time_limit, &mut subject) {
            Ok(outcomes) => {
                *slot = Some(worker);
                Ok(Reply::Answer(outcomes))
            }
            Err(_) => Ok(Reply::Down {
                crash: worker.post_mortem(self.time_limit),
                subject,
            }),
        }
    }
}

/// What came of a question to a worker.
enum Reply {
    Answer(Vec<Outcome>),
    /// The worker went down, at this subject as far as it said.
    Down {
        crash: Crash,
        subject: String,
    },
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

/// A worker process.
struct Worker {
    child: Arc<Mutex<Child>>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last_words: JoinHandle<String>,
    mark: Mark,
    timed_out: Arc<Mutex<Watch>>,
}

#[derive(Default)]
struct Watch {
    deadline: Option<Instant>,
    fired: bool,
    over: bool,
}

impl Worker {
    fn start(mut command: Command) -> Result<Worker, Fault> {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| Fault(format!("no worker process can be started: {error}")))?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut input), Some(output), Some(stderr)) = pipes else {
            return Err(Fault("a worker process has no pipes".to_owned()));
        };
        let last_words = std::thread::spawn(move || last_words(stderr));
        let mark = mark();
        let mut output = BufReader::with_capacity(1 << 16, output);
        let greeting = input
            .write_all(&mark)
            .and_then(|()| input.flush())
            .and_then(|()| frame::receive(&mut output, &mark));
        match greeting {
            Ok((frame::READY, _)) => {}
            Ok((_, reason)) => return Err(Fault(String::from_utf8_lossy(&reason).into_owned())),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                let words = last_words.join().unwrap_or_default();
                return Err(Fault(format!(
                    "a worker process did not start: {error} {}",
                    words.trim()
                )));
            }
        }
        let child = Arc::new(Mutex::new(child));
        let timed_out = Arc::new(Mutex::new(Watch::default()));
        watch(Arc::clone(&child), Arc::clone(&timed_out));
        Ok(Worker {
            child,
            input,
            output,
            last_words,
            mark,
            timed_out,
        })
    }

    fn ask(&mut self, kind: u8, cases: &[Case], limit: Duration, subject: &mut String) -> io::Result<Vec<Outcome>> {
        lock(&self.timed_out).deadline = Some(Instant::now() + limit);
        frame::send(&mut self.input, &self.mark, kind, &frame::pack(cases))?;
        self.input.flush()?;
        let answer = loop {
            match frame::receive(&mut self.output, &self.mark)? {
                (frame::SUBJECT, name) => *subject = String::from_utf8_lossy(&name).into_owned(),
                (_, answer) => break answer,
            }
        };
        lock(&self.timed_out).deadline = None;
        frame::from_json(&answer)
    }

    fn post_mortem(self, limit: Duration) -> Crash {
        drop(self.input);
        // Whatever broke the conversation, it must not go on running.
        let _ = lock(&self.child).kill();
        let status = lock(&self.child).wait().ok();
        let fired = {
            let mut watch = lock(&self.timed_out);
            watch.over = true;
            watch.fired
        };
        let words = self.last_words.join().unwrap_or_default();
        if fired {
            Crash::TimedOut(limit)
        } else {
            Crash::of(status, &words)
        }
    }
}

/// Stops the child when its deadline passes.
fn watch(child: Arc<Mutex<Child>>, watch: Arc<Mutex<Watch>>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(50));
            // The pool has dropped the worker: its input is closed and it ends by itself.
            if Arc::strong_count(&watch) == 1 {
                let _ = lock(&child).wait();
                return;
            }
            let mut watch = lock(&watch);
            if watch.over {
                return;
            }
            if watch.deadline.is_some_and(|deadline| Instant::now() > deadline) {
                watch.fired = true;
                watch.over = true;
                let _ = lock(&child).kill();
                return;
            }
        }
    });
}

/// The end of what a process says on standard error.
fn last_words(mut stderr: impl Read) -> String {
    const ENOUGH: usize = 4096;
    let mut kept = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = stderr.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..count]);
        if kept.len() > 2 * ENOUGH {
            kept.drain(..kept.len() - ENOUGH);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// Sixteen bytes that a type under test will not print by chance.
fn mark() -> Mark {
    use std::hash::{BuildHasher, RandomState};
    let mut mark = Mark::default();
    mark[..8].copy_from_slice(&RandomState::new().hash_one(1).to_le_bytes());
    mark[8..].copy_from_slice(&RandomState::new().hash_one(2).to_le_bytes());
    mark
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
