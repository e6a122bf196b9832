//! Stops a subject process that takes too long, or too much memory, or is not wanted any more.

use crate::interrupt::is_interrupted;
use crate::process_group::end_group;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a process is looked after.
const INTERVAL: Duration = Duration::from_millis(20);

/// A call that gets no processor is given so many times its limit.
const PATIENCE: u32 = 5;
/// A process that is seen to wait so often in a row, once the limit is over, waits for something that does not come.
const WAITS: u32 = 10;
/// How long what a process has started may hold its pipes after its end.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How many of the units in which Linux tells the time of a process make a second.
const TICKS: u64 = 100;

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
    /// The call that is running; `None` while none runs.
    call: Option<Call>,
    calls: u64,
    stopped: Option<Stopped>,
    is_over: bool,
}

#[derive(Debug, Clone, Copy)]
struct Call {
    number: u64,
    started: Instant,
    /// How long the process may be busy with it, and how long it may last.
    busy: Duration,
    whole: Duration,
}

impl Call {
    /// Whether the call has taken too long. `used` is the processor's time that it has used, if the system tells it: on a busy machine
    /// a call may last long without a fault of the type.
    fn is_late(self, used: impl Fn() -> Option<Duration>) -> bool {
        let lasted = self.started.elapsed();
        lasted > self.whole || (lasted > self.busy && used().is_none_or(|used| used > self.busy.mul_f64(0.9)))
    }
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

    /// From now on a call runs with which the process may be busy for `limit`.
    pub(super) fn start(&self, limit: Duration) {
        self.start_within(limit, limit.saturating_mul(PATIENCE));
    }

    /// From now on a call runs that must return within `limit`, whatever the process does.
    pub(super) fn start_strict(&self, limit: Duration) {
        self.start_within(limit, limit);
    }

    fn start_within(&self, busy: Duration, whole: Duration) {
        let mut state = lock(&self.state);
        state.calls += 1;
        state.call = Some(Call {
            number: state.calls,
            started: Instant::now(),
            busy,
            whole,
        });
    }

    /// The call has returned.
    pub(super) fn end(&self) {
        lock(&self.state).call = None;
    }

    /// Makes sure that the process is gone. Gives why it was stopped, if it was, and how it ended, if it ended by itself.
    pub(super) fn reap(&self) -> (Option<Stopped>, Option<ExitStatus>) {
        // A process that closed its pipes is about to end by itself: its own exit status says more than a signal of ours.
        let status = self.ends_within(Duration::from_millis(200));
        // Whoever looks after the process holds the state and asks for the process: the two are never held in the other order.
        let stopped = {
            let mut state = lock(&self.state);
            state.is_over = true;
            state.stopped
        };
        let mut child = lock(&self.child);
        // Also what it started, which may go on without it.
        end_group(child.id());
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        (stopped, status)
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
    // The call that was seen last, and the processor's time that the process had used by then.
    let mut seen = (0, None);
    let mut gone_since = None;
    let mut waits = 0;
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
        // Whoever waits for an answer would wait for the end of what the process has started.
        if matches!(lock(child).try_wait(), Ok(Some(_)))
            && gone_since.get_or_insert_with(Instant::now).elapsed() > LAST_WORDS
        {
            state.is_over = true;
            end_group(id);
            return;
        }
        let call = state.call;
        if let Some(call) = call.filter(|call| call.number != seen.0) {
            seen = (call.number, used_time(id));
        }
        let used = || Some(used_time(id)?.saturating_sub(seen.1?));
        let is_over = call.is_some_and(|call| call.started.elapsed() > call.busy);
        waits = if is_over && is_waiting(id) { waits + 1 } else { 0 };
        let stopped = if is_interrupted() {
            Some(Stopped::Interrupted)
        } else if waits >= WAITS || call.is_some_and(|call| call.is_late(used)) {
            Some(Stopped::TooLate)
        } else if call.is_some() && resident(id).is_some_and(|bytes| bytes > most_memory) {
            Some(Stopped::TooLarge)
        } else {
            None
        };
        if stopped.is_some() {
            state.stopped = stopped;
            state.is_over = true;
            end_group(id);
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

/// The processor's time that a process has used, all its threads together; `None` where the system does not say.
fn used_time(id: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program may hold anything; two of the numbers behind it are the times.
    let (_, numbers) = stat.rsplit_once(')')?;
    let times = numbers.split_whitespace().skip(11).take(2);
    let ticks: u64 = times.map(|number| number.parse().unwrap_or(0_u64)).sum();
    Some(Duration::from_millis(ticks * 1000 / TICKS))
}

/// Whether no thread of a process is running, or could if there were a processor for it. Not so where the system does not say.
fn is_waiting(id: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{id}/task")) else {
        return false;
    };
    let mut states = threads.flatten().map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("stat")).ok()?;
        stat.rsplit_once(')')?.1.trim_start().chars().next()
    });
    states.all(|state| matches!(state, Some('S' | 'T' | 't' | 'Z')))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_late_by_the_time_that_it_uses_or_after_several_times_the_limit() {
        let ago = |seconds| Instant::now().checked_sub(Duration::from_secs(seconds)).unwrap();
        let (limit, own) = (Duration::from_secs(2), |seconds| {
            move || Some(Duration::from_secs(seconds))
        });
        let call = |lasted| Call {
            number: 1,
            started: ago(lasted),
            busy: limit,
            whole: limit * PATIENCE,
        };
        assert!(!call(1).is_late(own(1)));
        assert!(call(3).is_late(own(2)));
        // Others had the processor, or it waits.
        assert!(!call(9).is_late(own(1)));
        assert!(call(11).is_late(own(1)));
        assert!(call(3).is_late(|| None));
    }

    #[cfg(unix)]
    #[test]
    fn processes_that_are_looked_after_can_be_reaped_at_any_moment() {
        let (done, all_done) = std::sync::mpsc::channel();
        for number in 0..300 {
            let child = std::process::Command::new("sleep").arg("100").spawn().unwrap();
            let (watchdog, done) = (Watchdog::over(child, u64::MAX), done.clone());
            watchdog.start(Duration::from_secs(100));
            thread::spawn(move || {
                thread::sleep(INTERVAL * number / 300);
                watchdog.reap();
                done.send(()).unwrap();
            });
        }
        for number in 0..300 {
            let reaped = all_done.recv_timeout(Duration::from_secs(60));
            assert!(reaped.is_ok(), "only {number} of 300 were reaped");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_that_waits_is_told_from_one_that_runs() {
        for (script, waits) in [("exec sleep 100", true), ("while :; do :; done", false)] {
            let mut child = std::process::Command::new("sh").args(["-c", script]).spawn().unwrap();
            let until = Instant::now() + Duration::from_secs(60);
            while is_waiting(child.id()) != waits {
                assert!(Instant::now() < until, "{script}");
                thread::sleep(INTERVAL);
            }
            thread::sleep(INTERVAL);
            assert_eq!(is_waiting(child.id()), waits, "{script}");
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert!(!is_waiting(u32::MAX));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_time_of_a_process_is_told() {
        let start = used_time(std::process::id()).unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        while used_time(std::process::id()).unwrap() <= start {
            assert!(Instant::now() < until, "the time does not pass");
        }
        assert_eq!(used_time(u32::MAX), None);
    }
}
