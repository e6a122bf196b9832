//! A piece of a large value, and its size.

use serde_json::Value;

/// A value with more nodes than this is explained in pieces.
pub(super) const MOST_AT_ONCE: usize = 4000;

/// The items of an array in one piece. In the other arrays of the piece, only the first item is left.
pub(super) const ITEMS: usize = 128;

/// An object with more members than this is cut like an array, but for the members that the schemas name.
pub(super) const LONG_OBJECT: usize = MOST_AT_ONCE;

/// A value with some of its arrays and objects cut.
pub(in crate::schema) struct Piece {
    pub(in crate::schema) value: Value,
    /// What the piece is about; `None` for the first piece, which has the first parts of all containers.
    pub(in crate::schema) window: Option<Window>,
}

/// A part of one array or object.
#[derive(Debug, PartialEq)]
pub(in crate::schema) struct Window {
    /// Where the container stands in the piece, and in the whole value: JSON pointers.
    pub(super) inside: String,
    pub(super) whole: String,
    /// The number of the first item of an array.
    pub(super) first_item: Option<usize>,
}

impl Window {
    /// The place in the whole value of a place in the piece; `None` if it is not what the piece is about.
    pub(in crate::schema) fn place(&self, pointer: &str) -> Option<String> {
        let rest = pointer.strip_prefix(self.inside.as_str())?.strip_prefix('/')?;
        let Some(first) = self.first_item else {
            return Some(format!("{}/{rest}", self.whole));
        };
        let (index, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let index = first + index.parse::<usize>().ok()?;
        Some(format!("{}/{index}{below}", self.whole))
    }
}
