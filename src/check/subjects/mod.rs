//! Checks of a subject as a whole: of what its type asks for, beside what the document names.

mod fate;
mod growth;
mod spelling;
mod suspects;
mod swapped_tags;
mod text;
mod unread;
mod unread_tag;
mod witness;

#[cfg(feature = "cli")]
pub(crate) use spelling::likely_meant;
pub use unread::check_subject;
pub(crate) use witness::witness_of;
