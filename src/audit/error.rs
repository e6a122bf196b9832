//! Why an audit cannot go on.

use super::discover::DiscoverError;
use super::model::UnreadableJson;
use super::probe::ProbeError;
use crate::schema::SpecError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why an audit cannot go on.
#[derive(Debug, Error)]
pub(crate) enum AuditError {
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    #[error(transparent)]
    Json(#[from] UnreadableJson),
    #[error(transparent)]
    Probe(#[from] ProbeError),
    #[error("{document}: {source}")]
    Document { document: String, source: SpecError },
    #[error("{path}: {error}", path = .path.display())]
    Io { path: PathBuf, error: io::Error },
}

impl AuditError {
    pub(crate) fn io(path: &Path, error: io::Error) -> AuditError {
        AuditError::Io {
            path: path.to_owned(),
            error,
        }
    }
}
