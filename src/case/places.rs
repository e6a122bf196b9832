//! Where in a file the bytes of a text stood.

use super::{Case, Piece};

/// The places of one case, laid out for many questions: without it each would read the text from a piece's start.
pub struct Places<'c> {
    text: &'c str,
    marks: Vec<Piece>,
}

/// Bytes from one mark to the next: what a question reads at most.
const STEP: usize = 1024;

impl<'c> Places<'c> {
    /// Reads the text of `case` once.
    pub fn new(case: &'c Case) -> Places<'c> {
        let text = case.text.as_str();
        let mut marks = Vec::with_capacity(text.len() / STEP + case.pieces.len());
        for (index, piece) in case.pieces.iter().enumerate() {
            let end = case.pieces.get(index + 1).map_or(text.len(), |next| next.offset);
            let mut mark = *piece;
            loop {
                marks.push(mark);
                let next = text.floor_char_boundary(mark.offset.saturating_add(STEP));
                if next >= end || next <= mark.offset {
                    break;
                }
                let (line, column) = mark.place(text, next);
                mark = Piece {
                    offset: next,
                    line,
                    column,
                };
            }
        }
        Places { text, marks }
    }

    /// Line and column of the file, both from 1, where the byte at `offset` of the text stood.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        place_among(&self.marks, self.text, offset)
    }
}

impl Case {
    /// Where the text starts, as reports print it: the label of the case, with line and column if it is not the whole file.
    pub fn start_label(&self) -> String {
        match self.place(0) {
            (1, 1) => self.label().into_owned(),
            (line, column) => format!("{}:{line}:{column}", self.label()),
        }
    }

    /// Line and column of the file, both from 1, where the byte at `offset` of the text stood.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        place_among(&self.pieces, &self.text, offset)
    }
}

fn place_among(pieces: &[Piece], text: &str, offset: usize) -> (usize, usize) {
    let behind = pieces.partition_point(|piece| piece.offset <= offset);
    let piece = pieces.get(behind.saturating_sub(1));
    piece.map_or((1, 1), |piece| piece.place(text, offset))
}

impl Piece {
    /// The place of the byte at `offset`, which stands behind the start of the piece.
    fn place(&self, text: &str, offset: usize) -> (usize, usize) {
        let between = text.get(self.offset..text.floor_char_boundary(offset));
        let between = between.unwrap_or_default();
        match between.rfind('\n') {
            Some(end) => (
                self.line.saturating_add(between.matches('\n').count()),
                between[end + 1..].chars().count() + 1,
            ),
            None => (self.line, self.column.saturating_add(between.chars().count())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(offset: usize, line: usize, column: usize) -> Piece {
        Piece { offset, line, column }
    }

    #[test]
    fn places_count_lines_and_characters() {
        let case = Case::new("x", "{\"ä\":1,\n \"b\":2}");
        assert_eq!(case.place(0), (1, 1));
        assert_eq!(case.place(6), (1, 6));
        assert_eq!(case.place(10), (2, 2));
        assert_eq!(case.place(usize::MAX), (2, 8));
    }

    #[test]
    fn pieces_point_into_the_file() {
        let mut case = Case::new("x.sse", "{\"event\":\"e\",\"data\":{}}");
        case.pieces = vec![piece(0, 7, 1), piece(20, 8, 7)];
        assert_eq!(case.place(21), (8, 8));
        assert_eq!(case.place(3), (7, 4));
    }

    #[test]
    fn laid_out_places_are_those_of_the_case() {
        let long = "é".repeat(3000);
        let mut case = Case::new("x", format!("{long}\n{long}{long}\n\n\"{long}"));
        case.pieces = vec![piece(0, 3, 5), piece(4001, 9, 2), piece(4100, 10, 7)];
        let places = Places::new(&case);
        for offset in (0..case.text.len() + 10).step_by(7).chain([usize::MAX]) {
            assert_eq!(places.place(offset), case.place(offset), "{offset}");
        }
    }

    #[test]
    fn pieces_beyond_the_text_are_no_danger() {
        let mut case = Case::new("x", "{\"ä\":1}");
        case.pieces = vec![
            piece(0, usize::MAX, usize::MAX),
            piece(3, 1, 1),
            piece(usize::MAX, 1, 1),
        ];
        for offset in [0, 2, 3, 4, 5, 100, usize::MAX] {
            assert_eq!(Places::new(&case).place(offset), case.place(offset));
        }
    }
}
