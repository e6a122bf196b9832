//! The package that a target means, and the generated project that depends on it.

use super::cargo::{Cargo, Output, excerpt, run};
use super::error::DiscoverError;
use super::features::FeatureSelection;
use super::metadata::{Metadata, Package};
use super::project::{Dependency, Project, Requirement, patches, short_hash, write_if_new};
use super::source::CrateSource;
use super::target::AuditTarget;
use super::toolchain::Toolchain;
use std::path::{Path, PathBuf};

/// Finds the crate, and writes the project that depends on it.
pub(super) fn locate(
    target: &AuditTarget,
    features: &FeatureSelection,
    work: &Path,
    toolchain: Toolchain,
) -> Result<CrateSource, DiscoverError> {
    let cargo = &toolchain.cargo;
    let (dependency, workspace) = match target {
        AuditTarget::Registry { name, version } => {
            let version = match version {
                Some(version) => version.clone(),
                None => newest(name, work)?,
            };
            (unfeatured(name, Requirement::Version(version)), None)
        }
        AuditTarget::Local { manifest, package } => {
            let metadata = Metadata::of_workspace(cargo, manifest)?;
            let package = local_package(&metadata, manifest, package.as_deref())?;
            let no_library = || DiscoverError::NoLibrary {
                package: package.name.clone(),
            };
            package.library().ok_or_else(no_library)?;
            let folder = package.manifest_path.parent().unwrap_or(Path::new("/")).to_owned();
            (
                unfeatured(&package.name, Requirement::Path(folder)),
                Some(metadata.workspace_root.clone()),
            )
        }
    };
    let mut project = Project {
        folder: project_folder(work, &dependency, features),
        dependency,
        patches: workspace.as_deref().map(patches).transpose()?.unwrap_or_default(),
    };
    if let Some(workspace) = &workspace {
        project.start_from_lock(&workspace.join("Cargo.lock"))?;
    }
    // The features are checked against those that exist, which only the resolved package tells.
    let mut metadata = resolve(&project, &toolchain, work)?;
    if *features != FeatureSelection::default() {
        let existing = the_package(&metadata, &project)?.feature_names();
        project.dependency.features = checked_features(&project.dependency.package, features, &existing)?;
        metadata = resolve(&project, &toolchain, work)?;
    }
    let package = the_package(&metadata, &project)?;
    let no_library = || DiscoverError::NoLibrary {
        package: package.name.clone(),
    };
    Ok(CrateSource {
        package: package.name.clone(),
        library: package.library().ok_or_else(no_library)?,
        version: package.version.clone(),
        package_id: package.id.clone(),
        folder: package.manifest_path.parent().unwrap_or(Path::new("/")).to_owned(),
        is_local: workspace.is_some(),
        workspace,
        existing_features: package.feature_names(),
        work: work.to_owned(),
        target_folder: work.join("build").join(&toolchain.key),
        project,
        toolchain,
    })
}

fn unfeatured(package: &str, requirement: Requirement) -> Dependency {
    Dependency {
        package: package.to_owned(),
        requirement,
        features: FeatureSelection::default(),
    }
}

/// A folder for each crate, version and selection of features, readable and distinct.
fn project_folder(work: &Path, dependency: &Dependency, features: &FeatureSelection) -> PathBuf {
    let (label, path) = match &dependency.requirement {
        Requirement::Version(version) => (version.as_str(), None),
        Requirement::Path(path) => ("local", Some(path)),
    };
    let hash = short_hash(format!("{path:?} {features:?}").as_bytes());
    work.join("crates")
        .join(format!("{}-{label}-{hash}", dependency.package))
}

