//! JSON as text: a tree whose nodes are pieces of the text, with nothing lost.
//!
//! `serde_json::Value` merges duplicate keys, rounds numbers and forgets where a value stood; the comparison of what was
//! read with what was written must not. Nothing here recurses, so depth costs memory only in proportion to the text.

mod decimal;
mod error;
mod index;
mod parse;
mod plain;
mod tree;

pub use decimal::same_number;
pub use error::JsonError;
pub use index::Index;
pub(crate) use plain::plain;
pub use tree::{Kind, Node, Tree};
