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
            entries: Vec::with_capacity((text.len() / BYTES_A_VALUE).min(MOST_AHEAD)),
            open: Vec::new(),
            depth: 0,
            escaped_key: false,
            far_number: false,
        };
        parser.document().map_err(|fault| JsonError {
            offset: fault.offset.min(text.len()),
            pointer: parser.innermost_pointer(),
            message: fault.message.to_owned(),
        })?;
        Ok(Tree {
            text,
            entries: parser.entries,
            depth: parser.depth,
            is_as_written: !parser.escaped_key && !parser.far_number,
        })
    }
}

/// What a parser collects. Its position is no field, but an argument and a result, so that it stays in a register.
struct Parser<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    /// The arrays and objects that are not closed yet, from the outside in.
    open: Vec<Node>,
    /// The most arrays and objects that were open at once.
    depth: usize,
    escaped_key: bool,
    /// Whether a number may be out of the range of a float.
    far_number: bool,
}

/// The first byte that is not JSON, and why.
struct Fault {
    offset: usize,
    message: &'static str,
}

/// The approximate number of bytes of a value with its key in typical texts.
const BYTES_A_VALUE: usize = 16;
/// The most values for which memory is reserved before they are parsed.
const MOST_AHEAD: usize = 1 << 14;

/// A number of this length without an exponent is certainly in the range of a float.
const NEAR: usize = 300;

