//! Paths inside a corpus: real files and folders, and no links, through which something outside would be written.

use super::error::StoreError;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Creates the folder `below` in `folder`, with everything between them.
///
/// # Errors
/// If something between them, or the folder itself, is a link or no folder, or it cannot be created.
pub(super) fn create_folder(folder: &Path, below: &Path) -> Result<PathBuf, StoreError> {
    let mut path = folder.to_owned();
    for part in below {
        path.push(part);
        match metadata(&path)? {
            Some(metadata) if metadata.is_dir() => {}
            Some(_) => {
                return Err(StoreError::WrongKind {
                    expected: "folder",
                    path,
                });
            }
            None => match fs::create_dir(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(StoreError::write(&path)(error));
                }
                _ => {}
            },
        }
    }
    Ok(path)
}

/// The name of the folder of a component.
///
/// # Errors
/// If it would lead elsewhere.
pub(super) fn folder_name(component: &str) -> Result<&Path, StoreError> {
    let path = Path::new(component);
    let parts: Vec<Component<'_>> = path.components().collect();
    match parts.as_slice() {
        [Component::Normal(name)] if *name == component => Ok(path),
        _ => Err(StoreError::FolderName {
            component: component.to_owned(),
        }),
    }
}

/// Makes sure that a path is a file, or nothing.
///
/// # Errors
/// If it is something else, such as a link or a pipe.
pub(super) fn file_or_nothing(path: &Path) -> Result<(), StoreError> {
    match metadata(path)? {
        Some(metadata) if !metadata.is_file() => Err(StoreError::WrongKind {
            expected: "file",
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// The content of a file.
///
/// # Errors
/// If it is no file, has more than `limit` bytes, or cannot be read.
pub(super) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    file_or_nothing(path)?;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(StoreError::read(path))?;
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(StoreError::read(path))?;
    match bytes.len() as u64 > limit {
        true => Err(StoreError::TooLarge {
            file: path.to_owned(),
            limit,
        }),
        false => Ok(bytes),
    }
}

/// What is at a path; `None` if nothing.
fn metadata(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(StoreError::Link { path: path.to_owned() }),
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::read(path)(error)),
    }
}
