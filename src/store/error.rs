//! Why a corpus cannot be used.

use crate::redact::KEY_BYTES;
use std::io;
use std::path::PathBuf;

/// Why a corpus cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder cannot be written.
    #[error("{}: cannot be written: {source}", folder.display())]
    Write {
        /// The folder of the captures.
        folder: PathBuf,
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
    /// The file of the key does not contain a key.
    #[error("{}: not a key of {KEY_BYTES} bytes in hexadecimal", file.display())]
    InvalidKey {
        /// The file.
        file: PathBuf,
    },
    /// The system provides no random bytes for a new key.
    #[error("no random bytes for a key: {0}")]
    NoRandomness(io::Error),
}
