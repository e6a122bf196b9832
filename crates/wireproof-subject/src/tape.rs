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
        let mut scan = Scan {
            bytes: text.as_bytes(),
            at: 0,
            entries: Vec::with_capacity(text.len() / 16 + 1),
            has_plain_keys: true,
        };
        scan.all()?;
        Some(Tape {
            text,
            entries: scan.entries,
            has_plain_keys: scan.has_plain_keys,
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

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    entries: Vec<Entry>,
    has_plain_keys: bool,
}

impl Scan<'_> {
    /// Without recursion, since a text may nest to any depth.
    fn all(&mut self) -> Option<()> {
        let mut open: Vec<Node> = Vec::new();
        loop {
            let key = match open.last() {
                Some(&parent) if self.entries[parent].kind == Kind::Object => self.key()?,
                _ => (0, 0),
            };
            if let Some(container) = self.value(key)? {
                if !self.closes() {
                    open.push(container);
                    continue;
                }
                self.close(container);
            }
            loop {
                let Some(&innermost) = open.last() else {
                    self.space();
                    return (self.at == self.bytes.len()).then_some(());
                };
                self.space();
                match self.next()? {
                    b',' => break,
                    b']' | b'}' => {
                        self.close(innermost);
                        open.pop();
                    }
                    _ => return None,
                }
            }
        }
    }

    /// Skips a scalar, or the opening bracket of a container, whose node is returned.
    fn value(&mut self, key: (u32, u32)) -> Option<Option<Node>> {
        self.space();
        let start = self.at;
        let mut escaped = false;
        let kind = match self.next()? {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => {
                escaped = self.string()?;
                Kind::String
            }
            b'n' => self.literal(b"ull", Kind::Null)?,
            b't' => self.literal(b"rue", Kind::Bool)?,
            b'f' => self.literal(b"alse", Kind::Bool)?,
            _ => {
                while let Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') = self.bytes.get(self.at) {
                    self.at += 1;
                }
                Kind::Number
            }
        };
        let node = self.entries.len();
        self.entries.push(Entry {
            kind,
            escaped,
            start: start as u32,
            end: self.at as u32,
            key,
            after: node as u32 + 1,
        });
        Some(matches!(kind, Kind::Object | Kind::Array).then_some(node))
    }

    fn key(&mut self) -> Option<(u32, u32)> {
        self.space();
        if self.next()? != b'"' {
            return None;
        }
        let start = self.at;
        self.has_plain_keys &= !self.string()?;
        let range = (start as u32, self.at as u32 - 1);
        self.space();
        (self.next()? == b':').then_some(range)
    }

    /// Skips the rest of a literal.
    fn literal(&mut self, rest: &[u8], kind: Kind) -> Option<Kind> {
        let end = self.at + rest.len();
        let is_there = self.bytes.get(self.at..end) == Some(rest);
        self.at = end;
        is_there.then_some(kind)
    }

    /// Skips the rest of a string, after its opening quote. Returns whether it has escapes.
    fn string(&mut self) -> Option<bool> {
        let mut escaped = false;
        loop {
            self.at += plain_bytes(self.bytes.get(self.at..)?);
            match self.next()? {
                b'"' => return Some(escaped),
                b'\\' => {
                    escaped = true;
                    self.at += 1;
                }
                _ => {}
            }
        }
    }

    /// Whether the container that was just opened is closed at once; then that is behind.
    fn closes(&mut self) -> bool {
        self.space();
        let closes = matches!(self.bytes.get(self.at), Some(b']' | b'}'));
        self.at += usize::from(closes);
        closes
    }

    fn close(&mut self, node: Node) {
        let after = self.entries.len() as u32;
        let entry = &mut self.entries[node];
        entry.end = self.at as u32;
        entry.after = after;
    }

    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }
}

/// How many bytes at the start hold no quotation mark and no backslash, at least: eight bytes are compared at once.
fn plain_bytes(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The lowest byte that is zero has its highest bit set, and no bit below that is set.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let found = zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
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
