//! What `cargo metadata` says.

use super::cargo::{Cargo, excerpt, run};
use super::error::DiscoverError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The parts of `cargo metadata` that are needed.
#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    pub(super) packages: Vec<Package>,
    pub(super) workspace_root: PathBuf,
    pub(super) target_directory: PathBuf,
    #[serde(default)]
    resolve: Option<Resolve>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) id: String,
    pub(super) manifest_path: PathBuf,
    pub(super) features: BTreeMap<String, serde::de::IgnoredAny>,
    targets: Vec<TargetOfPackage>,
}

#[derive(Debug, Deserialize)]
struct TargetOfPackage {
    name: String,
    kind: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    root: Option<String>,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

impl Metadata {
    /// The packages of a workspace, without their dependencies. Neither the network nor the lock file is touched.
    pub(super) fn of_workspace(cargo: &Cargo, manifest: &Path) -> Result<Metadata, DiscoverError> {
        let mut command = cargo.command(&["metadata", "--no-deps", "--format-version", "1", "--manifest-path"]);
        let output = run(command.arg(manifest))?;
        if !output.is_success {
            return Err(DiscoverError::Unreadable {
                path: manifest.to_owned(),
                reason: excerpt(&output.stderr),
            });
        }
        Metadata::parse(&output.stdout)
    }

    pub(super) fn parse(json: &[u8]) -> Result<Metadata, DiscoverError> {
        serde_json::from_slice(json).map_err(|error| DiscoverError::Unreadable {
            path: PathBuf::from("cargo metadata"),
            reason: error.to_string(),
        })
    }

    /// The package that the root package depends on, if it is one with a library.
    pub(super) fn dependency_of_root(&self) -> Option<&Package> {
        let resolve = self.resolve.as_ref()?;
        let root = resolve
            .nodes
            .iter()
            .find(|node| Some(&node.id) == resolve.root.as_ref())?;
        let id = root.dependencies.first()?;
        self.packages.iter().find(|package| &package.id == id)
    }
}

impl Package {
    /// The name of the library in Rust code.
    pub(super) fn library(&self) -> Option<String> {
        let is_library = |kind: &String| ["lib", "rlib", "dylib", "cdylib", "staticlib"].contains(&kind.as_str());
        let library = self.targets.iter().find(|target| target.kind.iter().any(is_library))?;
        Some(library.name.replace('-', "_"))
    }

    pub(super) fn feature_names(&self) -> Vec<String> {
        self.features.keys().cloned().collect()
    }
}
