//! Checks of one case: a text, under a subject and a schema.

mod accepts_invalid;
mod check;
mod decoders_disagree;
mod emits_invalid;
mod fields;
mod lossy;
mod panicked;
mod prints;
mod registry;
mod rejected;
mod schema_violation;
mod shown;
mod strays;
mod swapped_keys;
mod swapped_words;
mod undocumented_field;
mod unread_key;
mod unread_word;
mod unstable;
mod word_place;
mod written_twice;

pub(super) use accepts_invalid::RULE as ACCEPTS_INVALID;
pub use check::CaseCheck;
pub(super) use decoders_disagree::RULE as DECODERS_DISAGREE;
pub(super) use emits_invalid::RULE as EMITS_INVALID;
pub(super) use lossy::RULE as LOSSY;
pub(super) use panicked::RULE as PANICKED;
pub(super) use prints::RULE as PRINTS;
pub(crate) use registry::check_unjudged;
pub use registry::{CASE_CHECKS, EXPENSIVE};
pub(super) use rejected::RULE as REJECTED;
pub use schema_violation::INVALID_SAMPLE;
pub(super) use schema_violation::RULE as SCHEMA_VIOLATION;
pub(super) use undocumented_field::RULE as UNDOCUMENTED_FIELD;
pub(super) use unread_key::RULE as UNREAD_KEY;
pub(super) use unstable::RULE as UNSTABLE;
