//! Stops a subject process that takes too long, or too much memory, or is not wanted any more.

use crate::interrupt::is_interrupted;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a process is looked after.
const INTERVAL: Duration = Duration::from_millis(20);

/// Why a process was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    TooLate,
    TooLarge,
    Interrupted,
}

/// A process under watch.
#[derive(Debug, Clone)]
pub(super) struct Watchdog {
    child: Arc<Mutex<Child>>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// When the call that is running must have returned; `None` while none runs.
    deadline: Option<Instant>,
    stopped: Option<Stopped>,
    is_over: bool,
}

impl Watchdog {
    pub(super) fn over(child: Child, most_memory: u64) -> Watchdog {
        let watchdog = Watchdog {
            child: Arc::new(Mutex::new(child)),
            state: Arc::default(),
        };
        let (child, state) = (Arc::clone(&watchdog.child), Arc::clone(&watchdog.state));
        thread::spawn(move || watch(&child, &state, most_memory));
        watchdog
    }

    /// From now on a call runs that must return within `limit`.
    pub(super) fn start(&self, limit: Duration) {
        lock(&self.state).deadline = Some(Instant::now() + limit);
    }

    /// The call has returned.
    pub(super) fn end(&self) {
        lock(&self.state).deadline = None;
    }

    /// Makes sure that the process is gone. Gives why it was stopped, if it was, and how it ended, if it ended by itself.
    pub(super) fn reap(&self) -> (Option<Stopped>, Option<ExitStatus>) {
        // A process that closed its pipes is about to end by itself: its own exit status says more than a signal of ours.
        let status = self.ends_within(Duration::from_millis(200));
        let mut child = lock(&self.child);
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let mut state = lock(&self.state);
        state.is_over = true;
        (state.stopped, status)
    }

    /// Waits a moment for a process whose input is closed. One that does not end by then is left to itself.
    pub(super) fn wait_for_end(&self) {
        let is_over = self.ends_within(Duration::from_secs(1)).is_some();
        lock(&self.state).is_over = is_over;
    }

    fn ends_within(&self, patience: Duration) -> Option<ExitStatus> {
        let end = Instant::now() + patience;
        loop {
            let status = lock(&self.child).try_wait().ok().flatten();
            if status.is_some() || Instant::now() >= end {
                return status;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

fn watch(child: &Arc<Mutex<Child>>, state: &Arc<Mutex<State>>, most_memory: u64) {
    let id = lock(child).id();
    loop {
        thread::sleep(INTERVAL);
        // The connection is gone: the process sees the end of its input, and ends by itself.
        if Arc::strong_count(state) == 1 {
            let _ = lock(child).wait();
            return;
        }
        let mut state = lock(state);
        if state.is_over {
            return;
        }
        let is_running = state.deadline.is_some();
        let stopped = if is_interrupted() {
            Some(Stopped::Interrupted)
        } else if state.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            Some(Stopped::TooLate)
        } else if is_running && resident(id).is_some_and(|bytes| bytes > most_memory) {
            Some(Stopped::TooLarge)
        } else {
            None
        };
        if stopped.is_some() {
            state.stopped = stopped;
            state.is_over = true;
            let _ = lock(child).kill();
            return;
        }
    }
}

/// How much memory a process has, in bytes; `None` where the system does not say.
fn resident(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim()
        .strip_suffix(" kB")?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes << 10)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
