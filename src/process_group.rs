//! Processes that end with everything that they started.

use std::process::Command;

/// Makes a command start a process group of its own: Ctrl-C in a terminal does not reach it, and it can be ended as a whole.
pub(crate) fn start_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends a process group. The id is that of the process that it began with, which may be gone.
pub(crate) fn end_group(id: u32) {
    #[cfg(unix)]
    if let Ok(id) = i32::try_from(id) {
        use nix::sys::signal::{Signal, killpg};
        // A group that is gone needs no end.
        let _ = killpg(nix::unistd::Pid::from_raw(id), Signal::SIGKILL);
    }
    #[cfg(not(unix))]
    let _ = id;
}
