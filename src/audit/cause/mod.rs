//! Which item of the source causes a finding.
//!
//! A field that is wrong in one struct shows in every schema that reaches it. `trail` follows a pointer through the types to the
//! item that a finding is about; `culprit` finds the innermost value that its own type refuses, by running the types;
//! `fold` puts the findings together that one item causes.

mod alternative;
mod culprit;
mod trail;
mod types;

pub(crate) use culprit::{Culprit, Fault, culprit};
pub(crate) use trail::{Trail, trail};
pub(crate) use types::Types;
