//! The dependencies of what is written, added by `cargo add`.

use super::relative::from_folder;
use crate::audit::discover::{Cargo, DiscoverError, excerpt, run};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What became of a dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Added {
    New(&'static str),
    /// The manifest has it already.
    Kept(&'static str),
    /// Cargo refuses it: the command that adds it, and the reason.
    Refused {
        command: String,
        reason: String,
    },
}

/// The crates that a test and the program with the types need; whether with default features, and where in the checkout they are.
const CRATES: [(&str, bool, &str); 2] = [
    ("wireproof", false, ""),
    ("wireproof-subject", true, "crates/wireproof-subject"),
];

/// Adds the crates to the `dev-dependencies` of a manifest that lacks them. They are those of the checkout in which this program was
/// built, if it is there, or else of the registry.
///
/// # Errors
/// When Cargo cannot be started.
pub(crate) fn add_dependencies(manifest: &Path) -> Result<Vec<Added>, DiscoverError> {
    // What is wrong with a manifest that cannot be read, Cargo says below.
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let cargo = Cargo::new(manifest.parent());
    let add = |(name, has_default_features, place): &(&'static str, bool, &str)| {
        if has_dependency(&text, name) {
            return Ok(Added::Kept(name));
        }
        let mut words: Vec<OsString> = ["add", "--dev", "--manifest-path"].map(OsString::from).to_vec();
        words.push(manifest.into());
        match checkout(place) {
            Some(checkout) => words.extend(["--path".into(), checkout.into_os_string()]),
            None => words.push(format!("{name}@{}", env!("CARGO_PKG_VERSION")).into()),
        }
        if !has_default_features {
            words.push("--no-default-features".into());
        }
        let output = run(cargo.command(&[]).args(&words))?;
        if output.is_success {
            return Ok(Added::New(name));
        }
        let shown: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        Ok(Added::Refused {
            command: format!("cargo {}", shown.join(" ")),
            reason: excerpt(&output.stderr),
        })
    };
    CRATES.iter().map(add).collect()
}

/// The lines by which a manifest in a folder below the crate's names the same crates.
pub(super) fn lines_below(folder: &Path) -> String {
    let line = |(name, has_default_features, place): &(&str, bool, &str)| {
        let source = match checkout(place) {
            Some(checkout) => {
                let path = from_folder(folder, &checkout);
                let above = if Path::new(&path).is_absolute() { "" } else { "../" };
                format!("path = {}", toml::Value::from(format!("{above}{path}")))
            }
            None => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
        };
        let features = if *has_default_features {
            ""
        } else {
            ", default-features = false"
        };
        format!("{name} = {{ {source}{features} }}\n")
    };
    CRATES.iter().map(line).collect()
}

/// The checkout in which this program was built, if it is there.
fn checkout(place: &str) -> Option<PathBuf> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    checkout.join("Cargo.toml").is_file().then_some(checkout)
}

fn has_dependency(manifest: &str, name: &str) -> bool {
    let table: Option<toml::Table> = toml::from_str(manifest).ok();
    table.is_some_and(|table| {
        ["dependencies", "dev-dependencies"]
            .iter()
            .any(|section| table.get(*section).is_some_and(|section| section.get(name).is_some()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_is_there_is_found() {
        let manifest = "[dev-dependencies]\nwireproof = { path = \"..\" }\n[dependencies]\nserde = \"1\"\n";
        assert!(has_dependency(manifest, "wireproof"));
        assert!(!has_dependency(manifest, "wireproof-subject"));
        assert!(!has_dependency("not [ toml", "wireproof"));
    }
}
