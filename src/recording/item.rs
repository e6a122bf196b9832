//! What is found in recordings.

use crate::case::{Case, Skipped};

/// A position in a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, or `-`.
    pub file: String,
    /// The format of the recording, for people.
    pub format: &'static str,
    /// The part of the recording, such as `entry 3`; empty if the whole file is one body.
    pub part: String,
}

impl Origin {
    /// The file and the part, for people.
    pub fn label(&self) -> String {
        match self.part.is_empty() {
            true => self.file.clone(),
            false => format!("{}, {}", self.file, self.part),
        }
    }
}

/// Something found in a recording.
#[derive(Debug)]
pub enum Item {
    /// A JSON text from a response body.
    Text(Origin, Case),
    /// A response or a file without any JSON, and the reason. This is not an error.
    Ignored(Origin, &'static str),
    /// Something that cannot be read.
    Skipped(Skipped),
}

/// Receives items. It returns `false` to end the reading.
pub type Sink<'s> = dyn FnMut(Item) -> bool + 's;
