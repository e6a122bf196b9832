//! Ingest: storing new recordings as captures of a corpus.
//!
//! The steps are: read the recordings, find the component of each object, redact it, examine it before and after redaction,
//! and store it if its shape is new. An object is held back if redaction changes what the checks find in it. [`Ingestor`] is the
//! pipeline, [`IngestReport`] its result.

mod capture_file;
mod classifier;
mod error;
mod ingestor;
mod known_shapes;
mod labels;
mod prepare;
mod recordings;
mod report;

pub use error::IngestError;
pub use ingestor::{IngestOptions, IngestProgress, Ingestor};
pub use recordings::Recordings;
pub use report::{CappedList, IngestReport, NewShape, ReasonCounts};
