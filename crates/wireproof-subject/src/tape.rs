//! The values of a JSON text that is known to be valid, each as a piece of the text.
//!
//! Only what [`Parsed`](crate::parsed::Parsed) needs: the text was read by `serde_json` before, so nothing is validated here.

use std::borrow::Cow;

/// The kind of value of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

/// One value: its index on the tape.
pub(crate) type Node = usize;

#[derive(Debug)]
struct Entry {
    kind: Kind,
    escaped: bool,
    start: u32,
    end: u32,
    /// The key in front of the value, without its quotes; empty outside objects.
    key: (u32, u32),
    /// The first node behind this one and everything in it.
    after: u32,
}

/// A JSON text and its values, in the order of the text: the first child of a node is the next node.
#[derive(Debug)]
pub(crate) struct Tape<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    has_plain_keys: bool,
}

impl<'a> Tape<'a> {
    pub(crate) const ROOT: Node = 0;

    /// Lays out a text; `None` for one that is not JSON, or of 4 GiB and more.
    pub(crate) fn new(text: &'a str) -> Option<Tape<'a>> {
        u32::try_from(text.len()).ok()?;
        let (entries, has_plain_keys) = lay_out(text.as_bytes())?;
        Some(Tape {
            text,
            entries,
            has_plain_keys,
        })
    }

    pub(crate) fn kind(&self, node: Node) -> Kind {
        self.entries[node].kind
    }

    /// The text of a value.
    pub(crate) fn source(&self, node: Node) -> &'a str {
        let entry = &self.entries[node];
        &self.text[entry.start as usize..entry.end as usize]
    }

    /// The key in front of a value, as it is written.
    pub(crate) fn key(&self, node: Node) -> &'a str {
        let (start, end) = self.entries[node].key;
        &self.text[start as usize..end as usize]
    }

    /// The key in front of a value, escapes resolved.
    pub(crate) fn resolved_key(&self, node: Node) -> Cow<'a, str> {
        let key = self.key(node);
        if self.has_plain_keys || !key.contains('\\') {
            return Cow::Borrowed(key);
        }
        let (start, end) = self.entries[node].key;
        let quoted = &self.text[start as usize - 1..end as usize + 1];
        Cow::Owned(serde_json::from_str(quoted).unwrap_or_default())
    }

    /// A number that is smaller for one key than for another only if the key comes first in the order of bytes: its first eight
    /// bytes.
    pub(crate) fn start_of_key(&self, node: Node) -> u64 {
        let (start, end) = self.entries[node].key;
        let length = u64::from(end - start);
        let first = self.text.as_bytes().get(start as usize..).and_then(<[u8]>::first_chunk);
        match first {
            // What is behind the key does not count.
            Some(first) if length < 8 => u64::from_be_bytes(*first) & !(u64::MAX >> (8 * length)),
            Some(first) => u64::from_be_bytes(*first),
            // Less than eight bytes from the end.
            None => {
                let key = self.key(node).bytes().zip((0..8).rev());
                key.map(|(byte, place)| u64::from(byte) << (8 * place)).sum()
            }
        }
    }

    /// Whether no key has an escape in it.
    pub(crate) fn has_plain_keys(&self) -> bool {
        self.has_plain_keys
    }

    /// The text of a string value, escapes resolved; empty for any other value.
    pub(crate) fn string(&self, node: Node) -> Cow<'a, str> {
        let entry = &self.entries[node];
        if entry.kind != Kind::String {
            return Cow::Borrowed("");
        }
        if entry.escaped {
            return Cow::Owned(serde_json::from_str(self.source(node)).unwrap_or_default());
        }
        Cow::Borrowed(&self.text[entry.start as usize + 1..entry.end as usize - 1])
    }

    /// The first node behind a node and everything in it.
    pub(crate) fn after(&self, node: Node) -> Node {
        self.entries[node].after as usize
    }

    /// The items of an array, the values of an object.
    pub(crate) fn children(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let after = self.after(node);
        let inside = move |next: usize| (next < after).then_some(next);
        std::iter::successors(inside(node + 1), move |&child| inside(self.after(child)))
    }
}

