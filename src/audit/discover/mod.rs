//! The crate that is audited, and its rustdoc JSON.
//!
//! A small Cargo project that depends on the crate is written into a folder for work, so that no existing manifest or lock file is
//! touched. Cargo resolves and builds in that project; rustdoc runs there on the one crate.

mod cargo;
mod error;
mod features;
mod locate;
mod metadata;
mod project;
mod rustdoc;
mod source;
mod target;
mod toolchain;

pub(crate) use cargo::{Cargo, excerpt, run};
pub(crate) use error::DiscoverError;
pub(crate) use features::FeatureSelection;
pub(crate) use project::{Dependency, Project, short_hash};
pub(crate) use rustdoc::lock_builds;
pub(crate) use source::CrateSource;
pub(crate) use target::{AuditTarget, work_folder};
pub(crate) use toolchain::{SUPPORTED_FORMATS, Toolchain};

use std::path::{Path, PathBuf};

/// A crate with its rustdoc JSON.
#[derive(Debug, Clone)]
pub(crate) struct Discovered {
    pub(crate) source: CrateSource,
    /// The rustdoc JSON, complete and of a supported format.
    pub(crate) json: PathBuf,
}

/// Finds a crate and documents it as JSON. `work` is the folder for generated projects, builds and documentation.
///
/// # Errors
/// If the crate does not exist, has no library or does not build, or if the toolchain cannot write what is needed.
pub(crate) fn discover(
    target: &AuditTarget,
    features: &FeatureSelection,
    work: &Path,
) -> Result<Discovered, DiscoverError> {
    let work = project::prepare_work_folder(work)?;
    let toolchain = Toolchain::detect(target.folder(), &work)?;
    let source = locate::locate(target, features, &work, toolchain)?;
    let json = rustdoc::document(&source)?;
    Ok(Discovered { source, json })
}
