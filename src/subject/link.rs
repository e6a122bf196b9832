//! Calls to a subject process: a new process whenever one is gone, and a crash as the answer to the call that caused it.

use super::connection::Connection;
use super::program::{ProgramError, TypeProgram};
use super::{Crash, CrashKind, Instance, Printed};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use wireproof_subject::protocol::{Welcome, flag, kind};

/// Texts that crashed a type are remembered, so that none costs a process twice; no more of them than this.
const MOST_REMEMBERED: usize = 1000;

/// How long the types of one process have been busy.
#[derive(Debug, Default)]
pub struct CallClock {
    nanos: AtomicU64,
    since: Mutex<Option<Instant>>,
}

impl CallClock {
    /// The time of all calls, the one that is running included.
    pub fn total(&self) -> Duration {
        let running = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let running = running.map(|since| since.elapsed()).unwrap_or_default();
        Duration::from_nanos(self.nanos.load(Ordering::Relaxed)) + running
    }

    fn time<T>(&self, call: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = Some(start);
        let result = call();
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
        result
    }
}

/// Where the flags are in the head of a read.
const FLAGS_AT: usize = 3;

/// The way to a subject process. Calls are made one after the other.
pub(super) struct Link {
    program: TypeProgram,
    pub(super) clock: Arc<CallClock>,
    state: Mutex<State>,
}

struct State {
    connection: Option<Connection>,
    /// Counts the processes: values of an earlier one are gone.
    generation: u64,
    next_handle: u32,
    released: Vec<u8>,
    /// How the last process ended.
    last_crash: Option<Crash>,
    crashing_inputs: HashMap<(u16, u8, Box<[u8]>), Crash>,
    /// What was printed in the last call.
    printed: Option<Printed>,
    /// The types that were seen to print when they were called.
    printing: BTreeSet<u16>,
    /// Whether the process prints without being called.
    is_noisy: bool,
}

/// A value in a subject process. It is forgotten there when it is dropped here.
pub(super) struct Handle {
    link: Arc<Link>,
    generation: u64,
    number: u32,
}

impl Handle {
    /// The handle in an instance, if it is one.
    pub(super) fn of(instance: &Instance) -> Option<&Handle> {
        instance.value()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let mut state = self.link.lock();
        if state.generation == self.generation {
            state.released.extend(self.number.to_le_bytes());
        }
    }
}

