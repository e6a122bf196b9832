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
    /// A dependency does not compile; what cargo says.
    Dependency {
        package: String,
        said: String,
    },
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
        true => match uncompiled(&output.stderr).filter(|package| *package != PROGRAM) {
            Some(package) => Outcome::Dependency {
                package: package.to_owned(),
                said: excerpt(&output.stderr),
            },
            None => Outcome::Failed(excerpt(&output.stderr)),
        },
        false => Outcome::Refused(found),
    })
}

/// The package that cargo says does not compile.
fn uncompiled(said: &str) -> Option<&str> {
    let (_, behind) = said.split_once("could not compile `")?;
    Some(behind.split_once('`')?.0)
}

#[cfg(test)]
mod tests {
    use super::uncompiled;

    #[test]
    fn the_package_that_does_not_compile_is_named() {
        let said = "error[E0433]: no `private` in `serde`\nerror: could not compile `pets-types` (lib) due to 1 previous error";
        assert_eq!(uncompiled(said), Some("pets-types"));
        assert_eq!(uncompiled("error: no matching package"), None);
    }
}
