//! The side of the types for wireproof: binds serde types, and serves them to the engine over standard input and output.
//!
//! A type-set program is a few lines. It depends on the types under test and on this crate, which brings `serde` and
//! `serde_json` with their default features and nothing else, so that the types run in the build that their users get:
//!
//! ```no_run
//! use wireproof_subject::{TypeSet, serve, subject};
//!
//! #[derive(serde::Deserialize, serde::Serialize)]
//! struct Pet { name: String }
//!
//! fn main() {
//!     serve(TypeSet::new([subject!(Pet)]))
//! }
//! ```
//!
//! `wireproof check --types PROGRAM` examines them. The conversation is described in `docs/protocol.md` of the project; a program
//! in any language may hold it.

#![forbid(unsafe_code)]

mod attempt;
mod audited;
mod behaviour;
mod bound;
mod enums;
mod fields;
mod lean;
mod owned;
mod parsed;
mod probe;
#[doc(hidden)]
pub mod protocol;
mod register;
mod serve;
mod subject;
mod tape;
mod trace;
mod type_set;

#[doc(hidden)]
pub use attempt::catch_panic;
pub use attempt::{Attempt, Crash, CrashKind, Decoder, ReadError};
#[doc(hidden)]
pub use audited::{Bindings, BoundType, serve_audited};
pub use behaviour::{Behaviour, Capabilities, Instance, Printed, RoundTrip, Wanted, Written};
pub use enums::{BranchName, EnumSubject, Payload, Picked, Tagging, Variant};
#[doc(hidden)]
pub use fields::Fields;
#[doc(hidden)]
pub use owned::MustOwnWhatItReads;
#[doc(hidden)]
pub use probe::{CannotCompare, CannotShow, CannotWrite, Compares, Probe, Shows, Writes};
#[doc(hidden)]
pub use register::{Buffered, has_type};
#[doc(hidden)]
pub use serde;
pub use serve::serve;
pub use subject::Subject;
pub use trace::{
    Accepts, Answer, Candidates, Form, IntegerRange, JsonKind, OtherKeys, Reads, Request, Texts, Trace, TracedEnum,
    TracedKey, TracedList, TracedObject, TracedTagging, TracedType, TracedVariant, VariantForm,
};
pub use type_set::{Resource, ResourceBytes, ResourceKind, TypeSet};
