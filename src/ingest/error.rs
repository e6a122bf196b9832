//! Why an ingest stopped early.

use crate::runner::Fault;
use crate::schema::SpecError;
use crate::store::StoreError;

/// Why an ingest stopped early. What it had stored until then is whole and stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The corpus cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A component that a subject is bound to is missing from the document, or cannot be read.
    #[error("{document}: {source}")]
    Component {
        /// The document.
        document: String,
        /// The reason.
        source: SpecError,
    },
    /// The examination of the objects failed.
    #[error("{0}")]
    Run(Fault),
}
