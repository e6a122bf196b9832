//! The generated Cargo project that depends on the audited crate.

use super::error::DiscoverError;
use super::features::FeatureSelection;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The audited crate, as another package depends on it.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) package: String,
    pub(crate) requirement: Requirement,
    /// The features by name; `all` is resolved already.
    pub(crate) features: FeatureSelection,
}

#[derive(Debug, Clone)]
pub(crate) enum Requirement {
    /// Exactly this version of the registry.
    Version(String),
    /// The crate in this folder.
    Path(PathBuf),
}

/// A generated project. Another one beside it, such as the probe, starts from the same parts, so that it builds the same versions.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
    pub(crate) dependency: Dependency,
    /// The `[patch]` tables of the audited crate's workspace, with absolute paths.
    pub(crate) patches: String,
}

impl Dependency {
    /// The dependency as an inline table of a manifest.
    pub(crate) fn to_toml(&self) -> String {
        let requirement = match &self.requirement {
            Requirement::Version(version) => format!("version = {}", quoted(&format!("={version}"))),
            Requirement::Path(path) => format!("path = {}", quoted(&path.to_string_lossy())),
        };
        let default = if self.features.without_default {
            ", default-features = false"
        } else {
            ""
        };
        let features: Vec<String> = self.features.features.iter().map(|name| quoted(name)).collect();
        format!(
            "{{ package = {}, {requirement}{default}, features = [{}] }}",
            quoted(&self.package),
            features.join(", ")
        )
    }
}

impl Project {
    /// The manifest of a package of this name that depends on the audited crate as `audited`, and on more.
    pub(crate) fn manifest(&self, name: &str, more_dependencies: &str) -> String {
        format!(
            "[package]\nname = {}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\nresolver = \"2\"\n\n\
             [dependencies]\naudited = {}\n{more_dependencies}\n{}",
            quoted(name),
            self.dependency.to_toml(),
            self.patches
        )
    }

    pub(crate) fn manifest_path(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// Writes the project.
    pub(super) fn write(&self) -> Result<(), DiscoverError> {
        write_if_new(&self.manifest_path(), self.manifest("wireproof-audited", "").as_bytes())?;
        write_if_new(
            &self.folder.join("src/lib.rs"),
            b"//! Depends on the crate that wireproof audits.\n",
        )
    }

    /// Starts from a lock file, whenever that one has changed since the last time.
    pub(super) fn start_from_lock(&self, lock: &Path) -> Result<(), DiscoverError> {
        let Ok(text) = fs::read(lock) else {
            return Ok(());
        };
        let copied = self.folder.join("Cargo.lock.copied");
        if fs::read(&copied).ok().as_ref() != Some(&text) {
            write_if_new(&self.folder.join("Cargo.lock"), &text)?;
            write_if_new(&copied, &text)?;
        }
        Ok(())
    }
}

/// The `[patch]` tables of a workspace's manifest, for a manifest elsewhere.
pub(super) fn patches(workspace: &Path) -> Result<String, DiscoverError> {
    let path = workspace.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| DiscoverError::io(&path, error))?;
    let manifest: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| DiscoverError::Unreadable {
            path,
            reason: error.to_string(),
        })?;
    let Some(toml::Value::Table(patch)) = manifest.get("patch") else {
        return Ok(String::new());
    };
    let mut patch = patch.clone();
    let tables = patch.iter_mut().filter_map(|(_, table)| table.as_table_mut());
    for dependency in tables.flat_map(|table| table.iter_mut().map(|(_, dependency)| dependency)) {
        if let Some(toml::Value::String(path)) = dependency.get_mut("path") {
            *path = workspace.join(&*path).to_string_lossy().into_owned();
        }
    }
    let mut outer = toml::Table::new();
    outer.insert("patch".to_owned(), toml::Value::Table(patch));
    Ok(outer.to_string())
}

/// Creates the folder for work, out of version control's sight, and returns its absolute path.
pub(super) fn prepare_work_folder(work: &Path) -> Result<PathBuf, DiscoverError> {
    let failed = |error| DiscoverError::io(work, error);
    fs::create_dir_all(work).map_err(failed)?;
    let work = std::path::absolute(work).map_err(failed)?;
    write_if_new(&work.join(".gitignore"), b"*\n")?;
    Ok(work)
}

/// Writes a file unless it has this content, so that Cargo sees a change only where there is one.
pub(super) fn write_if_new(path: &Path, content: &[u8]) -> Result<(), DiscoverError> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(path, content));
    written.map_err(|error| DiscoverError::io(path, error))
}

/// The first characters of a hash, enough to tell the entries of a folder apart.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// A string of TOML. A string of JSON is one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_is_toml_and_asks_for_the_features() {
        let project = Project {
            folder: PathBuf::from("/work"),
            dependency: Dependency {
                package: "some-crate".to_owned(),
                requirement: Requirement::Path(PathBuf::from("/with \"quotes\"")),
                features: FeatureSelection {
                    features: vec!["a".to_owned(), "b".to_owned()],
                    all: false,
                    without_default: true,
                },
            },
            patches: String::new(),
        };
        let manifest: toml::Table = project.manifest("probe", "serde = \"1\"").parse().unwrap();
        let audited = &manifest["dependencies"]["audited"];
        assert_eq!(audited["package"].as_str(), Some("some-crate"));
        assert_eq!(audited["path"].as_str(), Some("/with \"quotes\""));
        assert_eq!(audited["default-features"].as_bool(), Some(false));
        assert_eq!(audited["features"].as_array().map(Vec::len), Some(2));
        assert_eq!(manifest["dependencies"]["serde"].as_str(), Some("1"));
    }

    #[test]
    fn patches_are_taken_along_with_absolute_paths() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[patch.crates-io]\na = { path = \"vendor/a\" }\nb = { git = \"https://example.org/b\" }\n";
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        let patches: toml::Table = patches(folder.path()).unwrap().parse().unwrap();
        let path = patches["patch"]["crates-io"]["a"]["path"].as_str().unwrap();
        assert_eq!(Path::new(path), folder.path().join("vendor/a"));
        assert!(patches["patch"]["crates-io"]["b"]["git"].is_str());
    }
}
