//! Where a report goes: a stream, or a file that is there whole or not at all.

use crate::unfinished::UnfinishedFile;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A path that leads over more links leads in a circle.
const MAX_LINKS: usize = 40;

/// Where a report goes.
pub struct Destination<'a> {
    out: Box<dyn Write + 'a>,
    file: Option<PendingFile>,
}

/// A file that gets its name when it is complete.
struct PendingFile {
    path: PathBuf,
    /// `None` if it is written in place: a pipe or a device.
    temporary: Option<UnfinishedFile>,
}

impl<'a> Destination<'a> {
    /// A stream.
    pub fn stream(out: impl Write + 'a) -> Destination<'a> {
        Destination {
            out: Box::new(out),
            file: None,
        }
    }

    /// A file. A regular file is replaced when the report is complete; a pipe or a device is written as it is. `wrap` is put in front
    /// of the file.
    ///
    /// # Errors
    /// When the file cannot be created or opened.
    pub fn file<W: Write + 'a>(path: &Path, wrap: impl FnOnce(File) -> W) -> io::Result<Destination<'a>> {
        let named = |error| named(path, error);
        let path = followed(path).map_err(named)?;
        let is_special = path.metadata().is_ok_and(|metadata| !metadata.is_file());
        let (file, temporary) = match is_special {
            true => (OpenOptions::new().write(true).open(&path).map_err(named)?, None),
            false => {
                let temporary = temporary_beside(&path).map_err(named)?;
                (temporary.as_file().try_clone().map_err(named)?, Some(temporary))
            }
        };
        Ok(Destination {
            out: Box::new(wrap(file)),
            file: Some(PendingFile { path, temporary }),
        })
    }

    /// A file to which the report is added, such as the summary that the steps of a build share.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn appended<W: Write + 'a>(path: &Path, wrap: impl FnOnce(File) -> W) -> io::Result<Destination<'a>> {
        let file = OpenOptions::new().append(true).create(true).open(path);
        let file = file.map_err(|error| named(path, error))?;
        Ok(Destination {
            out: Box::new(wrap(file)),
            file: Some(PendingFile {
                path: path.to_owned(),
                temporary: None,
            }),
        })
    }

    /// Completes the report.
    ///
    /// # Errors
    /// When it cannot be written, or the file cannot get its name.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(PendingFile { path, temporary }) = self.file.take() else {
            return self.out.flush();
        };
        self.out.flush().map_err(|error| named(&path, error))?;
        drop(self.out);
        match temporary {
            Some(temporary) => temporary.persist(&path).map_err(|error| named(&path, error)),
            None => Ok(()),
        }
    }
}

impl Write for Destination<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        written.map_err(|error| match &self.file {
            Some(file) => named(&file.path, error),
            None => error,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What a path leads to: a link stays a link, even if there is nothing yet where it leads.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = path.read_link() else {
            return Ok(path);
        };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("too many links"))
}

fn temporary_beside(path: &Path) -> io::Result<UnfinishedFile> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    folder.metadata()?;
    // As any other new file; the system takes away what the user's mask says.
    // The name of the temporary file, which the error holds, says nothing to the reader.
    let temporary = UnfinishedFile::create(folder, 0o666).map_err(|error| error.kind())?;
    // A file that others may not read stays one.
    if let Ok(replaced) = path.metadata() {
        temporary.as_file().set_permissions(replaced.permissions())?;
    }
    Ok(temporary)
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_replaced_when_the_report_is_complete_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "old").unwrap();
        let mut dropped = Destination::file(&path, |file| file).unwrap();
        dropped.write_all(b"half").unwrap();
        drop(dropped);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let mut whole = Destination::file(&path, |file| file).unwrap();
        whole.write_all(b"new").unwrap();
        whole.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_device_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("report"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut out = Destination::file(&link, |file| file).unwrap();
        out.write_all(b"new").unwrap();
        out.finish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let (nowhere, circle) = (folder.path().join("nowhere"), folder.path().join("circle"));
        std::os::unix::fs::symlink("later", &nowhere).unwrap();
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        Destination::file(&nowhere, |file| file).unwrap().finish().unwrap();
        assert!(nowhere.is_symlink() && folder.path().join("later").is_file());
        assert!(Destination::file(&circle, |file| file).is_err());
        Destination::file(Path::new("/dev/null"), |file| file)
            .unwrap()
            .finish()
            .unwrap();
        assert!(!Path::new("/dev/null").is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        Destination::file(&path, |file| file).unwrap().finish().unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = Destination::file(Path::new("/nowhere/at/all/x.json"), |file| file)
            .err()
            .unwrap();
        let text = error.to_string();
        assert!(
            text.starts_with("/nowhere/at/all/x.json: ") && !text.contains("unfinished"),
            "{text}"
        );
    }
}
