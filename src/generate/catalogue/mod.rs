//! The catalogue of texts that provoke: texts that real code changes, although it should pass them on.
//!
//! `pieces` lists the parts of texts that some transformation changes, `whole_texts` the texts that some code takes for
//! something else than text, `numbers_in_text` the numbers that texts with a pattern hold, `keys` names of keys, `formats` the
//! members of named formats, and `sizes` the lengths and counts at which code cuts. [`provoking`] composes the pieces to as few
//! texts as fit a schema's length and pattern.

mod compose;
mod formats;
mod keys;
mod near_misses;
mod numbers_in_text;
mod pieces;
mod sizes;
#[cfg(test)]
mod tests;
mod whole_texts;

pub(in crate::generate) use compose::provoking;
pub(in crate::generate) use formats::is_of_text;
pub(crate) use formats::members;
pub(in crate::generate) use keys::{KEY_LENGTHS, KEYS};
pub(in crate::generate) use near_misses::near_misses;
pub(in crate::generate) use numbers_in_text::with_numbers;
pub(in crate::generate) use sizes::{counts, lengths};
