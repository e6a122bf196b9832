//! Why an ingest stopped early.

use crate::runner::Fault;
use crate::store::StoreError;

/// Why an ingest stopped early. What it had stored until then is whole and stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The corpus cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The examination of the objects failed.
    #[error("{}", .0.0)]
    Run(Fault),
}
