//! The folder of the program: its manifest, its lock file, its source.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where and how the program is built.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    /// The folder of the program.
    pub(crate) folder: PathBuf,
    /// The folder of build products, shared by all audits with one toolchain.
    pub(crate) target: PathBuf,
    /// The audited crate as a line of `[dependencies]`.
    pub(crate) dependency: String,
    /// A lock file to start from: that of the workspace of a local crate.
    pub(crate) lock: Option<PathBuf>,
    /// The features are those of the audited crate; what the line of the dependency does not say, cargo decides.
    pub(crate) jobs: Option<usize>,
}

impl Project {
    /// Writes the manifest, and a lock file if there is one to start from and none yet.
    pub(super) fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(self.folder.join("src"))?;
        write_if_changed(&self.folder.join("Cargo.toml"), &self.manifest())?;
        let lock = self.folder.join("Cargo.lock");
        if let Some(from) = &self.lock
            && !lock.exists()
        {
            fs::copy(from, lock)?;
        }
        Ok(())
    }

    /// Writes the source.
    pub(super) fn write_source(&self, text: &str) -> io::Result<()> {
        write_if_changed(&self.folder.join("src/main.rs"), text)
    }

    /// Takes the program out of the folder of build products, where the next audit of another crate puts its own.
    pub(super) fn take_program(&self) -> io::Result<PathBuf> {
        let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
        let (built, own) = (self.target.join("debug").join(&name), self.folder.join(&name));
        // A program that runs cannot be overwritten, but replaced.
        let fresh = self.folder.join(format!("{name}.new"));
        fs::copy(built, &fresh)?;
        fs::rename(fresh, &own)?;
        Ok(own)
    }

    fn manifest(&self) -> String {
        // As in the release build of a user, there are no debug assertions. Optimizing the types' code costs far more than it
        // saves; what all of them call is worth it.
        format!(
            "[package]\nname = \"{PROGRAM}\"\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n\
             [dependencies]\n{}\nwireproof-subject = {}\n\n\
             [profile.dev]\nopt-level = 0\ndebug = false\ndebug-assertions = false\noverflow-checks = false\nincremental = false\n\n\
             [profile.dev.package.serde_json]\nopt-level = 2\n\n\
             [profile.dev.package.wireproof-subject]\nopt-level = 2\n\n[workspace]\n",
            self.dependency,
            subject_crate()
        )
    }
}

/// The package and the program.
pub(super) const PROGRAM: &str = "wireproof-probe";

/// The thin subject crate as a dependency: that of the checkout in which this program was built, or the published one of the
/// same version.
fn subject_crate() -> String {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/wireproof-subject");
    match beside.join("Cargo.toml").is_file() {
        true => format!("{{ path = {:?} }}", beside.display().to_string()),
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
