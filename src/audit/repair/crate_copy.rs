//! A copy of the crate, in which changes are tried.

use super::edit::{TextEdit, applied};
use crate::audit::discover::{AuditTarget, CrateSource};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Error, ErrorKind};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A project of more files or bytes is not copied.
const MOST_FILES: usize = 50_000;
const MOST_BYTES: u64 = 500 << 20;

/// A copy of the crate, with the workspace around it.
pub(crate) struct CrateCopy {
    /// The folder of the crate itself.
    folder: PathBuf,
    package: String,
    /// The files that are changed at the moment, as they were.
    originals: BTreeMap<PathBuf, String>,
}

impl CrateCopy {
    /// Copies the crate into the folder for work.
    ///
    /// # Errors
    /// If files cannot be read or written, or there are too many.
    pub(crate) fn of(source: &CrateSource) -> io::Result<CrateCopy> {
        let root = source.workspace.as_deref().unwrap_or(&source.folder);
        let inside = source.folder.strip_prefix(root).map_err(|_| {
            Error::new(
                ErrorKind::Unsupported,
                "the crate is not in the folder of its workspace",
            )
        })?;
        let own = source.project.folder.file_name().unwrap_or_default();
        let target = source.work.join("repair").join(own);
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        copy_folder(root, &target, &source.work, source.is_local)?;
        if !source.is_local {
            // The versions with which it was examined.
            fs::copy(source.project.folder.join("Cargo.lock"), target.join("Cargo.lock"))?;
        }
        stand_alone(&target.join("Cargo.toml"))?;
        Ok(CrateCopy {
            folder: target.join(inside),
            package: source.package.clone(),
            originals: BTreeMap::new(),
        })
    }

    /// The copy, as what is audited.
    pub(crate) fn target(&self) -> AuditTarget {
        AuditTarget::Local {
            manifest: self.folder.join("Cargo.toml"),
            package: Some(self.package.clone()),
        }
    }

    /// Makes the copy differ from the crate by these edits and by nothing else.
    ///
    /// # Errors
    /// If a file cannot be read or written, or the edits do not fit it.
    pub(crate) fn change(&mut self, edits: &[TextEdit]) -> io::Result<()> {
        for (file, text) in std::mem::take(&mut self.originals) {
            fs::write(self.folder.join(file), text)?;
        }
        let files: BTreeSet<&PathBuf> = edits.iter().map(|edit| &edit.file).collect();
        for file in files {
            let path = self.folder.join(file);
            let old = fs::read_to_string(&path)?;
            let new = applied(&old, edits.iter().filter(|edit| edit.file == *file));
            let new = new.ok_or_else(|| Error::new(ErrorKind::InvalidData, "the source has changed meanwhile"))?;
            self.originals.insert(file.clone(), old);
            fs::write(path, new)?;
        }
        Ok(())
    }
}

/// Copies what cargo may need: no links, which may lead elsewhere, and no products of builds.
fn copy_folder(from: &Path, to: &Path, work: &Path, is_local: bool) -> io::Result<()> {
    let is_wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_product = entry.file_type().is_dir() && entry.path().join("CACHEDIR.TAG").is_file();
        // A published crate is built with the caller's toolchain and configuration.
        let is_configuration = name == ".cargo" || name.starts_with("rust-toolchain");
        let is_hidden = name.starts_with('.') && name != ".cargo";
        let is_left_out = is_product || is_hidden || name == "node_modules" || (is_configuration && !is_local);
        entry.depth() == 0 || !(is_left_out || entry.path() == work || entry.path() == from.join("target"))
    };
    let (mut files, mut bytes) = (0, 0);
    for entry in WalkDir::new(from)
        .follow_links(false)
        .into_iter()
        .filter_entry(is_wanted)
    {
        let entry = entry?;
        let inside = entry.path().strip_prefix(from).unwrap_or(Path::new(""));
        let target = to.join(inside);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else if entry.file_type().is_file() {
            files += 1;
            bytes += entry.metadata()?.len();
            if files > MOST_FILES || bytes > MOST_BYTES {
                return Err(Error::new(
                    ErrorKind::FileTooLarge,
                    "the project is too large to be copied",
                ));
            }
            fs::write(&target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// Keeps cargo from looking for a workspace in the folders around the copy.
fn stand_alone(manifest: &Path) -> io::Result<()> {
    let text = fs::read_to_string(manifest)?;
    let has_workspace = text
        .parse::<toml::Table>()
        .is_ok_and(|table| table.contains_key("workspace"));
    match has_workspace {
        true => Ok(()),
        false => fs::write(manifest, format!("{text}\n[workspace]\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_no_products_links_or_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("from/Cargo.toml", "[package]\nname = \"a\"\n");
        write("from/src/lib.rs", "one two");
        for left_out in [
            "from/target/x",
            "from/.git/x",
            "from/build/CACHEDIR.TAG",
            "from/rust-toolchain.toml",
        ] {
            write(left_out, "");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), folder.path().join("from/link")).unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        copy_folder(&from, &to, &folder.path().join("work"), false).unwrap();
        let copied = WalkDir::new(&to)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file());
        let mut names: Vec<String> = copied
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["Cargo.toml", "lib.rs"]);
        assert!(!to.join("link").exists());
        stand_alone(&to.join("Cargo.toml")).unwrap();
        stand_alone(&to.join("Cargo.toml")).unwrap();
        let manifest = fs::read_to_string(to.join("Cargo.toml")).unwrap();
        assert_eq!(manifest.matches("[workspace]").count(), 1);
    }

    #[test]
    fn each_change_starts_from_the_crate_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lib.rs"), "one two").unwrap();
        let mut copy = CrateCopy {
            folder: folder.path().to_owned(),
            package: "a".to_owned(),
            originals: BTreeMap::new(),
        };
        let edit = |start: usize, text: &str| TextEdit {
            file: PathBuf::from("lib.rs"),
            start,
            end: start + 3,
            text: text.to_owned(),
        };
        let text = || fs::read_to_string(folder.path().join("lib.rs")).unwrap();
        copy.change(&[edit(0, "1")]).unwrap();
        assert_eq!(text(), "1 two");
        copy.change(&[edit(4, "2")]).unwrap();
        assert_eq!(text(), "one 2");
        copy.change(&[]).unwrap();
        assert_eq!(text(), "one two");
        assert!(copy.change(&[edit(6, "")]).is_err());
    }
}