impl Link {
    pub(super) fn start(program: &TypeProgram) -> Result<(Arc<Link>, Welcome), ProgramError> {
        let (connection, welcome) = Connection::start(program)?;
        let link = Link {
            program: program.clone(),
            clock: Arc::default(),
            state: Mutex::new(State {
                connection: Some(connection),
                generation: 0,
                next_handle: 0,
                released: Vec::new(),
                last_crash: None,
                crashing_inputs: HashMap::new(),
                printed: None,
                printing: BTreeSet::new(),
                is_noisy: false,
            }),
        };
        Ok((Arc::new(link), welcome))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks about a type. `take` is given the answer; `None` from it means that the answer breaks the protocol.
    pub(super) fn ask<T>(
        &self,
        type_index: u16,
        request: u8,
        parts: &[&[u8]],
        take: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T, Crash> {
        self.ask_within(&mut self.lock(), type_index, request, parts, false, take)
    }

    /// Asks about values, which must be of the process that is running.
    pub(super) fn ask_about<T>(
        &self,
        type_index: u16,
        request: u8,
        values: &[&Handle],
        text: &[u8],
        take: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T, Crash> {
        let mut state = self.lock();
        if values.iter().any(|value| value.generation != state.generation) {
            return Err(state.last_crash.clone().unwrap_or_else(gone));
        }
        let numbers: Vec<[u8; 4]> = values.iter().map(|value| value.number.to_le_bytes()).collect();
        let mut parts: Vec<&[u8]> = numbers.iter().map(<[u8; 4]>::as_slice).collect();
        parts.push(text);
        self.ask_within(&mut state, type_index, request, &parts, false, take)
    }

    /// Whether what was printed during the last call is due to the type that was called, and not to values that were dropped before
    /// it. `again` repeats the call and says whether something is printed; the values of the first call must be kept for so long.
    pub(super) fn prints(&self, type_index: u16, again: impl FnOnce() -> bool) -> bool {
        let mut state = self.lock();
        if state.printing.contains(&type_index) {
            return true;
        }
        state.is_noisy = state.is_noisy || state.connection.as_ref().is_none_or(Connection::prints_by_itself);
        if state.is_noisy {
            return false;
        }
        drop(state);
        let prints = again();
        if prints {
            self.lock().printing.insert(type_index);
        }
        prints
    }

    /// Reads a text. `take` is given the answer, the handle under which the value is kept if there is one, and what was printed, which is
    /// asked for if it `is_watched`: that costs calls of the system.
    pub(super) fn read<T>(
        self: &Arc<Link>,
        type_index: u16,
        decoder: u8,
        (flags, is_watched): (u8, bool),
        text: &[u8],
        take: impl FnOnce(&[u8], Handle, Option<Printed>) -> Option<T>,
    ) -> Result<T, Crash> {
        let mut state = self.lock();
        // Most types never crash: then no text is copied to look it up.
        if !state.crashing_inputs.is_empty() {
            let known = state.crashing_inputs.get(&(type_index, decoder, text.into()));
            if let Some(crash) = known.filter(|_| flags == 0) {
                return Err(crash.clone());
            }
        }
        let number = state.next_handle;
        state.next_handle = number.wrapping_add(1);
        let mut head = [0; 8];
        head[..2].copy_from_slice(&type_index.to_le_bytes());
        (head[2], head[FLAGS_AT]) = (decoder, flags);
        head[4..].copy_from_slice(&number.to_le_bytes());
        // The process may be a new one by the time that it answers, so the handle is made behind the call.
        let mut answer = Vec::new();
        let asked = self.ask_within(
            &mut state,
            type_index,
            kind::READ,
            &[&head, text],
            is_watched,
            |bytes| {
                answer.extend_from_slice(bytes);
                Some(())
            },
        );
        if let Err(crash) = asked {
            if flags == 0 && crash.kind != CrashKind::GivenUp && state.crashing_inputs.len() < MOST_REMEMBERED {
                state
                    .crashing_inputs
                    .insert((type_index, decoder, text.into()), crash.clone());
            }
            return Err(crash);
        }
        let handle = Handle {
            link: Arc::clone(self),
            generation: state.generation,
            number,
        };
        let printed = state.printed.take();
        drop(state);
        take(&answer, handle, printed).ok_or_else(nonsense)
    }

    fn ask_within<T>(
        &self,
        state: &mut State,
        type_index: u16,
        request: u8,
        parts: &[&[u8]],
        is_watched: bool,
        take: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T, Crash> {
        if let Some(crash) = self.program.budget.exhausted(type_index) {
            return Err(crash);
        }
        let mut connection = match state.connection.take() {
            Some(connection) => connection,
            None => {
                Connection::start(&self.program)
                    .map_err(|error| Crash {
                        kind: CrashKind::Aborted,
                        message: format!("its process cannot be started again: {error}"),
                    })?
                    .0
            }
        };
        if is_watched {
            // What other calls have printed.
            connection.take_printed();
        }
        let limit = self.program.limits().time;
        let released = std::mem::take(&mut state.released);
        let told = match released.is_empty() {
            true => Ok(()),
            false => connection.tell(kind::RELEASE, &[&released]),
        };
        let head = parts.first().filter(|_| request == kind::READ);
        let flags = head.and_then(|head| head.get(FLAGS_AT)).copied().unwrap_or_default();
        let error = match told.and_then(|()| self.clock.time(|| connection.ask(request, parts, limit)).map(take)) {
            Ok(Some(answer)) => {
                state.printed = is_watched.then(|| connection.take_printed()).flatten();
                state.connection = Some(connection);
                return Ok(answer);
            }
            Ok(None) => std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                "an answer that the protocol does not know",
            ),
            Err(error) => error,
        };
        let crash = connection.diagnose_exit(&error, limit);
        // A read that asks for more is repeated without it, and counted then. A round trip alone that timed out is not repeated.
        let is_repeated = match crash.kind {
            CrashKind::TimedOut => flags & !(flag::WRITE | flag::INDIFFERENT) != 0,
            _ => flags != 0,
        };
        if !is_repeated {
            self.program.budget.count(type_index, crash.kind);
        }
        state.generation += 1;
        state.is_noisy = false;
        state.released.clear();
        state.last_crash = Some(crash.clone());
        Err(crash)
    }
}

fn gone() -> Crash {
    Crash {
        kind: CrashKind::Aborted,
        message: "its process is gone".to_owned(),
    }
}

fn nonsense() -> Crash {
    Crash {
        kind: CrashKind::Aborted,
        message: "an answer that the protocol does not know".to_owned(),
    }
}
