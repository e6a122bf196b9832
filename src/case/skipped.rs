//! What was given and could not be examined.

use super::Case;
use super::limits::{MAX_OBJECT_BYTES, MAX_POINTER_BYTES};
use crate::json::Tree;
use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};

/// Something that was given and could not be examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The file, the embedded file, or `-`.
    pub case: String,
    /// Line of the case, from 1; 0 where no line can be named.
    pub line: usize,
    /// Column in characters, from 1; 0 where none can be named.
    pub column: usize,
    /// The innermost JSON value that was open.
    pub pointer: Pointer,
    /// Why.
    pub reason: String,
    /// Whether it could be read, and is nothing that a subject is bound to: an event that no subject takes, or an error body.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unbound: bool,
}

impl Skipped {
    /// A whole file that was not examined.
    pub fn whole(case: impl Into<String>, reason: impl Into<String>) -> Skipped {
        Skipped {
            case: case.into(),
            line: 0,
            column: 0,
            pointer: Pointer::root(),
            reason: reason.into(),
            unbound: false,
        }
    }

    pub(super) fn at(case: &str, (line, column): (usize, usize), reason: impl Into<String>) -> Skipped {
        Skipped {
            line,
            column,
            ..Skipped::whole(case, reason)
        }
    }
}

pub(super) fn too_large_reason() -> String {
    format!("larger than {} MiB", MAX_OBJECT_BYTES >> 20)
}

impl Case {
    /// This case, with the reason why it was not examined.
    pub fn skipped(&self, reason: impl Into<String>) -> Skipped {
        Skipped::at(&self.label(), self.place(0), reason)
    }

    /// The text as a tree.
    ///
    /// # Errors
    /// When it is not JSON, or has keys so long that the pointers of its values would fill the memory.
    pub fn tree(&self) -> Result<Tree<'_>, Skipped> {
        let tree = Tree::parse(&self.text).map_err(|error| Skipped {
            pointer: error.pointer,
            ..Skipped::at(
                &self.label(),
                self.place(error.offset),
                format!("invalid JSON: {}", error.message),
            )
        })?;
        match tree.pointers_fit(MAX_POINTER_BYTES) {
            true => Ok(tree),
            false => Err(self.skipped(format!(
                "its keys are too long: in the JSON pointers of its values they have more than {} MiB",
                MAX_POINTER_BYTES >> 20
            ))),
        }
    }
}
