//! Writing files so that they exist completely or not at all.

use crate::unfinished::{UNFINISHED, UnfinishedFile};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Removes the unfinished files of an interrupted ingest. The caller holds the lock, so no other process is writing them.
pub(super) fn remove_unfinished(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // A file that cannot be removed does no harm.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Writes a file if it does not exist, and returns whether it did. The content is first written to a temporary file in the folder
/// `temporary`, which must be on the same file system. A `private` file is readable by its owner alone.
pub(super) fn new_file(temporary: &Path, path: &Path, bytes: &[u8], private: bool) -> io::Result<bool> {
    if path.exists() {
        return Ok(false);
    }
    let file = UnfinishedFile::create(temporary, if private { 0o600 } else { 0o644 })?;
    file.as_file().write_all(bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(()) => sync_folder_of(path).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Syncs the folder of a file: only then does the name of the file survive a crash of the system.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        #[cfg(unix)]
        Some(folder) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
