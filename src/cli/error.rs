//! Why a command ended early.

use crate::exit_code::ExitCode;
use std::io;

/// Why a command ended early: the message for standard error, and the exit code.
pub(super) struct CliError {
    pub(super) code: ExitCode,
    pub(super) message: String,
}

/// The result of a command.
pub(super) type CliResult = Result<ExitCode, CliError>;

impl CliError {
    /// The arguments or the input are at fault.
    pub(super) fn unreadable(message: impl ToString) -> CliError {
        CliError {
            code: ExitCode::Unreadable,
            message: message.to_string(),
        }
    }

    /// wireproof itself is at fault, or cannot work on this system.
    pub(super) fn fault(message: impl ToString) -> CliError {
        CliError {
            code: ExitCode::Fault,
            message: message.to_string(),
        }
    }
}

impl From<io::Error> for CliError {
    /// Output that cannot be written is no fault of wireproof. Whoever closes a pipe has seen enough, and needs no message.
    fn from(error: io::Error) -> CliError {
        match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::unreadable(""),
            _ => CliError::unreadable(format!("output cannot be written: {error}")),
        }
    }
}
