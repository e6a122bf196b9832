//! Why a text is not JSON.

use crate::pointer::Pointer;
use std::fmt;

/// A text that is not JSON, and where it stops being it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// The innermost array or object that was open there, or one around it where the nesting is very deep.
    pub pointer: Pointer,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}
