//! The parent's side of one worker process.

use super::bench::Outcome;
use super::crash::Crash;
use super::enums::{Answer, Question};
use super::frame::{self, Mark};
use super::interrupt::is_interrupted;
use super::pool::Fault;
use super::shrink::{ShrinkRequest, ShrinkResult};
use crate::case::Case;
use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many times as long as a type wireproof itself may take: validation and comparison of the largest text are slow,
/// and no fault of the type.
pub(super) const OWN_SHARE: u32 = 6;
/// How long a worker may take to get ready: it reads the document and compiles the schemas.
const GREETING: Duration = Duration::from_secs(120);

/// Where a worker is, as far as it said.
#[derive(Debug, Default)]
pub(super) struct At {
    /// The subject that it examines; empty before the first.
    pub(super) subject: String,
    /// The text that an enum is asked about.
    pub(super) text: String,
    /// Whether the type's own code is running.
    pub(super) in_type: bool,
}

/// A worker process.
pub(super) struct Worker {
    child: Arc<Mutex<Child>>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    stderr_tail: JoinHandle<String>,
    mark: Mark,
    watch: Arc<Mutex<Watch>>,
}

#[derive(Default)]
struct Watch {
    deadline: Option<Instant>,
    fired: bool,
    over: bool,
}

impl Worker {
    /// Starts a worker, and tells it what it needs to know before its first case.
    pub(super) fn start(mut command: Command, greeting: &[u8]) -> Result<Worker, Fault> {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| Fault(format!("no worker process can be started: {error}")))?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(stderr)) = pipes else {
            return Err(Fault("a worker process has no pipes".to_owned()));
        };
        let child = Arc::new(Mutex::new(child));
        let watch = Arc::new(Mutex::new(Watch::default()));
        watch_over(Arc::clone(&child), Arc::clone(&watch));
        let mut worker = Worker {
            child,
            input,
            output: BufReader::with_capacity(1 << 16, output),
            stderr_tail: std::thread::spawn(move || stderr_tail(stderr)),
            mark: mark(),
            watch,
        };
        match worker.greet(greeting) {
            Ok((frame::READY, _)) => Ok(worker),
            Ok((_, reason)) => Err(Fault(String::from_utf8_lossy(&reason).into_owned())),
            Err(error) => {
                let (fired, _, words) = worker.reap();
                Err(Fault(match fired {
                    true => format!("a worker process was not ready within {} s", GREETING.as_secs()),
                    false => format!("a worker process did not start: {error} {}", words.trim()),
                }))
            }
        }
    }

    fn greet(&mut self, greeting: &[u8]) -> io::Result<(u8, Vec<u8>)> {
        self.allow(Some(GREETING));
        self.input.write_all(&self.mark)?;
        frame::send(&mut self.input, &self.mark, frame::SETUP, greeting)?;
        self.input.flush()?;
        let answer = frame::receive(&mut self.output, &self.mark)?;
        self.allow(None);
        Ok(answer)
    }

    /// Asks for the outcomes of cases, and notes on the way where the worker is.
    pub(super) fn ask(&mut self, kind: u8, cases: &[Case], limit: Duration, at: &mut At) -> io::Result<Vec<Outcome>> {
        // A batch that takes longer is taken apart, and nobody accused.
        let own = if kind == frame::BATCH { limit } else { limit * OWN_SHARE };
        let answer = self.converse(kind, &frame::pack(cases), own, limit, at)?;
        frame::from_json(&answer)
    }

    /// Asks about an enum; `slowly` with word of each text.
    pub(super) fn decide(
        &mut self,
        question: &Question,
        slowly: bool,
        limit: Duration,
        at: &mut At,
    ) -> io::Result<Answer> {
        let (kind, own) = match slowly {
            true => (frame::ENUM_SLOWLY, limit * OWN_SHARE),
            false => (frame::ENUM, limit),
        };
        let answer = self.converse(kind, &frame::to_json(question), own, limit, at)?;
        frame::from_json(&answer)
    }

    fn converse(
        &mut self,
        kind: u8,
        question: &[u8],
        own: Duration,
        limit: Duration,
        at: &mut At,
    ) -> io::Result<Vec<u8>> {
        self.allow(Some(own));
        frame::send(&mut self.input, &self.mark, kind, question)?;
        self.input.flush()?;
        let answer = loop {
            let (kind, bytes) = frame::receive(&mut self.output, &self.mark)?;
            match kind {
                frame::SUBJECT => at.subject = String::from_utf8_lossy(&bytes).into_owned(),
                frame::TYPE | frame::OWN => {
                    at.in_type = kind == frame::TYPE;
                    at.text = String::from_utf8_lossy(&bytes).into_owned();
                    self.allow(Some(if at.in_type { limit } else { own }));
                }
                _ => break bytes,
            }
        };
        self.allow(None);
        Ok(answer)
    }

    /// Asks for the smallest case that shows the same as a large one.
    pub(super) fn shrink(&mut self, large: &ShrinkRequest, limit: Duration) -> io::Result<Option<ShrinkResult>> {
        self.allow(Some(limit * OWN_SHARE));
        frame::send(&mut self.input, &self.mark, frame::SHRINK, &frame::to_json(large))?;
        self.input.flush()?;
        let (_, answer) = frame::receive(&mut self.output, &self.mark)?;
        self.allow(None);
        frame::from_json(&answer)
    }

    fn allow(&self, time: Option<Duration>) {
        lock(&self.watch).deadline = time.map(|time| Instant::now() + time);
    }

    /// Says how a worker that broke the conversation went down, and makes sure that it did.
    pub(super) fn diagnose_exit(self, limit: Duration, at: &At) -> Crash {
        match self.reap() {
            (true, ..) if at.in_type => Crash::TimedOut(limit),
            (true, ..) => Crash::Late(limit * OWN_SHARE),
            (false, status, words) => Crash::of(status, &words),
        }
    }

    /// Whether the worker was stopped for the time it took, how it ended, and its last words.
    fn reap(self) -> (bool, Option<ExitStatus>, String) {
        drop(self.input);
        // Whatever broke the conversation, it must not go on running.
        let _ = lock(&self.child).kill();
        let status = lock(&self.child).wait().ok();
        let fired = {
            let mut watch = lock(&self.watch);
            watch.over = true;
            watch.fired
        };
        (fired, status, self.stderr_tail.join().unwrap_or_default())
    }
}

/// Stops the child when its deadline passes, or the run is interrupted.
fn watch_over(child: Arc<Mutex<Child>>, watch: Arc<Mutex<Watch>>) {
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
            if is_interrupted() || watch.deadline.is_some_and(|deadline| Instant::now() > deadline) {
                watch.fired = true;
                watch.over = true;
                let _ = lock(&child).kill();
                return;
            }
        }
    });
}

/// The end of what a process says on standard error.
fn stderr_tail(mut stderr: impl Read) -> String {
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

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
