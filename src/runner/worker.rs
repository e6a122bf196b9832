//! The worker's side: takes cases from standard input, answers on standard output.

use super::bench::{Bench, Outcome, Step};
use super::frame::{self, Mark};
use super::process::lock;
use crate::subject::Hears;
use std::io::{self, BufReader, BufWriter, Read, Stdout, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The stack that types under test get, in bytes, on every platform the same.
const STACK: usize = 16 << 20;
/// How often a worker says that it goes on with an enum.
const ALIVE: Duration = Duration::from_millis(500);

/// Serves a parent process until it closes standard input.
///
/// `bench` is made of the pool's greeting. It may fail, for a component that is not there; the parent is told, and reports
/// it.
///
/// # Errors
/// When the conversation breaks: the parent is gone.
pub fn serve(bench: impl FnOnce(&[u8]) -> Result<Bench, String> + Send) -> io::Result<()> {
    std::thread::scope(|scope| {
        let serving = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || converse(bench))?;
        serving
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("worker panicked")))
    })
}

/// What the parent hears. The lock is held for one frame at a time, so that a type may speak from any thread.
#[derive(Clone)]
struct Parent {
    out: Arc<Mutex<BufWriter<Stdout>>>,
    mark: Mark,
}

impl Parent {
    fn tell(&self, kind: u8, bytes: &[u8]) -> io::Result<()> {
        let mut out = lock(&self.out);
        frame::send(&mut *out, &self.mark, kind, bytes)?;
        out.flush()
    }

    /// Said before the step is taken, so that the parent knows whom to accuse if there is no answer.
    fn step(&self, step: Step<'_>) {
        // A parent that is gone is noticed when the answer is sent.
        let _ = match step {
            Step::Subject(name) => self.tell(frame::SUBJECT, name.as_bytes()),
            Step::Type(true) => self.tell(frame::TYPE, b""),
            Step::Type(false) => self.tell(frame::OWN, b""),
        };
    }

    /// That it goes on, said now and then: many texts take long, and none of them does.
    fn alive(&self, told: &mut Instant) {
        if told.elapsed() > ALIVE {
            *told = Instant::now();
            self.at(None);
        }
    }

    /// The same for an enum: at which text its own code runs.
    fn at(&self, text: Option<&str>) {
        let _ = match text {
            Some(text) => self.tell(frame::TYPE, text.as_bytes()),
            None => self.tell(frame::OWN, b""),
        };
    }
}

fn converse(bench: impl FnOnce(&[u8]) -> Result<Bench, String>) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut mark: Mark = Mark::default();
    input.read_exact(&mut mark)?;
    let parent = Parent {
        out: Arc::new(Mutex::new(BufWriter::with_capacity(1 << 16, io::stdout()))),
        mark,
    };
    let (_, greeting) = frame::receive(&mut input, &mark)?;
    let bench = match bench(&greeting) {
        Ok(bench) => bench,
        Err(reason) => return parent.tell(frame::CANNOT, reason.as_bytes()),
    };
    drop(greeting);
    parent.tell(frame::READY, b"")?;
    loop {
        let (kind, bytes) = match frame::receive(&mut input, &mark) {
            Ok(request) => request,
            // The parent has no more work.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        if kind == frame::SHRINK {
            let small = bench.shrink(frame::from_json(&bytes)?);
            parent.tell(frame::ANSWER, &frame::to_json(&small))?;
            continue;
        }
        if kind == frame::ENUM || kind == frame::ENUM_SLOWLY {
            let parent_hears = parent.clone();
            let hears: Hears = match kind {
                frame::ENUM_SLOWLY => Arc::new(move |text: Option<&str>| parent_hears.at(text)),
                _ => {
                    let told = Mutex::new(Instant::now());
                    Arc::new(move |_| parent_hears.alive(&mut lock(&told)))
                }
            };
            let answer = bench.decide(&frame::from_json(&bytes)?, &hears);
            parent.tell(frame::ANSWER, &frame::to_json(&answer))?;
            continue;
        }
        let mut outcomes: Vec<Outcome> = Vec::new();
        for case in frame::unpack(&bytes)? {
            let parent = parent.clone();
            outcomes.push(match kind {
                frame::ONE | frame::BARE => bench.look_slowly(&case, kind == frame::ONE, move |step| parent.step(step)),
                _ => bench.look(&case),
            });
        }
        parent.tell(frame::ANSWER, &frame::to_json(&outcomes))?;
    }
}
