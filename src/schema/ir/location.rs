//! Ids of schemas, and where each schema stands in its document.

/// A schema of a [`SchemaGraph`](super::SchemaGraph).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SchemaId(pub(super) u32);

impl SchemaId {
    /// The position of the schema in the graph; ids are numbered from 0 without gaps.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where a schema stands: below which schema, under which keyword, and under which key or index of the keyword's value.
#[derive(Debug, Clone)]
pub(super) struct Location {
    pub(super) parent: SchemaId,
    pub(super) keyword: &'static str,
    pub(super) step: Step,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    /// The keyword's value is the schema itself.
    None,
    Index(u32),
    Key(Box<str>),
}
