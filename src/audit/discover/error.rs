//! Why a crate cannot be audited, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a crate cannot be audited. Each message ends with the next step.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DiscoverError {
    #[error(
        "`{0}` is neither a crate of the registry (NAME or NAME@VERSION) nor a folder with a Cargo.toml; correct the name, or \
         give a path"
    )]
    NotATarget(String),
    #[error("{path}: there is no Cargo.toml; give the folder of a crate, or NAME@VERSION of a published one", path = .0.display())]
    NoManifest(PathBuf),
    #[error("there is no crate `{0}` in the registry; look for a misspelling, or give the path of a local crate")]
    NoSuchCrate(String),
    #[error("crate `{name}` has no version {version}{newest}; name another one", newest = .newest.as_ref().map(|newest| format!(" (the newest is {newest})")).unwrap_or_default())]
    NoSuchVersion {
        name: String,
        version: String,
        newest: Option<String>,
    },
    #[error("crate `{package}` has no feature `{feature}`; it has {existing}")]
    NoSuchFeature {
        package: String,
        feature: String,
        existing: String,
    },
    #[error("{manifest} is a workspace; choose a crate with --package: {members}", manifest = .manifest.display())]
    SeveralPackages { manifest: PathBuf, members: String },
    #[error("the workspace has no package `{name}`; it has {members}")]
    NoSuchPackage { name: String, members: String },
    #[error(
        "crate `{package}` has no library, so its types cannot be used by another crate; move them into a src/lib.rs"
    )]
    NoLibrary { package: String },
    #[error(
        "no type of crate `{package}` implements Deserialize or Serialize with these features; if they are behind a feature, switch \
         it on with --features{features}",
        features = features_of(.existing)
    )]
    NoSerdeTypes { package: String, existing: Vec<String> },
    #[error("crate `{package}` does not build:\n{excerpt}\nThe whole output is in {log}; build it with these features first{hint}", log = .log.display())]
    DoesNotBuild {
        package: String,
        excerpt: String,
        log: PathBuf,
        hint: &'static str,
    },
    #[error("Cargo failed:\n{excerpt}\nThe whole output is in {log}", log = .log.display())]
    Cargo { excerpt: String, log: PathBuf },
    #[error("{program} cannot be run: {error}; install Rust (https://rustup.rs), or put it into PATH", program = .program.display())]
    CannotRun { program: PathBuf, error: io::Error },
    #[error("{release} has no rustdoc that writes JSON: {reason}; {WORKING}")]
    NoRustdocJson { release: String, reason: String },
    #[error("rustdoc of {release} writes JSON of format {found}, and formats {supported} are known; {WORKING}")]
    UnknownFormat {
        release: String,
        found: u32,
        supported: String,
    },
    #[error("rustdoc of {release} leaves attributes such as #[serde(rename)] out of its JSON; {WORKING}")]
    AttributesDropped { release: String },
    #[error("{path}: {error}", path = .path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("{path}: {reason}; remove the file and run again", path = .path.display())]
    Unreadable { path: PathBuf, reason: String },
}

/// Toolchains that are known to work, as the next step.
const WORKING: &str =
    "choose another toolchain, for instance `RUSTUP_TOOLCHAIN=1.95.0` (stable 1.91 to 1.95 keep what is needed)";

impl DiscoverError {
    pub(super) fn io(path: &Path, error: io::Error) -> DiscoverError {
        DiscoverError::Io {
            path: path.to_owned(),
            error,
        }
    }
}

fn features_of(existing: &[String]) -> String {
    match existing {
        [] => String::new(),
        _ => format!(" (it has {})", existing.join(", ")),
    }
}
