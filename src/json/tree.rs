//! The tree: every node is a piece of the text.

use crate::pointer::Pointer;
use std::borrow::Cow;

/// What kind of value a node is.
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

/// What is known of one value. Nodes stand in the order of the text, so the first child of a node is the next one.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// Whether it is a string with an escape in it.
    pub(super) escaped: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The key in front of the value, quotes included; empty outside objects.
    pub(super) key: (u32, u32),
    /// The first node behind this one and everything in it.
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

    /// Where a value starts: bytes from the start of the text.
    pub fn start(&self, node: Node) -> usize {
        self.entries[node].start as usize
    }

    /// The key in front of a value, escapes resolved; empty outside objects.
    pub fn key(&self, node: Node) -> Cow<'a, str> {
        match self.entries[node].key {
            (0, 0) => Cow::Borrowed(""),
            _ if self.is_as_written => Cow::Borrowed(self.plain_key(node)),
            _ => unescape(self.key_token(node)),
        }
    }

    /// Where the key in front of a value stands, quotes included; empty outside objects.
    pub fn key_range(&self, node: Node) -> std::ops::Range<usize> {
        let (start, end) = self.entries[node].key;
        start as usize..end as usize
    }

    /// How many values there are; they are numbered from 0 in the order of the text.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The key in front of a value as it is written; empty outside objects.
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

    /// The text of a string value, escapes resolved; `None` for any other value.
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

    /// The items of an array, the values of an object.
    pub fn children(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let after = self.entries[node].after as usize;
        let inside = move |next: usize| (next < after).then_some(next);
        std::iter::successors(inside(node + 1), move |&child| {
            inside(self.entries[child].after as usize)
        })
    }

    /// How many arrays and objects stand around the innermost value, its own brackets counted.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether every key is written without escapes, and every number is sure to lie within a float's range.
    pub(crate) fn is_as_written(&self) -> bool {
        self.is_as_written
    }

    /// The key in front of a value in an object of a tree that is as written.
    pub(crate) fn plain_key(&self, node: Node) -> &'a str {
        let (start, end) = self.entries[node].key;
        &self.text[start as usize + 1..end as usize - 1]
    }

    /// The first value under a key in an object of a tree that is as written.
    pub(crate) fn member(&self, object: Node, key: &str) -> Option<Node> {
        let (text, key) = (self.text.as_bytes(), key.as_bytes());
        self.children(object).find(|&child| {
            let (start, end) = self.entries[child].key;
            text[start as usize + 1..end as usize - 1] == *key
        })
    }

    /// The first node behind a value and all that is in it.
    pub(crate) fn after(&self, node: Node) -> Node {
        self.entries[node].after as usize
    }

    /// The value at a pointer; of duplicate keys the last.
    pub fn at(&self, pointer: &Pointer) -> Option<Node> {
        pointer
            .steps()
            .try_fold(Self::ROOT, |node, step| match self.kind(node) {
                Kind::Object => self.children(node).filter(|&child| self.key(child) == step).last(),
                Kind::Array => self.children(node).nth(step.parse().ok()?),
                _ => None,
            })
    }

    /// The innermost value that the byte at `offset` belongs to, a key belonging to its value.
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

    /// Whether some object in it has the same key twice.
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

    /// Whether two keys look alike: as long, and the same in their first bytes.
    fn may_repeat_a_key(&self, object: Node) -> bool {
        let mut looks = [0_u64; FEW];
        for (count, child) in self.children(object).enumerate() {
            let look = looks_of(self.key_token(child).as_bytes());
            if count == FEW || looks[..count].contains(&look) {
                return true;
            }
            looks[count] = look;
        }
        false
    }
}

/// The keys of an object that are held against each other one by one.
const FEW: usize = 32;

/// The first seven bytes, and the length.
fn looks_of(token: &[u8]) -> u64 {
    let first = token.get(1..8).or(token.get(1..)).unwrap_or_default();
    let spread = first.iter().fold(0, |look, &byte| look << 8 | u64::from(byte));
    spread << 8 | token.len() as u64 & 0xff
}

/// The contents of a string token, quotes included in `token`. The token is known to be well formed.
fn unescape(token: &str) -> Cow<'_, str> {
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(serde_json::from_str(token).unwrap_or_else(|_| inner.to_owned()))
}
