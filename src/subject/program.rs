//! A program that holds types, and how it is started.

use super::crash_budget::CrashBudget;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};
use thiserror::Error;

/// How much a type may take before it counts as crashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The time of one call: to read and write a text, to compare, to show.
    pub time: Duration,
    /// The resident memory of its process in bytes, where the system says it (Linux).
    pub memory: u64,
}

impl Default for Limits {
    /// Ten seconds, and 2 GiB.
    fn default() -> Limits {
        Limits {
            time: Duration::from_secs(10),
            memory: 2 << 30,
        }
    }
}

/// A program that holds types: built with `wireproof-subject`, or written in any language after `docs/protocol.md`.
#[derive(Clone)]
pub struct TypeProgram {
    path: PathBuf,
    arguments: Vec<OsString>,
    limits: Limits,
    pub(super) budget: Arc<CrashBudget>,
}

/// Why a program cannot be used as a subject process.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// It cannot be started.
    #[error("{program}: cannot be started: {source}")]
    Start {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// It does not greet as a subject process does.
    #[error("{program}: is not a program that holds types for wireproof: {reason}")]
    NotASubject {
        /// The program.
        program: String,
        /// What it did instead.
        reason: String,
    },
    /// It speaks another version of the protocol.
    #[error("{program}: speaks version {its} of the protocol, this wireproof speaks version {ours}")]
    Version {
        /// The program.
        program: String,
        /// The version that it speaks.
        its: u32,
        /// The version that the engine speaks.
        ours: u32,
    },
    /// It refuses this engine.
    #[error("{program}: {reason}")]
    Refused {
        /// The program.
        program: String,
        /// What it says.
        reason: String,
    },
    /// It breaks the protocol.
    #[error("{program}: breaks the protocol: {reason}")]
    Protocol {
        /// The program.
        program: String,
        /// How.
        reason: String,
    },
}

impl TypeProgram {
    /// A program with its arguments. It is not started yet.
    pub fn new(path: impl Into<PathBuf>, arguments: impl IntoIterator<Item = OsString>) -> TypeProgram {
        TypeProgram {
            path: path.into(),
            arguments: arguments.into_iter().collect(),
            limits: Limits::default(),
            budget: Arc::default(),
        }
    }

    /// The same program under other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> TypeProgram {
        TypeProgram { limits, ..self }
    }

    /// The limits of a call.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The program.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its arguments.
    pub fn arguments(&self) -> &[OsString] {
        &self.arguments
    }

    /// Forgets which types crashed how often, so that those that were given up are called again.
    pub(crate) fn reset_crashes(&self) {
        self.budget.reset();
    }

    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments);
        command
    }
}

impl fmt::Debug for TypeProgram {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TypeProgram({} {:?})", self.name(), self.arguments)
    }
}
