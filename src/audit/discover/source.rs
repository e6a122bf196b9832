//! A crate that was found.

use super::project::Project;
use super::toolchain::Toolchain;
use std::path::PathBuf;

/// A crate, where it is, and how it is built.
#[derive(Debug, Clone)]
pub(crate) struct CrateSource {
    pub(crate) package: String,
    /// The name that Rust code uses for the library.
    pub(crate) library: String,
    pub(crate) version: String,
    /// Cargo's id of the package.
    pub(super) package_id: String,
    /// The folder of the crate's manifest.
    pub(crate) folder: PathBuf,
    /// The root of its workspace, for a crate on this machine.
    pub(crate) workspace: Option<PathBuf>,
    /// Whether its sources may change between two runs.
    pub(crate) is_local: bool,
    /// The features that the crate has.
    pub(crate) existing_features: Vec<String>,
    /// The folder for work, shared by all audits.
    pub(crate) work: PathBuf,
    /// The target folder for all builds with this toolchain, so that dependencies are built once.
    pub(crate) target_folder: PathBuf,
    pub(crate) project: Project,
    pub(crate) toolchain: Toolchain,
}
