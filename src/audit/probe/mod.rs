//! The program that holds the types of an audited crate.
//!
//! It is generated, and built as a user of the crate would build it: it depends on the crate and on the thin subject crate. It
//! registers every type that can be named from outside, bound to nothing; a file of bindings, given when it starts, says which
//! type stands for which schema.

mod build;
mod diagnostic;
mod narrow;
mod project;
mod source;

pub(crate) use narrow::{Dropped, Probe, ProbeError, build};
pub(crate) use project::Project;
pub(crate) use source::{EnumRegistration, Payload, Registration, VariantRegistration, raw};
