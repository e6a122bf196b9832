//! Which item of the source causes a finding.
//!
//! A field that is wrong in one struct shows in every schema that reaches it. `trail` follows a pointer through the types to the
//! item that a finding is about; `culprit` finds the innermost value that its own type refuses, by running the types;
//! `fold` puts the findings together that one item causes.

mod alternative;
mod attribute;
mod cause_key;
mod culprit;
mod fold;
mod own_schemas;
mod panic_place;
mod slow;
#[cfg(test)]
mod tests;
mod told;
mod trail;
mod types;

pub(crate) use cause_key::{CauseKey, Side, key_of};
pub(crate) use culprit::{Culprit, Fault, culprit};
pub(crate) use fold::Fold;
pub(crate) use own_schemas::{OwnSchema, OwnSchemas};
pub(crate) use panic_place::{panic_place, without_folders};
pub(crate) use told::Cause;
pub(crate) use trail::{Trail, trail};
pub(crate) use types::Types;
