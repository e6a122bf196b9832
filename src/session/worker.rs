//! The worker's side: takes cases from standard input, answers on standard output.

use super::bench::{Bench, Outcome};
use super::frame::{self, Mark};
use std::io::{self, BufReader, BufWriter, Read, Write};

/// The stack that types under test get, in bytes, on every platform the same.
const STACK: usize = 16 << 20;

/// Serves a parent process until it closes standard input.
///
/// `bench` may fail, for a component that is not there; the parent is told, and reports it.
///
/// # Errors
/// When the conversation breaks: the parent is gone.
pub fn serve(bench: impl FnOnce() -> Result<Bench, String> + Send) -> io::Result<()> {
    std::thread::scope(|scope| {
        let serving = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || converse(bench))?;
        serving
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("worker panicked")))
    })
}

fn converse(bench: impl FnOnce() -> Result<Bench, String>) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut mark: Mark = Mark::default();
    input.read_exact(&mut mark)?;
    let bench = match bench() {
        Ok(bench) => bench,
        Err(reason) => {
            frame::send(&mut out, &mark, frame::CANNOT, reason.as_bytes())?;
            return out.flush();
        }
    };
    frame::send(&mut out, &mark, frame::READY, b"")?;
    out.flush()?;
    loop {
        let (kind, bytes) = match frame::receive(&mut input, &mark) {
            Ok(request) => request,
            // The parent has no more work.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut outcomes: Vec<Outcome> = Vec::new();
        for case in frame::unpack(&bytes)? {
            let outcome = bench.look(&case, |subject| {
                if kind == frame::ONE {
                    // Said before the attempt, so that the parent knows whom to accuse if there is no answer.
                    let _ = frame::send(&mut out, &mark, frame::SUBJECT, subject.as_bytes()).and_then(|()| out.flush());
                }
            });
            outcomes.push(outcome);
        }
        frame::send(&mut out, &mark, frame::ANSWER, &frame::to_json(&outcomes))?;
        out.flush()?;
    }
}
