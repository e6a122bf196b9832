//! Proves that serde types match the wire.
//!
//! wireproof takes serde types, the JSON Schema that their API publishes, and JSON that servers sent, and reports where the three
//! disagree. [`examine`] is the heart of it: a [`Subject`] (a type, bound with [`subject!`]), a [`Schema`] and a [`Case`] give a
//! [`Verdict`]. The command line examines files and streams in this way, with the types in processes of their own
//! ([`TypeProgram`]).
//!
//! ```
//! use wireproof::{Case, Dialect, Document, Spec, examine, subject};
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
//! # Ok::<(), wireproof::SpecError>(())
//! ```
//!
//! # Features
//! - `arbitrary`: `Fuzz::typed`, which makes values of a type from the bytes of a fuzzer.
//! - `cli` (default): the command line, with its dependencies, among them `ingest`.
//! - `ingest`: recordings of other tools, and their way into a corpus.
//! - `proptest`: `samples` and `mutants`, strategies for a test of one's own.
//! - `runs` (default): the type set that is compiled in as the default. It needs `float_roundtrip` and `raw_value` of `serde_json`.
//!
//! A feature of `serde_json` that is on anywhere is on in the whole build. `arbitrary_precision` and `preserve_order`, which
//! change how types behave, are left off. `float_roundtrip` is on even without `runs`, because `jsonschema` asks for it: types
//! that are examined in this process read floats of 17 digits exactly, which in a build without it they may read one unit off. Types
//! in a process of their own run in the build that their users get.

// Parts of it are not called yet.
#[cfg(feature = "cli")]
#[expect(dead_code, unused_imports)]
mod audit;
#[cfg(feature = "cli")]
mod captures;

// The parts of the program. They are visible for the tests, benches and fuzz targets of this project, and are no part of the public
// interface: what a user needs is named below.
#[doc(hidden)]
pub mod case;
#[doc(hidden)]
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod config;
#[cfg(feature = "runs")]
#[doc(hidden)]
pub mod default_types;
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod enums;
#[doc(hidden)]
pub mod exit_code;
#[doc(hidden)]
pub mod finding;
#[doc(hidden)]
pub mod generate;
// A fuzz target and the command line use it.
#[cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]
mod impact;
#[cfg(feature = "ingest")]
#[doc(hidden)]
pub mod ingest;
#[doc(hidden)]
pub mod json;
#[cfg(feature = "ingest")]
#[doc(hidden)]
pub mod recording;
#[cfg(feature = "ingest")]
#[doc(hidden)]
pub mod redact;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod runner;
#[cfg(feature = "cli")]
mod scaffold;
#[doc(hidden)]
pub mod schema;
#[cfg(feature = "ingest")]
#[doc(hidden)]
pub mod shape;
#[cfg(feature = "ingest")]
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod subject;

mod check_path;
mod conforms;
mod examine;
pub mod fuzzing;
mod interrupt;
mod pointer;
mod process_group;
mod resolve;
#[cfg(feature = "ingest")]
mod unfinished;
mod verdict;
mod written;
mod yaml_message;

pub use case::{Case, CaseKind, Skipped};
pub use check_path::check_path;
pub use conforms::conforms;
pub use enums::EnumAnalysis;
pub use examine::{examine, examine_enum, examine_subject};
pub use finding::{
    Code, Expectations, ExpectationsError, Finding, Kind, Level, Location, SeverityOverride, SeverityPolicy, UnionTable,
};
#[cfg(feature = "proptest")]
pub use generate::{MutantText, mutants, samples};
pub use pointer::Pointer;
pub use schema::{Dialect, Document, Overlay, Schema, Spec, SpecError};
pub use subject::{
    Attempt, Behaviour, BranchName, Capabilities, Crash, CrashKind, Decoder, EnumSubject, Form, Instance, Limits,
    Payload, Picked, ProgramError, ReadError, RemoteTypes, Resource, ResourceKind, RoundTrip, Subject, Tagging, Texts,
    TypeProgram, TypeSet, Variant, Wanted, Written,
};
pub use verdict::Verdict;
#[doc(inline)]
pub use wireproof_subject::{subject, tagged, untagged};
pub use written::examine_written;

/// The examples of the README and of the pages in `docs/` compile and run.
#[cfg(all(doctest, feature = "proptest"))]
mod pages {
    #[doc = include_str!("../README.md")]
    struct Readme;
    #[doc = include_str!("../docs/library.md")]
    struct Library;
    #[doc = include_str!("../docs/enums.md")]
    struct Enums;
}
