//! The rustdoc JSON of a crate that was found.

use super::cargo::{excerpt, run};
use super::error::DiscoverError;
use super::project::{short_hash, write_if_new};
use super::source::CrateSource;
use super::toolchain::RUSTDOC_FLAGS;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Documents the crate, or finds what was documented before. A published version never changes; a local crate is documented each
/// time, which costs little once its dependencies are built.
pub(super) fn document(source: &CrateSource) -> Result<PathBuf, DiscoverError> {
    let _lock = lock_builds(source)?;
    let kept = kept_path(source);
    if !source.is_local && kept.is_file() {
        return Ok(kept);
    }
    let mut command = source.toolchain.cargo.command(&["rustdoc", "--lib", "--manifest-path"]);
    command
        .arg(source.project.manifest_path())
        .args(["-p", &source.package_id, "--target-dir"]);
    command.arg(&source.target_folder).arg("--").args(RUSTDOC_FLAGS);
    command
        .env("RUSTDOC", &source.toolchain.wrapper)
        .env("WIREPROOF_RUSTDOC", &source.toolchain.rustdoc);
    let output = run(&mut command)?;
    if !output.is_success {
        let log = source.project.folder.join("cargo.log");
        write_if_new(&log, output.stderr.as_bytes())?;
        return Err(DiscoverError::DoesNotBuild {
            package: source.package.clone(),
            excerpt: excerpt(&output.stderr),
            log,
            hint: match source.is_local {
                true => "",
                false => ", or name a version that builds with this toolchain",
            },
        });
    }
    let written = written_path(source);
    let copy = kept.with_extension("part");
    let parent = kept.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| DiscoverError::io(parent, error))?;
    fs::copy(&written, &copy).map_err(|error| DiscoverError::io(&written, error))?;
    fs::rename(&copy, &kept).map_err(|error| DiscoverError::io(&kept, error))?;
    Ok(kept)
}

/// Waits until no other audit builds into the same folder, and keeps others out until the file is dropped. Cargo's own lock ends
/// with the build, and what it built has a name that the next build uses again.
pub(crate) fn lock_builds(source: &CrateSource) -> Result<File, DiscoverError> {
    let path = source.target_folder.with_extension("lock");
    write_if_new(&path, b"")?;
    let file = File::open(&path).map_err(|error| DiscoverError::io(&path, error))?;
    file.lock().map_err(|error| DiscoverError::io(&path, error))?;
    Ok(file)
}

/// Where the JSON is kept: a file for each crate, version, features, toolchain and set of versions of its dependencies.
fn kept_path(source: &CrateSource) -> PathBuf {
    let lock = fs::read(source.project.folder.join("Cargo.lock")).unwrap_or_default();
    let identity = format!(
        "{} {} {} {}",
        source.package_id,
        source.project.dependency.to_toml(),
        source.toolchain.key,
        short_hash(&lock)
    );
    let name = format!(
        "{}-{}-{}.json",
        source.library,
        source.version,
        short_hash(identity.as_bytes())
    );
    source.work.join("json").join(name)
}

/// Where rustdoc writes; in a folder of the platform, if the user's configuration builds for one.
fn written_path(source: &CrateSource) -> PathBuf {
    let name = format!("{}.json", source.library);
    let usual = source.target_folder.join("doc").join(&name);
    if usual.is_file() {
        return usual;
    }
    let folders = fs::read_dir(&source.target_folder).into_iter().flatten().flatten();
    let mut others = folders.map(|folder| folder.path().join("doc").join(&name));
    others.find(|path| path.is_file()).unwrap_or(usual)
}
