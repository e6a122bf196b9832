//! The parser. It follows RFC 8259 exactly, makes one pass, and does not use recursion.

use super::error::JsonError;
use super::plain::plain;
use super::tree::{Entry, Kind, Node, Tree};
use crate::pointer::Pointer;

impl<'a> Tree<'a> {
    /// Parses one JSON text.
    ///
    /// # Errors
    /// At the first byte that RFC 8259 does not allow. A lone surrogate escape is an error too, because no string can hold it, and
    /// so is a text of 4 GiB or more.
    pub fn parse(text: &'a str) -> Result<Tree<'a>, JsonError> {
        if u32::try_from(text.len()).is_err() {
            return Err(JsonError {
                offset: 0,
                pointer: Pointer::root(),
                message: "text of 4 GiB or more".to_owned(),
            });
        }
        let mut parser = Parser {
            bytes: text.as_bytes(),
            at: 0,
            entries: Vec::with_capacity((text.len() / BYTES_A_VALUE).min(MOST_AHEAD)),
            open: Vec::new(),
            depth: 0,
            escaped_key: false,
            far_number: false,
        };
        parser.document()?;
        Ok(Tree {
            text,
            entries: parser.entries,
            depth: parser.depth,
            is_as_written: !parser.escaped_key && !parser.far_number,
        })
    }
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    entries: Vec<Entry>,
    /// The arrays and objects that are not closed yet, from the outside in.
    open: Vec<Node>,
    /// The most arrays and objects that were open at once.
    depth: usize,
    escaped_key: bool,
    /// Whether a number may be out of the range of a float.
    far_number: bool,
}

/// The approximate number of bytes of a value with its key in typical texts.
const BYTES_A_VALUE: usize = 16;
/// The most values for which memory is reserved before they are parsed.
const MOST_AHEAD: usize = 1 << 14;

/// A number of this length without an exponent is certainly in the range of a float.
const NEAR: usize = 300;

impl Parser<'_> {
    fn document(&mut self) -> Result<(), JsonError> {
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            return self.fail("byte order mark in front of JSON");
        }
        self.space();
        let mut key = (0, 0);
        loop {
            let opened = self.value(key)?;
            key = match opened.then(|| self.first_child()).transpose()?.flatten() {
                Some(key) => key,
                None => match self.next_after_value()? {
                    Some(key) => key,
                    None => break,
                },
            };
        }
        self.space();
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fail("text behind the end of the JSON value"),
        }
    }

    /// Parses a scalar completely, or the opening bracket of an array or object. Returns whether it was a bracket.
    fn value(&mut self, key: (u32, u32)) -> Result<bool, JsonError> {
        let start = self.at;
        let mut escaped = false;
        let kind = match self.peek() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => {
                escaped = self.string()?;
                Kind::String
            }
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| Kind::Number)?,
            Some(b't') => self.word("true", Kind::Bool)?,
            Some(b'f') => self.word("false", Kind::Bool)?,
            Some(b'n') => self.word("null", Kind::Null)?,
            Some(_) => return self.fail("expected a JSON value"),
            None => return self.fail("text ends where a value is expected"),
        };
        let container = matches!(kind, Kind::Object | Kind::Array);
        if container {
            self.at += 1;
            self.open.push(self.entries.len());
            self.depth = self.depth.max(self.open.len());
        }
        let after = self.entries.len() as u32 + 1;
        self.entries.push(Entry {
            kind,
            escaped,
            start: start as u32,
            end: self.at as u32,
            key,
            after,
        });
        Ok(container)
    }

    /// The key of the first child of the container that was just opened; `None` if it is empty.
    fn first_child(&mut self) -> Result<Option<(u32, u32)>, JsonError> {
        self.space();
        match (self.innermost(), self.peek()) {
            (Kind::Array, Some(b']')) | (Kind::Object, Some(b'}')) => Ok(None),
            (Kind::Object, _) => self.key().map(Some),
            _ => Ok(Some((0, 0))),
        }
    }

    /// Continues after a value: closes the arrays and objects that end here, and returns the key of the next value. Returns `None`
    /// at the end of the outermost value.
    fn next_after_value(&mut self) -> Result<Option<(u32, u32)>, JsonError> {
        while let Some(&container) = self.open.last() {
            self.space();
            let kind = self.innermost();
            match (kind, self.peek()) {
                (Kind::Array, Some(b']')) | (Kind::Object, Some(b'}')) => {
                    self.at += 1;
                    self.open.pop();
                    self.entries[container].end = self.at as u32;
                    self.entries[container].after = self.entries.len() as u32;
                }
                (_, Some(b',')) => {
                    self.at += 1;
                    self.space();
                    return match (kind, self.peek()) {
                        (Kind::Array, Some(b']')) | (Kind::Object, Some(b'}')) => self.fail("comma before the end"),
                        (Kind::Object, _) => self.key().map(Some),
                        _ => Ok(Some((0, 0))),
                    };
                }
                (Kind::Array, Some(_)) => return self.fail("expected `,` or `]`"),
                (_, Some(_)) => return self.fail("expected `,` or `}`"),
                (Kind::Array, None) => return self.fail("text ends inside an array"),
                (_, None) => return self.fail("text ends inside an object"),
            }
        }
        Ok(None)
    }

    fn innermost(&self) -> Kind {
        self.open.last().map_or(Kind::Null, |&node| self.entries[node].kind)
    }

    fn key(&mut self) -> Result<(u32, u32), JsonError> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.escaped_key |= self.string()?,
            Some(_) => return self.fail("expected a key in quotes"),
            None => return self.fail("text ends inside an object"),
        }
        let end = self.at;
        self.space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => return self.fail("expected `:`"),
            None => return self.fail("text ends inside an object"),
        }
        self.space();
        Ok((start as u32, end as u32))
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Kind, JsonError> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return self.fail("expected a JSON value");
        }
        self.at += word.len();
        Ok(kind)
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let (start, mut has_exponent) = (self.at, false);
        self.at += usize::from(self.peek() == Some(b'-'));
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            has_exponent = true;
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        self.far_number |= self.at - start > NEAR || has_exponent && is_far(&self.bytes[start..self.at]);
        match self.peek() {
            Some(b'0'..=b'9') => self.fail("number with a leading zero"),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            self.fail("expected a digit")
        } else {
            Ok(())
        }
    }

    /// Skips a string, and returns whether it contains an escape.
    fn string(&mut self) -> Result<bool, JsonError> {
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at += plain(&self.bytes[self.at..]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return self.fail("control character in a string"),
                None => return self.fail("text ends inside a string"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => match self.unit(self.at)? {
                0xD800..=0xDBFF => match self.unit(self.at + 6) {
                    Ok(0xDC00..=0xDFFF) => {
                        self.at += 12;
                        Ok(())
                    }
                    _ => self.fail("lone surrogate in a string"),
                },
                0xDC00..=0xDFFF => self.fail("lone surrogate in a string"),
                _ => {
                    self.at += 6;
                    Ok(())
                }
            },
            _ => self.fail("unknown escape in a string"),
        }
    }

    /// The code unit of the `\uXXXX` at `at`.
    fn unit(&self, at: usize) -> Result<u32, JsonError> {
        let hex = self
            .bytes
            .get(at..at + 6)
            .filter(|unit| unit.starts_with(b"\\u"))
            .map(|unit| &unit[2..]);
        match hex {
            Some(hex) if hex.iter().all(u8::is_ascii_hexdigit) => Ok(hex.iter().fold(0, |unit, &digit| {
                unit * 16 + (digit as char).to_digit(16).unwrap_or_default()
            })),
            _ => self.fail("unknown escape in a string"),
        }
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[cold]
    fn fail<T>(&self, message: &str) -> Result<T, JsonError> {
        Err(JsonError {
            offset: self.at.min(self.bytes.len()),
            pointer: self.innermost_pointer(),
            message: message.to_owned(),
        })
    }

    /// The pointer of the innermost open container. Every open container is the last child of the one around it.
    fn innermost_pointer(&self) -> Pointer {
        const ENOUGH: usize = 64;
        let mut pointer = Pointer::root();
        for pair in self.open.windows(2).take(ENOUGH) {
            let (outer, inner) = (pair[0], pair[1]);
            match self.entries[outer].kind {
                Kind::Object => pointer.push(self.key_text(inner)),
                _ => pointer.push(self.position_in(outer, inner)),
            }
        }
        pointer
    }

    fn key_text(&self, node: Node) -> String {
        let (start, end) = self.entries[node].key;
        let token = &self.bytes[start as usize..end as usize];
        serde_json::from_slice(token).unwrap_or_else(|_| String::from_utf8_lossy(token).into_owned())
    }

    fn position_in(&self, array: Node, item: Node) -> usize {
        let mut position = 0;
        let mut node = array + 1;
        while node < item {
            node = self.entries[node].after as usize;
            position += 1;
        }
        position
    }
}

fn is_far(number: &[u8]) -> bool {
    let number = std::str::from_utf8(number).ok().and_then(|text| text.parse().ok());
    !number.is_some_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;

    fn error(text: &str) -> (usize, String) {
        let error = Tree::parse(text).unwrap_err();
        (error.offset, error.message)
    }

    #[test]
    fn nodes_are_pieces_of_the_text() {
        let tree = Tree::parse(r#" {"a":[1, 2.50],"b\n":null} "#).unwrap();
        let at = |pointer: &str| tree.source(tree.at(&Pointer::from(pointer)).unwrap());
        assert_eq!(at("/a/1"), "2.50");
        assert_eq!(at("/b\n"), "null");
        assert_eq!(at("/a"), "[1, 2.50]");
        assert_eq!(tree.children(Tree::ROOT).count(), 2);
        assert_eq!(tree.pointer_to(11).as_str(), "/a/1");
    }

    #[test]
    fn what_is_not_json_is_refused_where_it_breaks() {
        assert_eq!(
            error(r#"{"id":"run_1","object":"animal.pet""#),
            (35, "text ends inside an object".into())
        );
        assert_eq!(error(r#"{"a":1,}"#), (7, "comma before the end".into()));
        assert_eq!(error("[1,]"), (3, "comma before the end".into()));
        assert_eq!(error("NaN"), (0, "expected a JSON value".into()));
        assert_eq!(error("\u{feff}{}"), (0, "byte order mark in front of JSON".into()));
        assert_eq!(error(r#""\ud800""#), (1, "lone surrogate in a string".into()));
        assert_eq!(error(r#""\udc00""#), (1, "lone surrogate in a string".into()));
        assert_eq!(error("01"), (1, "number with a leading zero".into()));
        assert_eq!(error("{} {}"), (3, "text behind the end of the JSON value".into()));
        assert_eq!(error(""), (0, "text ends where a value is expected".into()));
        assert_eq!(error("\"a\nb\""), (2, "control character in a string".into()));
        assert_eq!(error("[1.]"), (3, "expected a digit".into()));
        assert_eq!(error(r#"{"a" 1}"#), (5, "expected `:`".into()));
    }

    #[test]
    fn an_error_names_the_innermost_open_value() {
        let error = Tree::parse(r#"{"data":[{"id":1},{"tools":[tru"#).unwrap_err();
        assert_eq!(error.pointer.as_str(), "/data/1/tools");
    }

    #[test]
    fn surrogate_pairs_and_all_escapes_pass() {
        assert!(Tree::parse(r#""\ud83d\ude00 \u00e9 \/ \b\f\n\r\t\\\"""#).is_ok());
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert_eq!(Tree::parse(&deep).unwrap().entries.len(), 1_000_000);
        assert!(Tree::parse(&"{\"a\":".repeat(1_000_000)).is_err());
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json() {
        for text in [
            "-",
            "-1",
            "1e",
            "1e+",
            "tru",
            "[",
            "]",
            "{\"a\":}",
            "\"\\x\"",
            "1 ",
            "[[],{}]",
            "\"\u{7f}\"",
            "nul",
            "--1",
            "+1",
        ] {
            assert_eq!(
                Tree::parse(text).is_ok(),
                serde_json::from_str::<serde_json::Value>(text).is_ok(),
                "{text}"
            );
        }
    }
}
