//! Ctrl-C, and requests of the system to end: the run ends with what it has.

use super::counted_output::bytes_written;
use super::output::Output;
use crate::exit_code::ExitCode;
use crate::{runner, unfinished};
use std::time::Duration;
use std::{process, thread};

/// How long a run may take to end by itself. A program that is not optimized takes longer.
const GRACE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 9000 } else { 900 });
/// How long a report that has begun may stand still before it is given up.
const GRACE_OF_REPORT: Duration = Duration::from_secs(10);

/// What is said where there is no summary.
pub(super) const NOTHING_TO_REPORT: &str = "interrupted, before there was anything to report";

/// From now on Ctrl-C ends the run with a summary that says so; where that takes too long, without one. The second Ctrl-C ends it at once.
pub(super) fn heed() {
    // Where no handler can be set, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(end_run);
    #[cfg(unix)]
    heed_termination();
}

/// The same for `kill`, and for a terminal that is closed. The builds that an audit starts do not get these signals themselves.
#[cfg(unix)]
fn heed_termination() {
    use signal_hook::consts::{SIGHUP, SIGTERM};
    use signal_hook::iterator::Signals;

    // `nohup` ignores it, so that the program outlives its terminal.
    let signals = if is_ignored(SIGHUP) {
        &[SIGTERM][..]
    } else {
        &[SIGTERM, SIGHUP]
    };
    let Ok(mut signals) = Signals::new(signals) else { return };
    thread::spawn(move || signals.forever().for_each(|_| end_run()));
}

/// Whether this process ignores a signal; not known where the system does not say it.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

fn end_run() {
    if runner::is_interrupted() {
        end();
    }
    runner::interrupt();
    thread::spawn(give_up_in_time);
}

fn give_up_in_time() {
    loop {
        let before = bytes_written();
        thread::sleep(if before == 0 { GRACE } else { GRACE_OF_REPORT });
        if bytes_written() == before {
            Output::plain().note(match before {
                0 => NOTHING_TO_REPORT,
                _ => "interrupted, before the report was complete",
            });
            end();
        }
    }
}

fn end() -> ! {
    // Held, so that no file is created behind the back of this.
    let _removed = unfinished::remove_all();
    process::exit(ExitCode::Interrupted.code().into())
}
