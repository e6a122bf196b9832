//! Work on deeply nested schemas.

use super::error::CliError;
use std::thread;

/// Enough for schemas that are nested as deep as a document may be.
const STACK_BYTES: usize = 256 << 20;

/// Runs `work` on a thread whose stack suffices for every document.
pub(super) fn deep<T: Send>(work: impl FnOnce() -> Result<T, CliError> + Send) -> Result<T, CliError> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| CliError::unreadable(format!("cannot start a thread: {error}")))?;
        thread
            .join()
            .unwrap_or_else(|_| Err(CliError::fault("panicked while working on the document")))
    })
}