/// The member of the workspace that is meant.
fn local_package<'a>(
    metadata: &'a Metadata,
    manifest: &Path,
    package: Option<&str>,
) -> Result<&'a Package, DiscoverError> {
    let members = || {
        let names: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
        names.join(", ")
    };
    if let Some(name) = package {
        let no_package = || DiscoverError::NoSuchPackage {
            name: name.to_owned(),
            members: members(),
        };
        return metadata
            .packages
            .iter()
            .find(|package| package.name == name)
            .ok_or_else(no_package);
    }
    let same = |package: &&Package| {
        package.manifest_path == manifest || package.manifest_path.canonicalize().ok() == manifest.canonicalize().ok()
    };
    match (metadata.packages.iter().find(same), &*metadata.packages) {
        (Some(package), _) | (None, [package]) => Ok(package),
        (None, _) => Err(DiscoverError::SeveralPackages {
            manifest: manifest.to_owned(),
            members: members(),
        }),
    }
}

/// Writes the project and has its dependencies resolved.
fn resolve(project: &Project, toolchain: &Toolchain, work: &Path) -> Result<Metadata, DiscoverError> {
    project.write()?;
    let arguments = [
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        &toolchain.host,
        "--manifest-path",
    ];
    let output = run(toolchain.cargo.command(&arguments).arg(project.manifest_path()))?;
    match output.is_success {
        true => Metadata::parse(&output.stdout),
        false => Err(why_not_resolved(project, &output, work)),
    }
}

/// Reads Cargo's message, which has no other form.
fn why_not_resolved(project: &Project, output: &Output, work: &Path) -> DiscoverError {
    let name = &project.dependency.package;
    let stderr = &output.stderr;
    if let Requirement::Version(version) = &project.dependency.requirement {
        if stderr.contains(&format!("no matching package named `{name}` found")) {
            return DiscoverError::NoSuchCrate(name.clone());
        }
        if stderr.contains(&format!("failed to select a version for the requirement `{name} =")) {
            return DiscoverError::NoSuchVersion {
                name: name.clone(),
                version: version.clone(),
                newest: newest(name, work).ok(),
            };
        }
    }
    failed_with(project, stderr)
}

/// An error with Cargo's own words.
fn failed_with(project: &Project, stderr: &str) -> DiscoverError {
    let log = project.folder.join("cargo.log");
    match write_if_new(&log, stderr.as_bytes()) {
        Ok(()) => DiscoverError::Cargo {
            excerpt: excerpt(stderr),
            log,
        },
        Err(error) => error,
    }
}

/// The audited package. Cargo leaves out a dependency without a library.
fn the_package<'a>(metadata: &'a Metadata, project: &Project) -> Result<&'a Package, DiscoverError> {
    metadata.dependency_of_root().ok_or_else(|| DiscoverError::NoLibrary {
        package: project.dependency.package.clone(),
    })
}

fn checked_features(
    package: &str,
    features: &FeatureSelection,
    existing: &[String],
) -> Result<FeatureSelection, DiscoverError> {
    let resolved = features.resolved(existing);
    match resolved.features.iter().find(|feature| !existing.contains(feature)) {
        None => Ok(resolved),
        Some(feature) => Err(DiscoverError::NoSuchFeature {
            package: package.to_owned(),
            feature: feature.clone(),
            existing: if existing.is_empty() {
                "none".to_owned()
            } else {
                existing.join(", ")
            },
        }),
    }
}

/// The newest version of a crate, pre-releases included: some crates have no other.
fn newest(name: &str, work: &Path) -> Result<String, DiscoverError> {
    // In a project of its own, since in another one Cargo prefers the version of that one's lock file.
    let project = work.join("registry");
    let manifest =
        b"[package]\nname = \"wireproof-registry\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    write_if_new(&project.join("Cargo.toml"), manifest)?;
    write_if_new(&project.join("src/lib.rs"), b"")?;
    let output = run(&mut Cargo::new(Some(&project)).command(&["info", "--color", "never", name]))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.lines().find_map(|line| line.strip_prefix("version: "));
    match version.and_then(|line| line.split_whitespace().next()) {
        Some(version) => Ok(version.to_owned()),
        None if output.stderr.contains("could not find") => Err(DiscoverError::NoSuchCrate(name.to_owned())),
        None => {
            let log = project.join("cargo.log");
            write_if_new(&log, output.stderr.as_bytes())?;
            Err(DiscoverError::Cargo {
                excerpt: excerpt(&output.stderr),
                log,
            })
        }
    }
}
