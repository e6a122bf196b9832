//! One run of cargo.

use super::diagnostic::{Diagnostic, errors};
use super::project::{PROGRAM, Project};
use std::process::{Command, Stdio};

/// What came of a build.
pub(super) enum Outcome {
    Built,
    /// The compiler refuses the program.
    Refused(Vec<Diagnostic>),
    /// Cargo failed otherwise; its last lines.
    Failed(String),
}

/// Builds the program once.
pub(super) fn run(project: &Project) -> std::io::Result<Outcome> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(&project.folder)
        .args(["build", "--quiet", "--message-format", "json", "--target-dir"])
        .arg(&project.target)
        .stdin(Stdio::null());
    if let Some(jobs) = project.jobs {
        command.args(["--jobs", &jobs.to_string()]);
    }
    // What an outer cargo sets for its own build is not meant for this one.
    for name in ["CARGO_TARGET_DIR", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env_remove(name);
    }
    let output = command.output()?;
    if output.status.success() {
        return Ok(Outcome::Built);
    }
    let found = errors(&String::from_utf8_lossy(&output.stdout), PROGRAM);
    Ok(match found.is_empty() {
        true => Outcome::Failed(tail(&String::from_utf8_lossy(&output.stderr))),
        false => Outcome::Refused(found),
    })
}

/// The last lines of what cargo said.
fn tail(text: &str) -> String {
    const MOST_LINES: usize = 20;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(MOST_LINES)..].join("\n")
}
