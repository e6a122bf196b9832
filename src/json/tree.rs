//! The tree of the values in a text.

use crate::pointer::Pointer;
use std::borrow::Cow;
use std::ops::Range;

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// One value of a [`Tree`]: its index.
pub type Node = usize;

/// One value. Entries are in the order of the text, so that the first child of a container is the next entry.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// Whether it is a string that contains an escape.
    pub(super) escaped: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The range of the key including quotes; empty outside objects.
    pub(super) key: (u32, u32),
    /// The first entry after this value and everything in it.
    pub(super) after: u32,
}

/// A JSON text and the values in it.
#[derive(Debug, Clone)]
pub struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) entries: Vec<Entry>,
    pub(super) depth: usize,
    pub(super) is_as_written: bool,
}

impl<'a> Tree<'a> {
    /// The outermost value.
    pub const ROOT: Node = 0;

    /// The text as it was parsed.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The kind of a value.
    pub fn kind(&self, node: Node) -> Kind {
        self.entries[node].kind
    }

    /// The text of a value.
    pub fn source(&self, node: Node) -> &'a str {
        let entry = &self.entries[node];
        &self.text[entry.start as usize..entry.end as usize]
    }

    /// The position of a value, in bytes from the start of the text.
    pub fn start(&self, node: Node) -> usize {
        self.entries[node].start as usize
    }

    /// The key of a value with escapes resolved; empty outside objects.
    pub fn key(&self, node: Node) -> Cow<'a, str> {
        match self.entries[node].key {
            (0, 0) => Cow::Borrowed(""),
            _ if self.is_as_written => Cow::Borrowed(self.plain_key(node)),
            _ => unescape(self.key_token(node)),
        }
    }

    /// The range of the key of a value including quotes; empty outside objects.
    pub fn key_range(&self, node: Node) -> Range<usize> {
        let (start, end) = self.entries[node].key;
        start as usize..end as usize
    }

    /// The number of values. They are numbered from 0 in the order of the text.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The key of a value as it is written; empty outside objects.
    pub(crate) fn key_token(&self, node: Node) -> &'a str {
        let (start, end) = self.entries[node].key;
        &self.text[start as usize..end as usize]
    }

    /// Whether two keys are written in the same way.
    pub(crate) fn same_key(&self, node: Node, other: &Tree<'_>, there: Node) -> bool {
        let (start, end) = self.entries[node].key;
        let (from, to) = other.entries[there].key;
        end - start == to - from
            && self.text.as_bytes()[start as usize..end as usize] == other.text.as_bytes()[from as usize..to as usize]
    }

    /// The content of a string with escapes resolved; `None` for any other value.
    pub fn string(&self, node: Node) -> Option<Cow<'a, str>> {
        let entry = &self.entries[node];
        if entry.kind != Kind::String {
            return None;
        }
        let inner = &self.text[entry.start as usize + 1..entry.end as usize - 1];
        if entry.escaped {
            return Some(unescape(self.source(node)));
        }
        Some(Cow::Borrowed(inner))
    }

    /// The items of an array, or the values of an object.
    pub fn children(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let after = self.entries[node].after as usize;
        let inside = move |next: usize| (next < after).then_some(next);
        std::iter::successors(inside(node + 1), move |&child| {
            inside(self.entries[child].after as usize)
        })
    }

    /// The nesting depth: the number of arrays and objects around the innermost value, including itself.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether every key is written without escapes, and every number is certainly in the range of a float.
    pub(crate) fn is_as_written(&self) -> bool {
        self.is_as_written
    }

    /// The key of a value in an object of a tree that is as written.
    pub(crate) fn plain_key(&self, node: Node) -> &'a str {
        let (start, end) = self.entries[node].key;
        &self.text[start as usize + 1..end as usize - 1]
    }

    /// The first value under a key in an object of a tree that is as written.
    pub(crate) fn member(&self, object: Node, key: &str) -> Option<Node> {
        let (text, key) = (self.text.as_bytes(), key.as_bytes());
        let (mut child, after) = (object + 1, self.after(object));
        while child < after {
            let entry = &self.entries[child];
            let (start, end) = (entry.key.0 as usize + 1, entry.key.1 as usize - 1);
            if end - start == key.len() && text[start..end] == *key {
                return Some(child);
            }
            child = entry.after as usize;
        }
        None
    }

    /// The first node after a value and everything in it.
    pub(crate) fn after(&self, node: Node) -> Node {
        self.entries[node].after as usize
    }

    /// The value at a pointer. Of duplicate keys, the last one counts.
    pub fn at(&self, pointer: &Pointer) -> Option<Node> {
        pointer
            .steps()
            .try_fold(Self::ROOT, |node, step| match self.kind(node) {
                Kind::Object => self.children(node).filter(|&child| self.key(child) == step).last(),
                Kind::Array => self.children(node).nth(step.parse().ok()?),
                _ => None,
            })
    }

    /// The innermost value that contains the byte at `offset`. A key counts as part of its value.
    pub fn pointer_to(&self, offset: usize) -> Pointer {
        let mut pointer = Pointer::root();
        let mut node = Self::ROOT;
        loop {
            let found = self.children(node).enumerate().find(|&(_, child)| {
                let entry = &self.entries[child];
                let start = if entry.key == (0, 0) { entry.start } else { entry.key.0 };
                (start as usize..entry.end as usize).contains(&offset)
            });
            let Some((index, child)) = found else { return pointer };
            match self.kind(node) {
                Kind::Object => pointer.push(self.key(child)),
                _ => pointer.push(index),
            }
            node = child;
        }
    }

    /// Whether long keys have at most so many bytes in the pointers of all values together: each is in the pointer of all that is under
    /// it. Short keys are not counted, however deep a text nests.
    pub(crate) fn pointers_fit(&self, most: usize) -> bool {
        // No pointer is longer than the text.
        if self.text.len().saturating_mul(self.entries.len()) <= most {
            return true;
        }
        let (mut around, mut left) = (Vec::new(), most);
        for (node, entry) in self.entries.iter().enumerate() {
            while around.last().is_some_and(|(after, _)| *after <= node) {
                around.pop();
            }
            let (start, end) = entry.key;
            let step = Some((end - start) as usize)
                .filter(|length| *length > LONG_KEY)
                .unwrap_or(0);
            let length = around.last().map_or(0, |(_, length)| *length) + step;
            let Some(rest) = left.checked_sub(length) else {
                return false;
            };
            left = rest;
            around.push((entry.after as usize, length));
        }
        true
    }

    /// Whether an object in the text has the same key twice.
    pub fn has_duplicate_keys(&self) -> bool {
        let mut keys = Vec::new();
        (0..self.entries.len()).any(|node| self.kind(node) == Kind::Object && self.repeats_a_key(node, &mut keys))
    }

    fn repeats_a_key(&self, object: Node, sorted: &mut Vec<Cow<'a, str>>) -> bool {
        if self.is_as_written && !self.may_repeat_a_key(object) {
            return false;
        }
        sorted.clear();
        sorted.extend(self.children(object).map(|child| self.key(child)));
        sorted.sort_unstable();
        sorted.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// Whether two keys have the same length and the same first bytes.
    fn may_repeat_a_key(&self, object: Node) -> bool {
        let mut looks = [0_u64; FEW];
        for (count, child) in self.children(object).enumerate() {
            let look = look_of(self.text.as_bytes(), self.key_range(child));
            if count == FEW || looks[..count].contains(&look) {
                return true;
            }
            looks[count] = look;
        }
        false
    }
}

