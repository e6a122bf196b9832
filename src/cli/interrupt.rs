//! Ctrl-C: the run ends with what it has.

use super::counted_output::bytes_written;
use super::output::Output;
use crate::exit_code::ExitCode;
use crate::runner;
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
    let _ = ctrlc::set_handler(|| {
        if runner::is_interrupted() {
            end();
        }
        runner::interrupt();
        thread::spawn(give_up_in_time);
    });
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
    process::exit(ExitCode::Interrupted.code().into())
}
