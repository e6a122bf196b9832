//! One JSON text that subjects are examined with.

use super::kind::CaseKind;
use super::origin::{CaseId, Origin};
use crate::json::Tree;
use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One JSON text, with its origin and the file positions of its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Identifies the case within a run.
    pub id: CaseId,
    /// Where the text comes from.
    pub origin: Origin,
    /// The component that the text belongs to, if the origin says so; it is not told from the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// How the case came about.
    pub kind: CaseKind,
    /// Whether it is one event of a stream, as `{"event":…,"data":…}`.
    pub event: bool,
    /// The file positions of the text, piece by piece; at least one piece, the first at offset 0.
    pub pieces: Vec<Piece>,
    /// The fault, if the case is a mutant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// The JSON text that the faulty value replaced, if the fault replaced a value; with it, the mutant is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The JSON text.
    #[serde(skip)]
    pub text: String,
}

/// The fault of a mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The name of the change that was made to a valid value.
    pub operator: String,
    /// The value that is wrong, or the key that is missing or not allowed.
    pub pointer: Pointer,
}

/// The file position at which a part of a text starts. The part ends where the next one starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// Line of the file, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Piece {
    /// A text that starts in the first column of a line.
    pub(super) fn at_line(line: usize) -> Piece {
        Piece {
            offset: 0,
            line,
            column: 1,
        }
    }
}

impl Case {
    /// A text under a name of the caller's choice. Its first line is line 1.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Case {
        Case::of(Origin::Inline { name: name.into() }, CaseKind::Capture, text)
    }

    /// A text of some origin. Its first line is line 1.
    pub fn of(origin: Origin, kind: CaseKind, text: impl Into<String>) -> Case {
        Case {
            id: CaseId::of(&origin.label(kind)),
            component: match &origin {
                Origin::Generated { component, .. } => Some(component.clone()),
                _ => None,
            },
            origin,
            kind,
            event: false,
            pieces: vec![Piece::at_line(1)],
            fault: None,
            was: None,
            text: text.into(),
        }
    }

    /// A text that demonstrates a finding about an enum.
    pub fn witness(enum_name: impl Into<String>, text: impl Into<String>) -> Case {
        let enum_name = enum_name.into();
        Case::of(Origin::Witness { enum_name }, CaseKind::Witness, text)
    }

    /// The name under which reports show the case: the file, `-` for standard input, or a name that says how the text was
    /// generated. Cases of one file share it; [`id`](Self::id) tells them apart.
    pub fn label(&self) -> Cow<'_, str> {
        self.origin.label(self.kind)
    }

    /// The data of an event, as a text of its own that stands where it stood; `None` for what is no event.
    pub(crate) fn event_data(&self, tree: &Tree<'_>) -> Option<Case> {
        let mut members = tree.children(Tree::ROOT).filter(|_| self.event);
        let data = members.find(|child| tree.key(*child) == "data")?;
        let (start, text) = (tree.start(data), tree.source(data));
        let (line, column) = self.place(start);
        let first = Piece {
            offset: 0,
            line,
            column,
        };
        let inside = self
            .pieces
            .iter()
            .filter(|piece| (start + 1..start + text.len()).contains(&piece.offset));
        let rest = inside.map(|piece| Piece {
            offset: piece.offset - start,
            ..*piece
        });
        Some(Case {
            event: false,
            pieces: std::iter::once(first).chain(rest).collect(),
            text: text.to_owned(),
            ..self.clone()
        })
    }

    /// The offset of a position in an error of `serde_json`: line from 1, column in bytes.
    pub fn offset_of(&self, line: usize, column: usize) -> usize {
        let lines = self.text.split_inclusive('\n').take(line.saturating_sub(1));
        let start: usize = lines.map(str::len).sum();
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

    #[test]
    fn the_data_of_an_event_stands_where_it_stood() {
        let mut case = Case::new("x.sse", "{\"event\":\"e\",\"data\":{\"a\":\n1}}");
        let data = |case: &Case| case.event_data(&case.tree().unwrap());
        assert_eq!(data(&case), None);
        case.event = true;
        case.pieces = [(0, 7, 1), (20, 8, 7), (26, 9, 7)]
            .map(|(offset, line, column)| Piece { offset, line, column })
            .to_vec();
        let found = data(&case).unwrap();
        assert_eq!((found.text.as_str(), found.event), ("{\"a\":\n1}", false));
        assert_eq!((found.place(0), found.place(6)), ((8, 7), (9, 7)));
    }

    #[test]
    fn generated_cases_know_their_component() {
        let origin = |number| Origin::Generated {
            component: "Run".to_owned(),
            number,
            seed: 1,
        };
        let case = Case::of(origin(3), CaseKind::Sample, "{}");
        assert_eq!(
            (case.component.as_deref(), &*case.label()),
            (Some("Run"), "Run/sample-3")
        );
        assert_ne!(case.id, Case::of(origin(4), CaseKind::Sample, "{}").id);
        assert_eq!(Case::new("x", "{}").component, None);
    }
}
