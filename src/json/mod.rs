//! A lossless JSON parser: the values of a tree are slices of the text.
//!
//! `serde_json::Value` merges duplicate keys, rounds numbers and does not record positions. Comparing the text that a type has read
//! with the text that it writes needs all of these. No function here is recursive, so that deeply nested texts are safe.

mod decimal;
mod error;
mod index;
mod parse;
mod plain;
mod stack;
mod tree;

pub use decimal::same_number;
pub use error::JsonError;
pub use index::Index;
pub(crate) use plain::plain;
pub(crate) use stack::{stack_has, with_stack};
pub use tree::{Kind, Node, Tree};
