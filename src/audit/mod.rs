//! The audit of a published crate: from its rustdoc JSON to a type set, with no line of Rust.
//!
//! `discover` finds the crate and its rustdoc JSON; `model` is what serde makes of the crate's types; `shape` is the JSON that
//! each of them reads and writes; `matching` binds types to schemas of the document. Nothing else in the engine knows that a
//! type set can be made this way.

pub(crate) mod cause;
pub(crate) mod discover;
pub(crate) mod matching;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod probe;
