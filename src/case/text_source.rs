//! The cases of one input.

use super::skipped::Skipped;
use super::{Case, CaseId, CaseKind, Origin, Piece};

/// What the cases of one input have in common.
pub(super) struct TextSource {
    origin: Origin,
    pub(super) label: String,
    first: CaseId,
    /// How many cases have been given.
    count: u64,
}

impl TextSource {
    pub(super) fn new(origin: Origin) -> TextSource {
        let label = origin.label(CaseKind::Capture).into_owned();
        TextSource {
            first: CaseId::of(&label),
            origin,
            label,
            count: 0,
        }
    }

    /// Counts a case that has been given.
    pub(super) fn count_case(&mut self) {
        self.count += 1;
    }

    /// The next case.
    pub(super) fn case(&self, text: impl Into<String>) -> Case {
        Case {
            id: self.first.at(self.count),
            origin: self.origin.clone(),
            component: None,
            kind: CaseKind::Capture,
            event: false,
            pieces: vec![Piece::at_line(1)],
            fault: None,
            was: None,
            text: text.into(),
        }
    }

    /// A case of bytes that start at `line`.
    pub(super) fn case_of(&self, bytes: Vec<u8>, line: usize) -> Result<Case, Skipped> {
        let mut case = self.case("");
        case.pieces = vec![Piece::at_line(line)];
        match String::from_utf8(bytes) {
            Ok(text) => {
                case.text = text;
                Ok(case)
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                case.text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                Err(Skipped::at(&self.label, case.place(valid), "invalid UTF-8"))
            }
        }
    }
}
