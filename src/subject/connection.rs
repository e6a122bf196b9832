//! One subject process, and the conversation with it.

use super::error_stream::ErrorStream;
#[cfg(unix)]
use super::error_stream::is_readable;
use super::program::{ProgramError, TypeProgram};
use super::watchdog::{Stopped, Watchdog};
use super::{Crash, CrashKind, Printed};
use crate::process_group::start_group;
use std::io::{self, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::time::Duration;
use wireproof_subject::protocol::{self, Hello, Mark, Welcome, kind};

/// So many bytes are shown of why a program refuses to start.
const MOST_OF_REASON: usize = 4096;

/// How long a process may take to say what it holds.
const GREETING: Duration = Duration::from_secs(60);
/// How long a process that was not asked anything must print nothing.
const SILENCE: Duration = Duration::from_millis(2);

/// A subject process that answers.
pub(super) struct Connection {
    /// `None` once the conversation is over.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    errors: Option<ErrorStream>,
    watchdog: Watchdog,
    mark: Mark,
    request: Vec<u8>,
    answer: Vec<u8>,
    printed: Vec<u8>,
}

impl Connection {
    /// Starts a process, and asks it what it holds.
    pub(super) fn start(program: &TypeProgram) -> Result<(Connection, Welcome), ProgramError> {
        let name = program.name();
        let mut command = program.command();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // Ctrl-C in a terminal is for wireproof, which stops its subject processes itself.
        start_group(&mut command);
        let mut child = command.spawn().map_err(|source| ProgramError::Start {
            program: name.clone(),
            source,
        })?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(stderr)) = pipes else {
            return Err(ProgramError::Start {
                program: name,
                source: io::Error::other("it has no pipes"),
            });
        };
        let mut connection = Connection {
            input: Some(input),
            output: BufReader::with_capacity(1 << 16, output),
            errors: Some(ErrorStream::of(stderr)),
            watchdog: Watchdog::over(child, program.limits().memory),
            mark: mark(),
            request: Vec::new(),
            answer: Vec::new(),
            printed: Vec::new(),
        };
        match connection.greet() {
            Ok((kind::HELLO, body)) => {
                let protocol = |reason: String| ProgramError::Protocol {
                    program: name.clone(),
                    reason,
                };
                let version = serde_json::from_slice::<Version>(&body).map_err(|error| protocol(error.to_string()))?;
                if version.protocol != protocol::VERSION {
                    return Err(ProgramError::Version {
                        program: name,
                        its: version.protocol,
                        ours: protocol::VERSION,
                    });
                }
                let welcome = serde_json::from_slice(&body).map_err(|error| protocol(error.to_string()))?;
                Ok((connection, welcome))
            }
            Ok((kind::ERROR, body)) => Err(ProgramError::Refused {
                program: name,
                reason: String::from_utf8_lossy(body.get(..MOST_OF_REASON).unwrap_or(&body)).into_owned(),
            }),
            Ok((other, _)) => Err(ProgramError::Protocol {
                program: name,
                reason: format!("it greets with a frame `{}`", other.escape_ascii()),
            }),
            Err(error) => Err(connection.never_greeted(name, &error)),
        }
    }

    fn greet(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let hello = Hello {
            protocol: protocol::VERSION,
            engine: format!("wireproof {}", env!("CARGO_PKG_VERSION")),
        };
        let hello = serde_json::to_vec(&hello).map_err(io::Error::from)?;
        self.watchdog.start_strict(GREETING);
        self.request.extend(self.mark);
        protocol::send(&mut self.request, kind::HELLO, &[&hello])?;
        self.write_requests()?;
        let kind = protocol::receive_marked(&mut self.output, &self.mark, &mut self.answer, &mut self.printed)?;
        self.watchdog.end();
        // What is printed before the first call is no matter of a type.
        self.take_printed();
        Ok((kind, std::mem::take(&mut self.answer)))
    }

    fn never_greeted(self, program: String, error: &io::Error) -> ProgramError {
        let (stopped, status, tail) = self.reap();
        let tail = tail.trim();
        let how = match (stopped, status) {
            (Some(Stopped::TooLate), _) => format!("it said nothing within {} s", GREETING.as_secs()),
            (_, Some(status)) if error.kind() != io::ErrorKind::InvalidData => format!("it ended ({status})"),
            _ => error.to_string(),
        };
        let reason = match tail.is_empty() {
            true => how,
            false => format!("{how}: {tail}"),
        };
        ProgramError::NotASubject { program, reason }
    }

    /// Sends what is not answered.
    pub(super) fn tell(&mut self, kind: u8, parts: &[&[u8]]) -> io::Result<()> {
        // Kept for the next call: what is told in between costs no system call.
        protocol::send(&mut self.request, kind, parts)
    }

    /// Asks, and waits for the answer.
    pub(super) fn ask(&mut self, kind: u8, parts: &[&[u8]], limit: Duration) -> io::Result<&[u8]> {
        protocol::send(&mut self.request, kind, parts)?;
        self.watchdog.start(limit);
        self.write_requests()?;
        let answered = protocol::receive_marked(&mut self.output, &self.mark, &mut self.answer, &mut self.printed)?;
        self.watchdog.end();
        if answered != kind {
            let reason = match answered {
                kind::ERROR => String::from_utf8_lossy(&self.answer).into_owned(),
                other => format!(
                    "a frame `{}` is no answer to `{}`",
                    other.escape_ascii(),
                    kind.escape_ascii()
                ),
            };
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(&self.answer)
    }

    /// What was printed since the last time, before the last answer.
    pub(super) fn take_printed(&mut self) -> Option<Printed> {
        let printed = Printed {
            stdout: String::from_utf8_lossy(&std::mem::take(&mut self.printed)).into_owned(),
            stderr: String::from_utf8_lossy(&self.recent_errors()).into_owned(),
        };
        (printed != Printed::default()).then_some(printed)
    }

    fn recent_errors(&self) -> Vec<u8> {
        self.errors.as_ref().map(ErrorStream::take_recent).unwrap_or_default()
    }

    /// Whether the process prints without being asked: what it prints then cannot be laid at the door of a call.
    #[cfg(unix)]
    pub(super) fn prints_by_itself(&self) -> bool {
        std::thread::sleep(SILENCE);
        let is_printed = is_readable(self.output.get_ref(), nix::poll::PollTimeout::ZERO) != Ok(false);
        is_printed || !self.output.buffer().is_empty() || !self.recent_errors().is_empty()
    }

    #[cfg(not(unix))]
    pub(super) fn prints_by_itself(&self) -> bool {
        std::thread::sleep(SILENCE);
        !self.output.buffer().is_empty()
    }

    fn write_requests(&mut self) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(&self.request)?;
        self.request.clear();
        Ok(())
    }

    /// Says how a process failed that broke the conversation, and makes sure that it is gone.
    pub(super) fn diagnose_exit(self, error: &io::Error, limit: Duration) -> Crash {
        let (stopped, status, tail) = self.reap();
        let (kind, message) = match stopped {
            Some(Stopped::TooLate) => (
                CrashKind::TimedOut,
                format!("no answer within {} s", limit.as_secs_f64()),
            ),
            Some(Stopped::TooLarge) => (
                CrashKind::OutOfMemory,
                "more memory taken than a type may take".to_owned(),
            ),
            _ if tail.contains("has overflowed its stack") => (CrashKind::StackOverflow, "stack overflow".to_owned()),
            _ if tail.contains("memory allocation of") => (CrashKind::OutOfMemory, "out of memory".to_owned()),
            _ if error.kind() == io::ErrorKind::InvalidData => {
                (CrashKind::Aborted, format!("the conversation broke: {error}"))
            }
            _ => {
                let how = match status {
                    Some(status) => format!("the process ended: {status}"),
                    None => "the process closed its standard output".to_owned(),
                };
                (CrashKind::Aborted, how)
            }
        };
        Crash { kind, message }
    }

    fn reap(mut self) -> (Option<Stopped>, Option<ExitStatus>, String) {
        self.input = None;
        let (stopped, status) = self.watchdog.reap();
        let tail = self.errors.take().map(ErrorStream::into_tail);
        (stopped, status, tail.unwrap_or_default())
    }
}

impl Drop for Connection {
    /// Ends the process, and waits for its end: when a command is over, so is everything that it started.
    fn drop(&mut self) {
        if self.input.take().is_some() {
            self.watchdog.wait_for_end();
        }
    }
}

/// As much of a greeting as every version has.
#[derive(serde::Deserialize)]
struct Version {
    protocol: u32,
}

/// Sixteen bytes that a type under test will not print by chance.
fn mark() -> Mark {
    use std::hash::{BuildHasher, RandomState};
    let mut mark = Mark::default();
    mark[..8].copy_from_slice(&RandomState::new().hash_one(1).to_le_bytes());
    mark[8..].copy_from_slice(&RandomState::new().hash_one(2).to_le_bytes());
    mark
}
