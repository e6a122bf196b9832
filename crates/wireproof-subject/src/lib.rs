//! A type under test, erased: its name, and what it does with text.

mod attempt;
mod bind;
mod fields;
mod parsed;
mod probe;
mod tape;
mod trace;
mod type_set;
mod union;
mod untagged;
mod watch;

pub use attempt::{Attempt, Decoder, ReadError};
pub use bind::{Instance, Subject};
#[doc(hidden)]
pub use fields::Fields;
#[doc(hidden)]
pub use probe::Probe;
#[doc(hidden)]
pub use probe::{CannotCompare, CannotShow, CannotWrite, Compares, Shows, Writes};
#[doc(hidden)]
pub use serde;
pub use trace::{Form, Texts};
pub use type_set::TypeSet;
pub use union::{BranchName, Payload, Picked, Tagging, Union, Variant};
#[doc(hidden)]
pub use untagged::{Buffered, has_type};
pub use watch::{ASKED, Downs, Hears};