/// The most keys of an object that are compared with each other one by one.
const FEW: usize = 32;
/// Longer keys are counted where they fill pointers, in bytes.
const LONG_KEY: usize = 256;

/// The first bytes of a key with its quotes, mixed with its length.
fn look_of(text: &[u8], key: Range<usize>) -> u64 {
    let length = key.len() as u64;
    let first = match text.get(key.start..).and_then(<[u8]>::first_chunk) {
        Some(first) => u64::from_le_bytes(*first),
        // Less than eight bytes from the end.
        None => text[key].iter().rfold(0, |first, &byte| first << 8 | u64::from(byte)),
    };
    // What is behind the key does not count.
    first << (64 - 8 * length.clamp(1, 8)) ^ length
}

/// The content of a well-formed string token, which includes its quotes.
fn unescape(token: &str) -> Cow<'_, str> {
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(serde_json::from_str(token).unwrap_or_else(|_| inner.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_key_counts_for_all_that_is_under_it() {
        let text = format!(r#"{{"{}": [{}1]}}"#, "k".repeat(1000), "1,".repeat(99));
        let tree = Tree::parse(&text).unwrap();
        assert!(tree.pointers_fit(103_000) && !tree.pointers_fit(101_000));
        let beside = format!(r#"{{"{}": [], "a": [{}1]}}"#, "k".repeat(1000), "1,".repeat(99));
        assert!(Tree::parse(&beside).unwrap().pointers_fit(3000));
        let deep = format!("{}1{}", r#"{"a":"#.repeat(1000), "}".repeat(1000));
        assert!(Tree::parse(&deep).unwrap().pointers_fit(0));
    }

    #[test]
    fn a_repeated_key_is_found_at_any_length_and_at_the_end_of_the_text() {
        let repeats = |text: &str| Tree::parse(text).unwrap().has_duplicate_keys();
        for length in 0..12 {
            let key = "k".repeat(length);
            for behind in ["", "    ", r#","behind the two":[1,2,3]"#] {
                assert!(repeats(&format!(r#"{{"{key}":1,"{key}":2{behind}}}"#)), "{key}{behind}");
                for other in [format!("{key}k"), format!("{key}1")] {
                    assert!(
                        !repeats(&format!(r#"{{"{key}":1,"{other}":2{behind}}}"#)),
                        "{key} {other}"
                    );
                }
            }
        }
    }
}
