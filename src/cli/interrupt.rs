//! Ctrl-C: the run ends with what it has.

use super::output::Output;
use crate::exit_code::ExitCode;
use crate::runner;
use std::process;
use std::time::Duration;

/// How long a run may take to end by itself.
const GRACE: Duration = Duration::from_millis(900);

/// From now on Ctrl-C ends the run with a summary that says so; where that takes too long, without one.
pub(super) fn heed() {
    // Where no handler can be set, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(|| {
        runner::interrupt();
        std::thread::sleep(GRACE);
        Output::plain().note("interrupted, before there was anything to report");
        process::exit(ExitCode::Interrupted.code().into());
    });
}
