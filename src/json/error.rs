//! The error of the parser.

use crate::pointer::Pointer;
use std::fmt;

/// Why a text is not JSON, and the position of the first invalid byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// The position in bytes from the start of the text.
    pub offset: usize,
    /// The innermost array or object at this position, or in a very deep text one of those around it.
    pub pointer: Pointer,
    /// The reason.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}
