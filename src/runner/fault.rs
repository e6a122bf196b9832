//! Why a run cannot go on.

use crate::subject::ProgramError;
use std::io;

/// Why a run cannot go on.
#[derive(Debug)]
pub enum Fault {
    /// wireproof itself is at fault.
    Own(String),
    /// The system does not allow what is needed: no process or thread can be started, or nothing can be written.
    System(String),
    /// The reader of the report has closed it.
    Closed,
}

impl Fault {
    /// That the report cannot be written.
    pub(super) fn of_report(error: &io::Error) -> Fault {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Fault::Closed,
            _ => Fault::System(format!("the report cannot be written: {error}")),
        }
    }

    /// That no thread can be started.
    pub(super) fn of_thread(error: &io::Error) -> Fault {
        Fault::System(format!("no thread can be started: {error}"))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Own(message) | Fault::System(message) => out.write_str(message),
            Fault::Closed => out.write_str("the reader of the report has closed it"),
        }
    }
}

impl From<ProgramError> for Fault {
    fn from(error: ProgramError) -> Fault {
        Fault::System(error.to_string())
    }
}
