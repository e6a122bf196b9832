//! Proves that serde types match the wire.
//!
//! wireproof takes Rust types, the JSON Schema that their API publishes, and JSON that servers sent, and says where the three
//! disagree. The property is [`examine`]: a [`Subject`](subject::Subject) (a type, bound with [`subject!`]), a
//! [`Schema`](spec::Schema) and a [`Case`] give findings. The command line ([`cli::main`]) runs it over files and streams, in
//! processes of their own.
//!
//! ```
//! use wireproof::schema::{Dialect, Document, Spec};
//! use wireproof::{Case, examine, subject};
//!
//! #[derive(serde::Deserialize, serde::Serialize)]
//! struct Pet {
//!     name: String,
//!     age: Option<u8>,
//! }
//!
//! let schema = br#"{"$defs": {"Pet": {
//!     "type": "object",
//!     "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
//!     "required": ["name"]
//! }}}"#;
//! let spec = Spec::new(Document::parse("pets.json", schema)?, Dialect::AsMeant);
//! let verdict = examine(&subject!(Pet), Some(&*spec.component("Pet")?), &Case::new("rex.json", r#"{"name":"Rex"}"#)).unwrap();
//!
//! // The missing key was written back as null, which the schema does not allow.
//! let codes: Vec<_> = verdict.findings.iter().map(|finding| finding.code.as_str()).collect();
//! assert_eq!(codes, ["lossy", "emits_invalid"]);
//! # Ok::<(), wireproof::schema::SpecError>(())
//! ```
//!
//! # Features
//! - `arbitrary`: `Fuzz::typed`, which makes values of a type from the bytes of a fuzzer.
//! - `cli` (default): the command line, with its dependencies, among them `ingest`.
//! - `ingest`: recordings of other tools, and their way into a corpus.
//! - `proptest`: `samples` and `mutants`, strategies for a test of one's own.
//! - `runs` (default): the OpenAI run types. Their promise needs `float_roundtrip` and `raw_value` of `serde_json`.
//!
//! A feature of `serde_json` that is on anywhere is on in the whole build. `arbitrary_precision` and `preserve_order`, which
//! change how types behave, are left off. `float_roundtrip` is on even without `runs`, because `jsonschema` asks for it: types
//! are seen reading floats of 17 digits right, which in a build without it they may read one unit off.

pub mod case;
pub mod check;
mod check_path;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "runs")]
#[doc(hidden)]
pub mod default_types;
pub mod diff;
mod examine;
pub mod exit_code;
pub mod finding;
pub mod fuzzing;
pub mod generate;
#[cfg(feature = "ingest")]
pub mod ingest;
mod interrupt;
pub mod json;

pub mod enums;
mod pointer;
#[cfg(feature = "ingest")]
pub mod recording;
#[cfg(feature = "ingest")]
pub mod redact;
#[cfg(feature = "cli")]
pub mod report;
mod resolve;
pub mod runner;
pub mod schema;
#[cfg(feature = "ingest")]
pub mod shape;
#[cfg(feature = "ingest")]
pub mod store;
pub mod subject;
mod verdict;
mod written;

pub use case::Case;
pub use check_path::check_path;
pub use examine::{examine, examine_enum};
#[cfg(feature = "proptest")]
pub use generate::{MutantText, mutants, samples};
pub use pointer::Pointer;
pub use verdict::Verdict;
pub use wireproof_subject::{subject, tagged, untagged};
pub use written::examine_written;

/// The README's example runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
