//! Texts out of a file or a stream: a JSON document, JSON lines, or server-sent events, told apart by content; or YAML, if the file
//! is named so.

use super::limits::MAX_OBJECT_BYTES;
use super::skipped::{Skipped, too_large_reason};
use super::sse::Events;
use super::text::{BYTE_ORDER_MARK, Line, Lines};
use super::text_source::TextSource;
use super::yaml::{self, NotConverted};
use super::yaml_fragment::Converted;
use super::{Case, Origin};
use crate::json::Tree;
use std::collections::VecDeque;
use std::io::BufRead;

/// How many lines may pass before content tells JSON lines from a document; each is kept meanwhile.
const LOOKAHEAD_LINES: usize = 1000;

/// A file or a stream to read texts from.
pub struct Input<R> {
    /// Where the bytes come from. The ending of a file name tells JSON lines and server-sent events.
    pub origin: Origin,
    /// The bytes.
    pub reader: R,
}

impl<R> Input<R> {
    /// Bytes under a name of the caller's choice.
    pub fn named(name: impl Into<String>, reader: R) -> Input<R> {
        let origin = Origin::Inline { name: name.into() };
        Input { origin, reader }
    }
}

/// The texts of one input, one at a time, so that an input of any length takes bounded memory.
pub struct Texts<R> {
    source: TextSource,
    lines: Lines<R>,
    shape: Shape,
    /// Whether a stream of events has given anything yet, be it a fault.
    given: bool,
}

enum Shape {
    Unknown,
    /// The lines that were read to find that out come first.
    JsonLines(VecDeque<Line>),
    Events(Box<Events>),
    /// The documents of a YAML text.
    Yaml(VecDeque<Converted>),
    Over,
}

impl<R: BufRead> Texts<R> {
    /// Nothing is read before the first text is asked for.
    pub fn new(input: Input<R>) -> Texts<R> {
        Texts {
            source: TextSource::new(input.origin),
            lines: Lines::new(input.reader),
            shape: Shape::Unknown,
            given: false,
        }
    }

    fn first(&mut self) -> Option<Result<Case, Skipped>> {
        if self.is(&["yaml", "yml"]) {
            return self.yaml();
        }
        let stream = self.is(&["sse"]);
        if stream {
            self.lines.expect_events();
        }
        let by_name = self.is(&["jsonl", "ndjson"]);
        let mut head: VecDeque<Line> = VecDeque::new();
        let mut bytes = 0;
        while head.len() < LOOKAHEAD_LINES && bytes <= MAX_OBJECT_BYTES {
            let line = match self.lines.next_filled() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => return self.unreadable(&error),
            };
            if head.is_empty() && (stream || line.starts_an_event()) {
                self.lines.expect_events();
                self.shape = Shape::Events(Box::new(Events::new(Some(line))));
                return self.advance();
            }
            bytes += line.bytes.len();
            let json_lines = by_name || proves_json_lines(&head, &line);
            head.push_back(line);
            if json_lines {
                self.shape = Shape::JsonLines(head);
                return self.advance();
            }
        }
        self.shape = Shape::Over;
        if head.is_empty() {
            return Some(Err(Skipped::at(&self.source.label, (1, 1), "empty: no JSON in it")));
        }
        Some(self.document(head))
    }

    /// JSON is YAML as well, and is taken as it is.
    fn yaml(&mut self) -> Option<Result<Case, Skipped>> {
        self.shape = Shape::Over;
        let mut bytes = Vec::new();
        match self.lines.rest_into(&mut bytes, MAX_OBJECT_BYTES) {
            Ok(true) => {}
            Ok(false) => return Some(Err(Skipped::at(&self.source.label, (1, 1), too_large_reason()))),
            Err(error) => return self.unreadable(&error),
        }
        if bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        let case = match self.source.case_of(bytes, 1) {
            Ok(case) => case,
            Err(skipped) => return Some(Err(skipped)),
        };
        if Tree::parse(&case.text).is_ok() {
            return Some(Ok(case));
        }
        match yaml::convert(&case.text) {
            Ok(documents) if documents.is_empty() => {
                Some(Err(Skipped::at(&self.source.label, (1, 1), "empty: no YAML in it")))
            }
            Ok(documents) => {
                self.shape = Shape::Yaml(documents.into());
                self.advance()
            }
            Err(NotConverted { line, column, reason }) => Some(Err(Skipped::at(
                &self.source.label,
                (line, column),
                format!("not YAML that JSON can write: {reason}"),
            ))),
        }
    }

    fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| {
            self.source
                .label
                .rsplit_once('.')
                .is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending))
        })
    }

    fn unreadable(&mut self, error: &std::io::Error) -> Option<Result<Case, Skipped>> {
        self.shape = Shape::Over;
        Some(Err(Skipped::whole(
            &self.source.label,
            format!("cannot be read: {error}"),
        )))
    }

    fn document(&mut self, head: VecDeque<Line>) -> Result<Case, Skipped> {
        let first = head[0].number;
        let too_large = Err(Skipped::at(&self.source.label, (first, 1), too_large_reason()));
        let mut bytes = Vec::new();
        let mut number = first;
        for line in head {
            // Blank lines were passed over; they count, or the positions would be wrong.
            let blank = line.number - number;
            if line.too_long || bytes.len() + blank + line.bytes.len() > MAX_OBJECT_BYTES {
                return too_large;
            }
            bytes.resize(bytes.len() + blank, b'\n');
            bytes.extend(line.bytes);
            number = line.number + 1;
        }
        match self.lines.rest_into(&mut bytes, MAX_OBJECT_BYTES) {
            Ok(true) => self.source.case_of(bytes, first),
            Ok(false) => too_large,
            Err(error) => Err(Skipped::whole(&self.source.label, format!("cannot be read: {error}"))),
        }
    }

    fn json_line(&mut self, mut line: Line) -> Result<Case, Skipped> {
        if line.too_long {
            return Err(Skipped::at(&self.source.label, (line.number, 1), too_large_reason()));
        }
        // Without its end: what is missing at the end of a line is missing there, not on the next one.
        line.bytes.truncate(line.content().len());
        self.source.case_of(line.bytes, line.number)
    }
}

