//! `wireproof completions` and `wireproof man`: what a shell and `man` want to know of the command line.

use super::args::{Completions, Man};
use super::{CliError, CliResult, options};
use crate::exit_code::ExitCode;
use std::fs;
use std::io::{self, Write};

/// Writes the completions for a shell.
pub(super) fn completions(completions: &Completions) -> CliResult {
    let mut text = Vec::new();
    clap_complete::generate(completions.shell, &mut options::command(), "wireproof", &mut text);
    let mut out = io::stdout().lock();
    out.write_all(&text)?;
    out.flush()?;
    Ok(ExitCode::Clean)
}

/// Writes a page for each verb into a folder, or the page of the program to standard output.
pub(super) fn man(man: &Man) -> CliResult {
    let command = options::command();
    let Some(folder) = &man.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        let mut out = io::stdout().lock();
        out.write_all(&page)?;
        out.flush()?;
        return Ok(ExitCode::Clean);
    };
    let cannot = |error: io::Error| CliError::unreadable(format!("{}: cannot be written: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(cannot)?;
    clap_mangen::generate_to(command, folder).map_err(cannot)?;
    Ok(ExitCode::Clean)
}
