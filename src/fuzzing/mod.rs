//! The bodies of fuzz targets: what they do with the bytes of a fuzzer.
//!
//! [`Fuzz`] tests the types of a type set. [`stream`] and [`spec`] test the readers of captures and documents, [`document`] all work on
//! documents, `recording` and `redaction` what `ingest` does. A body makes cases of
//! the bytes and passes them to [`examine`](crate::examine); it panics if something is found, with a message that names the finding
//! and the command that shows it again. Bodies do not depend on a fuzzer, so that a test can run the same bytes.
//!
//! ```
//! use wireproof::fuzzing::Fuzz;
//! use wireproof::schema::{Dialect, Document, Spec};
//! use wireproof::subject::TypeSet;
//! use wireproof::subject;
//!
//! #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
//! struct Pet { name: String }
//!
//! let schema = br#"{"$defs": {"Pet": {"type": "object", "required": ["name"],
//!     "properties": {"name": {"type": "string"}}, "additionalProperties": false}}}"#;
//! let spec = Spec::new(Document::parse("pets.json", schema)?, Dialect::AsMeant);
//! let fuzz = Fuzz::new(&TypeSet::new([subject!(Pet)]), &spec)?;
//! fuzz.decode(br#"{"name": "Rex"}"#);
//! fuzz.sample(&[1, 2, 3]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod document;
mod error;
mod failure;
mod fuzz;
mod hostile_document;
#[cfg(feature = "ingest")]
mod recording;
#[cfg(feature = "ingest")]
mod redaction;
mod spec;
mod stream;
mod typed;

pub use document::{document, with_small_budget};
pub use error::FuzzError;
pub use fuzz::Fuzz;
#[cfg(feature = "ingest")]
pub use recording::recording;
#[cfg(feature = "ingest")]
pub use redaction::redaction;
pub use spec::spec;
pub use stream::stream;
