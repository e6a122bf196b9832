//! How the program ends.

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitCode {
    /// Nothing of level error was found.
    Clean,
    /// Something of level error was found.
    Findings,
    /// The arguments are wrong, or some input cannot be read.
    Unreadable,
    /// wireproof itself is at fault.
    Fault,
    /// The run was interrupted, and what was reported is of a part.
    Interrupted,
}

impl ExitCode {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            ExitCode::Clean => 0,
            ExitCode::Findings => 1,
            ExitCode::Unreadable => 2,
            ExitCode::Fault => 70,
            ExitCode::Interrupted => 130,
        }
    }
}
