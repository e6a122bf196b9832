//! New files, which never replace what is there.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// A file to write: its path from the crate's folder, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Whether a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    New,
    /// Something has its name already.
    Kept,
}

/// Writes a file, unless something has its name.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_new(folder: &Path, file: &NewFile) -> io::Result<Written> {
    let path = folder.join(&file.path);
    if let Some(around) = path.parent() {
        fs::create_dir_all(around)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut opened) => opened.write_all(file.text.as_bytes()).map(|()| Written::New),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Written::Kept),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = |text: &str| NewFile {
            path: "a/b.txt".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(write_new(folder.path(), &file("one")).unwrap(), Written::New);
        assert_eq!(write_new(folder.path(), &file("two")).unwrap(), Written::Kept);
        assert_eq!(fs::read_to_string(folder.path().join("a/b.txt")).unwrap(), "one");
    }
}
