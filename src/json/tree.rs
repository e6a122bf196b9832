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
        let (start, end) = self.entries[node].key;
        unescape(&self.text[start as usize..end as usize])
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

    /// The text of a string value, escapes resolved; `None` for any other value.
    pub fn string(&self, node: Node) -> Option<Cow<'a, str>> {
        (self.kind(node) == Kind::String).then(|| unescape(self.source(node)))
    }

    /// The items of an array, the values of an object.
    pub fn children(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let after = self.entries[node].after as usize;
        let inside = move |next: usize| (next < after).then_some(next);
        std::iter::successors(inside(node + 1), move |&child| {
            inside(self.entries[child].after as usize)
        })
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
        (0..self.entries.len()).any(|node| {
            if self.kind(node) != Kind::Object {
                return false;
            }
            keys.clear();
            // Keys of equal bytes are told by their lengths first: nearly all differ there, or in the first byte.
            keys.extend(self.children(node).map(|child| {
                let key = self.key(child);
                (key.len(), key)
            }));
            keys.sort_unstable();
            keys.windows(2).any(|pair| pair[0] == pair[1])
        })
    }
}

/// The contents of a string token, quotes included in `token`. The token is known to be well formed.
fn unescape(token: &str) -> Cow<'_, str> {
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(serde_json::from_str(token).unwrap_or_else(|_| inner.to_owned()))
}
