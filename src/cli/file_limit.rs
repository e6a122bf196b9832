//! The limit on the size of files (`ulimit -f`): the system tells of it with a signal, which ends a program that does not handle it.

/// From now on a file that grows beyond the limit is an error of the call that writes it, and is reported like a full disk.
pub(super) fn heed() {
    #[cfg(unix)]
    {
        use signal_hook::{consts::SIGXFSZ, flag};
        use std::sync::Arc;
        // Where no handler can be set, the signal ends the program as it always did.
        let _ = flag::register(SIGXFSZ, Arc::default());
    }
}
