//! Why a corpus cannot be used.

use crate::redact::KEY_BYTES;
use std::io;
use std::path::{Path, PathBuf};

/// Why a corpus cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file or folder cannot be written.
    #[error("{}: cannot be written: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("{}: cannot be read: {source}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// Something in the corpus is a link, and may lead out of it.
    #[error("{}: is a link; replace it by what it leads to: nothing is written through links in a corpus", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Something in the corpus is neither a file nor a folder, such as a pipe.
    #[error("{}: is no {expected}", path.display())]
    WrongKind {
        /// What it is not: `file` or `folder`.
        expected: &'static str,
        /// The path.
        path: PathBuf,
    },
    /// A file is larger than any that wireproof writes.
    #[error("{}: larger than {limit} bytes", file.display())]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// The name of a component cannot be the name of a folder.
    #[error("the component `{component}` cannot have a folder of its name")]
    FolderName {
        /// The component.
        component: String,
    },
    /// The file of the key does not contain a key.
    #[error(
        "{}: not a key of {KEY_BYTES} bytes in hexadecimal; restore it, or delete it for new pseudonyms",
        file.display()
    )]
    InvalidKey {
        /// The file.
        file: PathBuf,
    },
    /// The system provides no random bytes for a new key.
    #[error("no random bytes for a key: {0}")]
    NoRandomness(io::Error),
}

impl StoreError {
    /// That `path` cannot be written.
    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
        |source| StoreError::Write {
            path: path.to_owned(),
            source,
        }
    }

    /// That `file` cannot be read.
    pub(super) fn read(file: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
        |source| StoreError::Read {
            file: file.to_owned(),
            source,
        }
    }
}
