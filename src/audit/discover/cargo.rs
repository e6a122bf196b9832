//! Runs of Cargo and the compiler, with their output captured.

use super::error::DiscoverError;
use crate::interrupt::is_interrupted;
use crate::process_group::{end_group, start_group};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often it is checked whether the audit is interrupted.
const INTERVAL: Duration = Duration::from_millis(50);

/// How Cargo is run: which one, and where, since the folder decides about toolchain and configuration.
#[derive(Debug, Clone)]
pub(crate) struct Cargo {
    program: PathBuf,
    folder: Option<PathBuf>,
}

/// What a program said.
pub(crate) struct Output {
    pub(crate) is_success: bool,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Cargo {
    pub(crate) fn new(folder: Option<&Path>) -> Cargo {
        Cargo {
            program: program("CARGO", "cargo"),
            folder: folder.map(Path::to_owned),
        }
    }

    /// A command of this Cargo.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("CARGO_TERM_COLOR", "never");
        // Types run on this machine, so nothing is built for another one.
        command.env_remove("CARGO_BUILD_TARGET");
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }
}

/// A program of the toolchain: as the variable says, which Cargo sets for its subcommands, else from `PATH`.
pub(super) fn program(variable: &str, name: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| PathBuf::from(name), PathBuf::from)
}

/// Runs a command to its end, or until the audit is interrupted: it is ended then, with everything that it started.
///
/// # Errors
/// If it cannot be started.
pub(crate) fn run(command: &mut Command) -> Result<Output, DiscoverError> {
    let program = PathBuf::from(command.get_program());
    let cannot_run = |error| DiscoverError::CannotRun {
        program: program.clone(),
        error,
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // Compilers and build scripts are in the group of their Cargo, and can be ended with it.
    start_group(command);
    let child = command.spawn().map_err(cannot_run)?;
    let id = child.id();
    let (over, is_over) = mpsc::channel::<()>();
    let output = thread::scope(|scope| {
        scope.spawn(move || {
            while is_over.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                if is_interrupted() {
                    return end_group(id);
                }
            }
        });
        let output = child.wait_with_output();
        drop(over);
        output
    });
    let output = output.map_err(cannot_run)?;
    Ok(Output {
        is_success: output.status.success(),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Runs a command that must succeed and returns what it printed.
///
/// # Errors
/// If it cannot be started, or fails.
pub(super) fn text_of(command: &mut Command) -> Result<String, DiscoverError> {
    let output = run(command)?;
    if !output.is_success {
        let error = std::io::Error::other(excerpt(&output.stderr));
        let program = PathBuf::from(command.get_program());
        return Err(DiscoverError::CannotRun { program, error });
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The number of lines of a compiler's output that are worth repeating.
const EXCERPT_LINES: usize = 16;

/// The lines of Cargo's output that say what went wrong: from the first error on, without progress and empty lines.
pub(crate) fn excerpt(stderr: &str) -> String {
    let is_progress = |line: &str| {
        let word = line.trim_start().split(' ').next().unwrap_or_default();
        const PROGRESS: [&str; 11] = [
            "Compiling",
            "Checking",
            "Downloaded",
            "Downloading",
            "Updating",
            "Locking",
            "Adding",
            "Blocking",
            "Fresh",
            "Finished",
            "Documenting",
        ];
        line.starts_with(' ') && PROGRESS.contains(&word)
    };
    let lines: Vec<&str> = stderr
        .lines()
        .filter(|line| !line.trim().is_empty() && !is_progress(line))
        .collect();
    let start = lines.iter().position(|line| line.starts_with("error")).unwrap_or(0);
    let from_error = &lines[start..];
    let mut excerpt = from_error
        .iter()
        .take(EXCERPT_LINES)
        .copied()
        .collect::<Vec<_>>()
        .join("\n");
    if from_error.len() > EXCERPT_LINES {
        excerpt.push_str("\n…");
    }
    excerpt
}

/// The file name of an executable on this system.
pub(super) fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_excerpt_starts_at_the_error_and_is_short() {
        let stderr = "   Compiling a v1.0.0\nwarning: unused\n\nerror[E0425]: cannot find `x`\n --> src/lib.rs:1:1\n";
        assert_eq!(excerpt(stderr), "error[E0425]: cannot find `x`\n --> src/lib.rs:1:1");
        let long = "error: a\n".repeat(100);
        assert_eq!(excerpt(&long).lines().count(), EXCERPT_LINES + 1);
        assert_eq!(excerpt("killed"), "killed");
    }
}