/// Stands for the container around the outermost value.
const NONE: u32 = u32::MAX;

/// The entries of a text, and whether no key has an escape in it. Without recursion, since a text may nest to any depth. Text and
/// position are arguments and results of small functions, so that they stay in registers.
fn lay_out(bytes: &[u8]) -> Option<(Vec<Entry>, bool)> {
    let mut entries: Vec<Entry> = Vec::with_capacity(bytes.len() / 16 + 1);
    let mut has_plain_keys = true;
    // The container that is open; the `after` of its entry is the one around it, until it is closed.
    let (mut innermost, mut in_object) = (NONE, false);
    let (mut byte, mut at) = token(bytes, 0)?;
    loop {
        let mut key = (0, 0);
        if in_object {
            if byte != b'"' {
                return None;
            }
            let (escaped, end) = string(bytes, at + 1)?;
            has_plain_keys &= !escaped;
            key = (at as u32 + 1, end as u32 - 1);
            let (colon, behind) = token(bytes, end)?;
            if colon != b':' {
                return None;
            }
            (byte, at) = token(bytes, behind + 1)?;
        }
        let (kind, escaped, end) = value(bytes, byte, at)?;
        let node = entries.len() as u32;
        let opens = matches!(kind, Kind::Object | Kind::Array);
        entries.push(Entry {
            kind,
            escaped,
            start: at as u32,
            end: end as u32,
            key,
            after: if opens { innermost } else { node + 1 },
        });
        if opens {
            (innermost, in_object) = (node, kind == Kind::Object);
            (byte, at) = token(bytes, end)?;
            if !matches!(byte, b']' | b'}') {
                continue;
            }
        } else if innermost == NONE {
            return token(bytes, end).is_none().then_some((entries, has_plain_keys));
        } else {
            (byte, at) = token(bytes, end)?;
        }
        // Behind a value: the ends of containers, then a comma.
        while byte != b',' {
            if !matches!(byte, b']' | b'}') {
                return None;
            }
            let after = entries.len() as u32;
            let entry = &mut entries[innermost as usize];
            entry.end = at as u32 + 1;
            innermost = std::mem::replace(&mut entry.after, after);
            if innermost == NONE {
                return token(bytes, at + 1).is_none().then_some((entries, has_plain_keys));
            }
            in_object = entries[innermost as usize].kind == Kind::Object;
            (byte, at) = token(bytes, at + 1)?;
        }
        (byte, at) = token(bytes, at + 1)?;
    }
}

/// The first byte of the next token, and its position. No token starts with a control character.
#[inline]
fn token(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        let byte = *bytes.get(at)?;
        if byte > b' ' {
            return Some((byte, at));
        }
        at += 1;
    }
}

/// The kind of a value, whether it has escapes, and the end of a scalar or of an opening bracket.
#[inline]
fn value(bytes: &[u8], byte: u8, at: usize) -> Option<(Kind, bool, usize)> {
    Some(match byte {
        b'"' => {
            let (escaped, end) = string(bytes, at + 1)?;
            (Kind::String, escaped, end)
        }
        b'{' => (Kind::Object, false, at + 1),
        b'[' => (Kind::Array, false, at + 1),
        b'n' => (Kind::Null, false, literal(bytes, at, b"null")?),
        b't' => (Kind::Bool, false, literal(bytes, at, b"true")?),
        b'f' => (Kind::Bool, false, literal(bytes, at, b"false")?),
        _ => {
            let is_inside = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
            let rest = &bytes[at + 1..];
            let length = rest.iter().position(|byte| !is_inside(byte)).unwrap_or(rest.len());
            (Kind::Number, false, at + 1 + length)
        }
    })
}

