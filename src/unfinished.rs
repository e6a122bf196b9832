//! Files that get their name when they are complete. One that never is complete is removed, also where the process ends at once.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;
use tempfile::NamedTempFile;

/// The name of a file that is not complete begins with this.
pub(crate) const UNFINISHED: &str = ".unfinished-";

/// The files of this process that are not complete.
static PATHS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file without its name.
#[derive(Debug)]
pub(crate) struct UnfinishedFile {
    // Dropped first, so that the file is listed as long as it is there.
    file: NamedTempFile,
    listed: Listed,
}

impl UnfinishedFile {
    /// Creates a file in a folder, with these permissions where the system has them; the user's mask takes away some.
    ///
    /// # Errors
    /// When it cannot be created.
    pub(crate) fn create(folder: &Path, mode: u32) -> io::Result<UnfinishedFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(UNFINISHED);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = mode;
        let mut paths = PATHS.lock().unwrap_or_else(PoisonError::into_inner);
        let file = builder.tempfile_in(folder)?;
        paths.insert(file.path().to_owned());
        let listed = Listed(file.path().to_owned());
        Ok(UnfinishedFile { file, listed })
    }

    pub(crate) fn as_file(&self) -> &File {
        self.file.as_file()
    }

    /// Gives the file its name. A file of that name is replaced.
    ///
    /// # Errors
    /// When it cannot get the name; the file is gone then.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "reports are written so"))]
    pub(crate) fn persist(self, path: &Path) -> io::Result<()> {
        let UnfinishedFile { file, listed } = self;
        file.persist(path).map_err(|error| error.error)?;
        drop(listed);
        Ok(())
    }

    /// Gives the file its name, unless there is a file of that name.
    ///
    /// # Errors
    /// When it cannot get the name; the file is gone then.
    pub(crate) fn persist_noclobber(self, path: &Path) -> io::Result<()> {
        let UnfinishedFile { file, listed } = self;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        drop(listed);
        Ok(())
    }
}

/// A path in [`PATHS`].
#[derive(Debug)]
struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        PATHS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// Removes the files that are not complete, for a process that ends without returning from its functions. While the result is kept,
/// no other is created.
#[must_use]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line handles signals"))]
pub(crate) fn remove_all() -> Option<MutexGuard<'static, BTreeSet<PathBuf>>> {
    // A thread that hangs while it creates a file must not keep the process from its end.
    for _ in 0..100 {
        let paths = match PATHS.try_lock() {
            Ok(paths) => paths,
            Err(TryLockError::Poisoned(error)) => error.into_inner(),
            Err(TryLockError::WouldBlock) => {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
        };
        for path in paths.iter() {
            // A file that cannot be removed does no harm.
            let _ = std::fs::remove_file(path);
        }
        return Some(paths);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_listed_until_it_has_its_name_or_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let is_listed = |path: &Path| PATHS.lock().unwrap().contains(path);
        let file = UnfinishedFile::create(folder.path(), 0o600).unwrap();
        let path = file.file.path().to_owned();
        assert!(is_listed(&path));
        file.persist(&folder.path().join("named")).unwrap();
        assert!(!is_listed(&path));
        let dropped = UnfinishedFile::create(folder.path(), 0o600).unwrap();
        let path = dropped.file.path().to_owned();
        drop(dropped);
        assert!(!is_listed(&path) && !path.exists());
        let refused = UnfinishedFile::create(folder.path(), 0o600).unwrap();
        let path = refused.file.path().to_owned();
        assert!(refused.persist_noclobber(&folder.path().join("named")).is_err());
        assert!(!is_listed(&path) && !path.exists());
    }
}
