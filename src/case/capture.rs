//! One JSON text given to a subject.

use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};

/// Where a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// It was recorded, or written down.
    Capture,
    /// It was generated, and is valid.
    Sample,
    /// It was generated with exactly one thing wrong, and is proven invalid.
    Mutant,
    /// It was made to prove one claim.
    Witness,
}

impl CaseKind {
    /// The kind as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            CaseKind::Capture => "capture",
            CaseKind::Sample => "sample",
            CaseKind::Mutant => "mutant",
            CaseKind::Witness => "witness",
        }
    }
}

/// One JSON text, and where each byte of it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The file, the embedded file, or `-`.
    pub name: String,
    /// Where it comes from.
    pub kind: CaseKind,
    /// Whether it is one event of a stream, as `{"event":…,"data":…}`.
    pub event: bool,
    /// Where the text stood in the file, by pieces; at least one, the first at offset 0.
    pub pieces: Vec<Piece>,
    /// What is wrong with it, if it is a mutant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// What stood in the place of the wrong value, as JSON: with it, the mutant is valid. `None` if no value became another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The JSON text.
    #[serde(skip)]
    pub text: String,
}

/// The one thing that is wrong with a mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What was done to the sample, by name.
    pub operator: String,
    /// The value that is wrong, or the key that is missing or too many.
    pub pointer: Pointer,
}

/// From `offset` on, the text stood in the file from `line` and `column` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// Line of the file, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Case {
    /// A text that stands alone: line 1 is its first.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Case {
        Case {
            name: name.into(),
            kind: CaseKind::Capture,
            event: false,
            pieces: vec![Piece {
                offset: 0,
                line: 1,
                column: 1,
            }],
            fault: None,
            was: None,
            text: text.into(),
        }
    }

    /// The offset of a position that an error of `serde_json` names: line from 1, column in bytes.
    pub fn offset_of(&self, line: usize, column: usize) -> usize {
        let start: usize = self
            .text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum();
        (start + column.saturating_sub(1)).min(self.text.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_serde_json_are_offsets() {
        let case = Case::new("x", "{\"ä\":1,\n \"b\":2}");
        assert_eq!(case.offset_of(2, 2), 10);
    }
}
