//! What the user names: a crate of the registry, or a folder.

use super::cargo::Cargo;
use super::error::DiscoverError;
use super::metadata::Metadata;
use std::path::{Path, PathBuf};

/// A crate to audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AuditTarget {
    /// `NAME` or `NAME@VERSION` of the registry. Without a version it is the newest.
    Registry { name: String, version: Option<String> },
    /// A crate on this machine, by the path of its manifest; `package` names the member of a workspace.
    Local { manifest: PathBuf, package: Option<String> },
}

impl AuditTarget {
    /// Reads a target as the command line has it: a path if it names a file or a folder, or looks like a path, else a crate of the
    /// registry.
    ///
    /// # Errors
    /// If it is neither.
    pub(crate) fn parse(text: &str, package: Option<&str>) -> Result<AuditTarget, DiscoverError> {
        let path = Path::new(text);
        let looks_like_path = text.starts_with('.') || text.contains(std::path::MAIN_SEPARATOR) || text.contains('/');
        if looks_like_path || path.join("Cargo.toml").is_file() {
            return AuditTarget::local(path, package);
        }
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version.trim_start_matches('=').to_owned())),
            None => (text, None),
        };
        let is_name = |text: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_'))
        };
        // Both are written into a manifest.
        let is_version = |text: &String| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '.' | '+'))
        };
        if !is_name(name) || !version.iter().all(is_version) {
            return Err(DiscoverError::NotATarget(text.to_owned()));
        }
        Ok(AuditTarget::Registry {
            name: name.to_owned(),
            version,
        })
    }

    /// The crate of a folder, or of a manifest.
    ///
    /// # Errors
    /// If there is no manifest.
    pub(crate) fn local(path: &Path, package: Option<&str>) -> Result<AuditTarget, DiscoverError> {
        let manifest = if path.is_dir() {
            path.join("Cargo.toml")
        } else {
            path.to_owned()
        };
        if !manifest.is_file() {
            return Err(DiscoverError::NoManifest(path.to_owned()));
        }
        let manifest = std::path::absolute(&manifest).map_err(|error| DiscoverError::io(&manifest, error))?;
        Ok(AuditTarget::Local {
            manifest,
            package: package.map(str::to_owned),
        })
    }

    /// The folder in which Cargo and rustup look for their configuration; `None` is the current one.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            AuditTarget::Registry { .. } => None,
            AuditTarget::Local { manifest, .. } => manifest.parent(),
        }
    }
}

/// Where an audit works unless it is told: `wireproof` in the target folder of the audited project, or of the project around the
/// current folder, or `.wireproof` here.
pub(crate) fn work_folder(target: &AuditTarget) -> PathBuf {
    let manifest = match target {
        AuditTarget::Local { manifest, .. } => Some(manifest.clone()),
        AuditTarget::Registry { .. } => std::env::current_dir().ok().and_then(|folder| {
            let manifests = folder.ancestors().map(|folder| folder.join("Cargo.toml"));
            manifests.into_iter().find(|manifest| manifest.is_file())
        }),
    };
    let metadata = manifest.and_then(|manifest| Metadata::of_workspace(&Cargo::new(manifest.parent()), &manifest).ok());
    match metadata {
        Some(metadata) => metadata.target_directory.join("wireproof"),
        None => match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => PathBuf::from(folder).join("wireproof"),
            None => PathBuf::from(".wireproof/audit"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry(name: &str, version: Option<&str>) -> AuditTarget {
        AuditTarget::Registry {
            name: name.to_owned(),
            version: version.map(str::to_owned),
        }
    }

    #[test]
    fn crates_are_told_from_paths() {
        let parse = |text| AuditTarget::parse(text, None);
        assert_eq!(parse("serde-x").unwrap(), registry("serde-x", None));
        assert_eq!(parse("a@1.2.3-rc.1+x").unwrap(), registry("a", Some("1.2.3-rc.1+x")));
        assert_eq!(parse("a@=1.2.3").unwrap(), registry("a", Some("1.2.3")));
        assert!(matches!(parse("./nothing/here"), Err(DiscoverError::NoManifest(_))));
        assert!(matches!(parse("a@\"1\""), Err(DiscoverError::NotATarget(_))));
        assert!(matches!(parse("a b"), Err(DiscoverError::NotATarget(_))));
        let here = AuditTarget::local(Path::new(env!("CARGO_MANIFEST_DIR")), None).unwrap();
        assert_eq!(here.folder(), Some(Path::new(env!("CARGO_MANIFEST_DIR"))));
    }
}
