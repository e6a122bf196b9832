//! The folder of the program: its manifest, its lock file, its source.

use crate::audit::discover::{CrateSource, short_hash};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where the program is built.
#[derive(Debug)]
pub(crate) struct Project<'a> {
    pub(super) source: &'a CrateSource,
    folder: PathBuf,
}

/// The package and the program.
pub(super) const PROGRAM: &str = "wireproof-probe";

impl<'a> Project<'a> {
    /// A folder beside the project in which the crate was found.
    pub(crate) fn beside(source: &'a CrateSource) -> Project<'a> {
        Project::named(source, "probe")
    }

    /// Another, for the types whose runs tell what they read. With the source of one program in the place of the other, each audit
    /// would build both anew.
    pub(crate) fn of_traces(source: &'a CrateSource) -> Project<'a> {
        Project::named(source, "traces")
    }

    fn named(source: &'a CrateSource, name: &str) -> Project<'a> {
        Project {
            source,
            folder: source.project.folder.join(name),
        }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifest's path.
    pub(super) fn manifest_path(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// Writes the manifest, and starts from the lock file with which the crate was documented.
    pub(super) fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(self.folder.join("src"))?;
        write_if_changed(&self.manifest_path(), &self.manifest())?;
        let (from, own) = (
            self.source.project.folder.join("Cargo.lock"),
            self.folder.join("Cargo.lock"),
        );
        let copied = self.folder.join("Cargo.lock.copied");
        if let Ok(text) = fs::read(from)
            && fs::read(&copied).ok().as_ref() != Some(&text)
        {
            fs::write(own, &text)?;
            fs::write(copied, text)?;
        }
        Ok(())
    }

    /// Writes the source.
    pub(super) fn write_source(&self, text: &str) -> io::Result<()> {
        write_if_changed(&self.folder.join("src/main.rs"), text)
    }

    /// Takes the program out of the folder of build products, where the next audit of another crate puts its own. Its name follows
    /// from its source: an audit that goes on running, and starts it again, must not find that for another document.
    pub(super) fn take_program(&self, text: &str) -> io::Result<PathBuf> {
        let suffix = std::env::consts::EXE_SUFFIX;
        let built = self
            .source
            .target_folder
            .join("debug")
            .join(format!("{PROGRAM}{suffix}"));
        let own = self
            .folder
            .join(format!("{PROGRAM}-{}{suffix}", short_hash(text.as_bytes())));
        // A program that runs cannot be overwritten, but replaced.
        let fresh = own.with_extension("new");
        fs::copy(built, &fresh)?;
        fs::rename(fresh, &own)?;
        Ok(own)
    }

    fn manifest(&self) -> String {
        let subject_crate = format!("wireproof-subject = {}\n", subject_crate());
        let manifest = self.source.project.manifest(PROGRAM, &subject_crate);
        // As in the release build of a user, there are no debug assertions. Optimizing the types' code costs far more than it
        // saves; what all of them call is worth it: an untagged enum spends its time in serde's buffers.
        let mut profile =
            "[profile.dev]\nopt-level = 0\ndebug = false\ndebug-assertions = false\noverflow-checks = false\n\
                           incremental = false\n"
                .to_owned();
        for package in ["serde", "serde_core", "serde_json", "wireproof-subject"] {
            profile += &format!("\n[profile.dev.package.{package}]\nopt-level = 2\n");
        }
        format!("{manifest}\n{profile}")
    }
}

/// The thin subject crate as a dependency: that of the checkout in which this program was built, or the published one of the
/// same version.
fn subject_crate() -> String {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/wireproof-subject");
    match beside.join("Cargo.toml").is_file() {
        true => format!("{{ path = {} }}", serde_json::Value::from(beside.to_string_lossy())),
        false => format!("\"={}\"", env!("CARGO_PKG_VERSION")),
    }
}

/// Writes a file unless it says the same already: cargo builds anew what is newer.
fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(old) if old == text => Ok(()),
        _ => fs::write(path, text),
    }
}
