//! `cargo wireproof VERB …` is `wireproof VERB …`: cargo starts this program, which starts the one beside it.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::{env, io};

fn main() -> ExitCode {
    // Cargo gives the name of the command first. Whoever starts this program without cargo need not.
    let mut arguments = env::args_os().skip(1).peekable();
    arguments.next_if(|word| word == "wireproof");
    match run(arguments.collect()) {
        Ok(code) => code,
        Err(error) => {
            // When standard error is closed, a message cannot be shown.
            let _ = writeln!(io::stderr(), "error: wireproof cannot be started: {error}");
            ExitCode::from(2)
        }
    }
}

/// The program beside this one, else the one in the search path.
fn program() -> PathBuf {
    let name = format!("wireproof{}", env::consts::EXE_SUFFIX);
    let beside = env::current_exe()
        .ok()
        .and_then(|path| Some(path.parent()?.join(&name)));
    beside.filter(|path| path.is_file()).unwrap_or_else(|| name.into())
}

/// Becomes the program, so that signals reach it.
#[cfg(unix)]
fn run(arguments: Vec<OsString>) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(Command::new(program()).args(arguments).exec())
}

/// Runs the program, and ends as it does.
#[cfg(not(unix))]
fn run(arguments: Vec<OsString>) -> io::Result<ExitCode> {
    let status = Command::new(program()).args(arguments).status()?;
    Ok(ExitCode::from(
        status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(70),
    ))
}