impl<R: BufRead> Iterator for Texts<R> {
    type Item = Result<Case, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance();
        if let Some(Ok(_)) = next {
            self.source.count_case();
        }
        next
    }
}

impl<R: BufRead> Texts<R> {
    fn advance(&mut self) -> Option<Result<Case, Skipped>> {
        let line = match &mut self.shape {
            Shape::Unknown => return self.first(),
            Shape::Over => return None,
            Shape::Yaml(documents) => {
                let Converted { text, pieces } = documents.pop_front()?;
                let case = self.source.case(text);
                return Some(Ok(Case { pieces, ..case }));
            }
            Shape::Events(events) => {
                let next = events.next(&self.source, &mut self.lines);
                if next.is_none() && !self.given {
                    self.shape = Shape::Over;
                    return Some(Err(Skipped::at(
                        &self.source.label,
                        (1, 1),
                        "empty: no event in the stream",
                    )));
                }
                self.given = true;
                return next;
            }
            Shape::JsonLines(head) => head.pop_front(),
        };
        let line = match line {
            Some(line) => line,
            None => match self.lines.next_filled() {
                Ok(line) => line?,
                Err(error) => return self.unreadable(&error),
            },
        };
        Some(self.json_line(line))
    }
}

/// Whether `line` shows that it, and the lines that are not blank before it, are JSON lines and no JSON document.
///
/// A document holds no two values on lines of their own with nothing between them. Behind lines that are no JSON, an
/// object on a line of its own is enough, where no document can want it.
fn proves_json_lines(before: &VecDeque<Line>, line: &Line) -> bool {
    let (Some(first), Some(last)) = (before.front(), before.back()) else {
        return false;
    };
    match before.len() {
        1 if first.is_json() => return true,
        2 if last.is_json() && line.is_json() => return true,
        _ => {}
    }
    line.is_object() && (!first.opens_a_document() || !last.wants_a_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, text: &str) -> Vec<Result<String, String>> {
        let texts = Texts::new(Input::named(name, text.as_bytes()));
        texts
            .map(|text| text.map(|case| case.text).map_err(|skipped| skipped.reason))
            .collect()
    }

    #[test]
    fn yaml_is_read_where_the_name_says_so() {
        let yaml = "id: 1\n---\ndata: [2.50]\n";
        assert_eq!(
            texts("a.yml", yaml),
            [Ok(r#"{"id":1}"#.to_owned()), Ok(r#"{"data":[2.50]}"#.to_owned())]
        );
        assert_eq!(
            texts("a.YAML", "\u{feff}{ \"a\" :1 }"),
            [Ok(r#"{ "a" :1 }"#.to_owned())]
        );
        assert!(texts("a.yaml", "a: [").remove(0).unwrap_err().starts_with("not YAML"));
        assert!(texts("a.yaml", "# nothing\n").remove(0).is_err());
        assert_ne!(texts("a.json", yaml), texts("a.yml", yaml));
    }
}