impl Parser<'_> {
    fn document(&mut self) -> Result<(), Fault> {
        let bytes = self.bytes;
        if bytes.starts_with("\u{feff}".as_bytes()) {
            return fail(0, "byte order mark in front of JSON");
        }
        // The kind of the innermost open container, and the key of the next value.
        let (mut within, mut key) = (Kind::Null, (0, 0));
        let mut at = space(bytes, 0);
        loop {
            let start = at;
            let (kind, escaped) = self.value(&mut at)?;
            let node = self.entries.len();
            self.entries.push(Entry {
                kind,
                escaped,
                start: start as u32,
                end: at as u32,
                key,
                after: node as u32 + 1,
            });
            if matches!(kind, Kind::Object | Kind::Array) {
                self.open.push(node);
                self.depth = self.depth.max(self.open.len());
                within = kind;
                at = space(bytes, at);
                if !closes(within, bytes.get(at)) {
                    key = self.key(within, &mut at)?;
                    continue;
                }
            }
            // Behind a value: the ends of containers, then a comma.
            loop {
                at = space(bytes, at);
                let byte = bytes.get(at);
                if within == Kind::Null {
                    return match byte {
                        None => Ok(()),
                        Some(_) => fail(at, "text behind the end of the JSON value"),
                    };
                }
                if byte == Some(&b',') {
                    break;
                }
                if !closes(within, byte) {
                    return match (within, byte) {
                        (Kind::Array, Some(_)) => fail(at, "expected `,` or `]`"),
                        (_, Some(_)) => fail(at, "expected `,` or `}`"),
                        (Kind::Array, None) => fail(at, "text ends inside an array"),
                        (_, None) => fail(at, "text ends inside an object"),
                    };
                }
                at += 1;
                within = self.close(at);
            }
            at = space(bytes, at + 1);
            if closes(within, bytes.get(at)) {
                return fail(at, "comma before the end");
            }
            key = self.key(within, &mut at)?;
        }
    }

    /// Closes the innermost open container. Returns the kind of the one around it.
    fn close(&mut self, end: usize) -> Kind {
        let after = self.entries.len() as u32;
        if let Some(container) = self.open.pop() {
            let entry = &mut self.entries[container];
            (entry.end, entry.after) = (end as u32, after);
        }
        self.open.last().map_or(Kind::Null, |&node| self.entries[node].kind)
    }

    /// Parses a scalar completely, or the opening bracket of an array or object. Returns its kind, and whether it has escapes.
    #[inline]
    fn value(&mut self, at: &mut usize) -> Result<(Kind, bool), Fault> {
        let kind = match self.bytes.get(*at) {
            Some(b'"') => return Ok((Kind::String, string(self.bytes, at)?)),
            Some(b'{') => {
                *at += 1;
                Kind::Object
            }
            Some(b'[') => {
                *at += 1;
                Kind::Array
            }
            Some(b'-' | b'0'..=b'9') => {
                self.far_number |= number(self.bytes, at)?;
                Kind::Number
            }
            Some(b't') => word(self.bytes, at, "true", Kind::Bool)?,
            Some(b'f') => word(self.bytes, at, "false", Kind::Bool)?,
            Some(b'n') => word(self.bytes, at, "null", Kind::Null)?,
            Some(_) => return fail(*at, "expected a JSON value"),
            None => return fail(*at, "text ends where a value is expected"),
        };
        Ok((kind, false))
    }

    /// The range of the key in front of a value in an object, with its quotes; empty in an array. Goes on to the value.
    #[inline]
    fn key(&mut self, within: Kind, at: &mut usize) -> Result<(u32, u32), Fault> {
        if within != Kind::Object {
            return Ok((0, 0));
        }
        let (bytes, start) = (self.bytes, *at);
        match bytes.get(start) {
            Some(b'"') => self.escaped_key |= string(bytes, at)?,
            Some(_) => return fail(start, "expected a key in quotes"),
            None => return fail(start, "text ends inside an object"),
        }
        let end = *at;
        let colon = space(bytes, end);
        match bytes.get(colon) {
            Some(b':') => *at = space(bytes, colon + 1),
            Some(_) => return fail(colon, "expected `:`"),
            None => return fail(colon, "text ends inside an object"),
        }
        Ok((start as u32, end as u32))
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

#[cold]
fn fail<T>(offset: usize, message: &'static str) -> Result<T, Fault> {
    Err(Fault { offset, message })
}

/// The first position that is not white space.
#[inline]
fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Whether a byte closes a container of that kind.
#[inline]
fn closes(container: Kind, byte: Option<&u8>) -> bool {
    matches!(
        (container, byte),
        (Kind::Array, Some(b']')) | (Kind::Object, Some(b'}'))
    )
}

fn word(bytes: &[u8], at: &mut usize, word: &str, kind: Kind) -> Result<Kind, Fault> {
    if !bytes[*at..].starts_with(word.as_bytes()) {
        return fail(*at, "expected a JSON value");
    }
    *at += word.len();
    Ok(kind)
}

/// Skips a number, and returns whether it may be out of the range of a float.
fn number(bytes: &[u8], at: &mut usize) -> Result<bool, Fault> {
    let (start, mut has_exponent) = (*at, false);
    *at += usize::from(bytes[start] == b'-');
    match bytes.get(*at) {
        Some(b'0') => *at += 1,
        _ => digits(bytes, at)?,
    }
    if bytes.get(*at) == Some(&b'.') {
        *at += 1;
        digits(bytes, at)?;
    }
    if let Some(b'e' | b'E') = bytes.get(*at) {
        has_exponent = true;
        *at += 1;
        *at += usize::from(matches!(bytes.get(*at), Some(b'+' | b'-')));
        digits(bytes, at)?;
    }
    match bytes.get(*at) {
        Some(b'0'..=b'9') => fail(*at, "number with a leading zero"),
        _ => Ok(*at - start > NEAR || has_exponent && is_far(&bytes[start..*at])),
    }
}

#[inline]
fn digits(bytes: &[u8], at: &mut usize) -> Result<(), Fault> {
    let rest = bytes.get(*at..).unwrap_or_default();
    let count = rest
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(rest.len());
    *at += count;
    match count {
        0 => fail(*at, "expected a digit"),
        _ => Ok(()),
    }
}

/// Skips a string, and returns whether it contains an escape.
#[inline]
fn string(bytes: &[u8], position: &mut usize) -> Result<bool, Fault> {
    let start = *position + 1;
    let at = start + plain(&bytes[start..]);
    if bytes.get(at) == Some(&b'"') {
        *position = at + 1;
        return Ok(false);
    }
    *position = end_of_escaped_string(bytes, at)?;
    Ok(true)
}

/// The end of a string, behind its closing quote, from its first escape on.
#[cold]
fn end_of_escaped_string(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += escape(bytes, at)?,
            Some(_) => return fail(at, "control character in a string"),
            None => return fail(at, "text ends inside a string"),
        }
        at += plain(&bytes[at..]);
    }
}

/// The length of the escape at a position.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    const UNKNOWN: &str = "unknown escape in a string";
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') => match unit(bytes, at) {
            Some(0xD800..=0xDBFF) => match unit(bytes, at + 6) {
                Some(0xDC00..=0xDFFF) => Ok(12),
                _ => fail(at, "lone surrogate in a string"),
            },
            Some(0xDC00..=0xDFFF) => fail(at, "lone surrogate in a string"),
            Some(_) => Ok(6),
            None => fail(at, UNKNOWN),
        },
        _ => fail(at, UNKNOWN),
    }
}

/// The code unit of the `\uXXXX` at a position.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let hex = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digit = |unit: u32, digit: &u8| Some(unit * 16 + char::from(*digit).to_digit(16)?);
    hex.iter().try_fold(0, digit)
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
