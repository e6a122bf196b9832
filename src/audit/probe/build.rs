//! One run of cargo.

use super::diagnostic::{Diagnostic, errors};
use super::project::{PROGRAM, Project};
use crate::audit::discover::{DiscoverError, excerpt, run};

/// What came of a build.
pub(super) enum Outcome {
    Built,
    /// The compiler refuses the program.
    Refused(Vec<Diagnostic>),
    /// Cargo failed otherwise; what it says.
    Failed(String),
}

/// Builds the program once.
pub(super) fn build_once(project: &Project<'_>) -> Result<Outcome, DiscoverError> {
    let source = project.source;
    let mut command = source
        .toolchain
        .cargo
        .command(&["build", "--message-format", "json", "--manifest-path"]);
    command
        .arg(project.manifest_path())
        .arg("--target-dir")
        .arg(&source.target_folder);
    let output = run(&mut command)?;
    if output.is_success {
        return Ok(Outcome::Built);
    }
    let found = errors(&String::from_utf8_lossy(&output.stdout), PROGRAM);
    Ok(match found.is_empty() {
        true => Outcome::Failed(excerpt(&output.stderr)),
        false => Outcome::Refused(found),
    })
}
