//! Finds out what a type reads, by running its `Deserialize`.
//!
//! Two ways, since they answer different questions:
//! - [`texts`] supplies whatever the type expects next, and records it: JSON texts that the type reads.
//! - [`explore`] gives the type JSON that it mostly refuses, and records what the type asks serde for, and what its errors say:
//!   which keys, words, tags and kinds of JSON it knows at each place. The result is a [`Trace`].

mod ask;
mod candidates;
mod context;
mod explore;
mod log;
mod model;
mod name;
mod reader;
mod samples;
mod sketch;
#[cfg(test)]
mod tests;
mod texts;
mod words;

pub use ask::Form;
pub use candidates::Candidates;
pub(crate) use explore::trace;
pub use model::{
    Accepts, Answer, IntegerRange, JsonKind, OtherKeys, Reads, Request, Trace, TracedEnum, TracedKey, TracedList,
    TracedObject, TracedTagging, TracedType, TracedVariant, VariantForm,
};
pub use texts::Texts;
pub(crate) use texts::texts;
