//! A type under test, erased: its name, and what it does with text.

mod attempt;
mod bind;
mod probe;
mod type_set;

pub use attempt::{Attempt, Decoder, ReadError};
pub use bind::{Instance, Subject};
#[doc(hidden)]
pub use probe::Probe;
#[doc(hidden)]
pub use probe::{CannotCompare, CannotWrite, Compares, Writes};
pub use type_set::TypeSet;
