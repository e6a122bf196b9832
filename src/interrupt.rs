//! A request from outside to end the run: one for the whole process, as a signal is.

use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Ends the runs of this process: what is being examined is given up, and the summary says that it is partial.
///
/// Subject processes are stopped within a moment. A run that waits for its cases goes on waiting: that is for their reader to end.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Whether the runs of this process were told to end.
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