/// The end of a literal.
fn literal(bytes: &[u8], at: usize, literal: &[u8]) -> Option<usize> {
    let end = at + literal.len();
    (bytes.get(at..end) == Some(literal)).then_some(end)
}

/// Whether a string has escapes, and its end; it starts at `at`, behind its opening quote.
#[inline]
fn string(bytes: &[u8], mut at: usize) -> Option<(bool, usize)> {
    let mut escaped = false;
    loop {
        at += plain_bytes(bytes.get(at..)?);
        match bytes.get(at)? {
            b'"' => return Some((escaped, at + 1)),
            b'\\' => {
                escaped = true;
                at += 2;
            }
            _ => at += 1,
        }
    }
}

/// How many bytes at the start hold no quotation mark and no backslash, at least: eight bytes are compared at once.
#[inline]
fn plain_bytes(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const QUOTES: u64 = ONES * b'"' as u64;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    let mut at = 0;
    for word in bytes.as_chunks::<8>().0 {
        let word = u64::from_le_bytes(*word);
        // Subtraction sets the highest bit of a byte that is zero. Below the first such byte nothing is borrowed; a byte whose
        // highest bit was set before is neither of the two.
        let borrowed = (word ^ QUOTES).wrapping_sub(ONES) | (word ^ BACKSLASHES).wrapping_sub(ONES);
        let found = borrowed & !word & (ONES << 7);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_pieces_of_the_text() {
        let text = " {\"a\" : [1, {}, \"x\\\"y\"],\"\":null , \"b\":{\"c\":[ ]}} ";
        let tape = Tape::new(text).unwrap();
        let members: Vec<_> = tape
            .children(Tape::ROOT)
            .map(|node| (tape.key(node), tape.source(node)))
            .collect();
        assert_eq!(
            members,
            [("a", "[1, {}, \"x\\\"y\"]"), ("", "null"), ("b", "{\"c\":[ ]}")]
        );
        let items: Vec<_> = tape
            .children(1)
            .map(|node| (tape.kind(node), tape.string(node)))
            .collect();
        assert_eq!(items[2], (Kind::String, "x\"y".into()));
        assert_eq!((items[0].0, items[1].0), (Kind::Number, Kind::Object));
    }

    #[test]
    fn keys_sort_by_their_start_as_by_all_their_bytes() {
        for keys in [
            ["", "a"],
            ["a", "a "],
            ["ab", "b"],
            ["abcdefg", "abcdefgh"],
            ["abcdefgi", "b"],
            ["z", "\u{e9}"],
        ] {
            for behind in ["", " ", r#","behind":[true]"#] {
                let text = format!(r#"{{"{}":1,"{}":2{behind}}}"#, keys[0], keys[1]);
                let tape = Tape::new(&text).unwrap();
                assert!(tape.start_of_key(1) < tape.start_of_key(2), "{text}");
            }
        }
        let tape = Tape::new(r#"{"abcdefgh1":1,"abcdefgh2":2}"#).unwrap();
        assert_eq!(tape.start_of_key(1), tape.start_of_key(2));
    }

    #[test]
    fn plain_bytes_end_before_the_first_quotation_mark_or_backslash() {
        for length in 0..40 {
            for end in ["\"", "\\", "\"\\", "\\\""] {
                let text = format!("{}{end}{}", "a".repeat(length), "b".repeat(9));
                assert_eq!(plain_bytes(text.as_bytes()), length, "{text}");
                let text = format!("{}{end}", "ä".repeat(length));
                assert!(plain_bytes(text.as_bytes()) <= 2 * length, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_json_has_no_tape_or_ends_at_least() {
        for text in ["", "{", "[1", "{\"a\"}", "\"a", "{\"a\":1]]", "1 2", "[,"] {
            let _ = Tape::new(text);
        }
        assert!(Tape::new("{\"a\":").is_none());
        assert!(Tape::new(&"[".repeat(100_000)).is_none());
    }
}
