//! Why a saved case cannot be used.

use super::kept_folder::kept_folder;
use std::io;
use thiserror::Error;

/// Why a saved case cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SavedError {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// It is not a saved case.
    #[error(transparent)]
    Malformed(#[from] serde_json::Error),
    /// It has the format of another version.
    #[error("it has {found}, as wireproof {version} wrote it; this one reads format {wanted}")]
    Format {
        /// The format that it has.
        found: String,
        /// The version that wrote it.
        version: String,
        /// The format that this version reads.
        wanted: u32,
    },
    /// It was edited, and cannot be run as it is.
    #[error("{0}")]
    Invalid(String),
    /// There is no case with that id.
    #[error("no case `{0}` in {folder}/, and no such file", folder = kept_folder().display())]
    NotFound(String),
    /// There are several cases whose ids start so.
    #[error("more than one case in {folder}/ starts with `{0}`", folder = kept_folder().display())]
    Ambiguous(String),
}
