//! The schemas of a document as the matcher compares them with types: references followed, `allOf` merged, null set apart.

use super::name_words::NameWords;
use crate::schema::Direction;
use crate::schema::ir::TypeSet;
use std::collections::BTreeSet;
use std::ops::{Deref, Index};

/// All schemas for which a type may stand.
#[derive(Debug, Default)]
pub(super) struct SchemaView {
    pub(super) nodes: Vec<ViewNode>,
}

/// The place of a schema in a [`SchemaView`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(pub(super) u32);

/// A schema. Equal schemas in several places have a node each, and the same `content`.
#[derive(Debug, Clone, Default)]
pub(super) struct ViewNode {
    /// Where the schema stands in the document as published.
    pub(super) pointer: String,
    pub(super) names: Vec<SchemaName>,
    /// The name of the component or of the operation that it is.
    pub(super) own_name: Option<Box<str>>,
    /// Whether it is a component or the body of an operation, and not a part of another schema.
    pub(super) is_root: bool,
    /// Whether it is the object of the query parameters of an operation. Their names are mostly those of many operations.
    pub(super) is_query: bool,
    /// Who sends the values of a body that is no component.
    pub(super) used_in: Direction,
    /// What the values are, null not counted.
    pub(super) kinds: TypeSet,
    pub(super) is_nullable: bool,
    /// The named properties, by their names; for a union those that all branches share.
    pub(super) keys: Vec<ViewKey>,
    /// Constants and listed values; of values that are no strings the JSON.
    pub(super) words: Vec<String>,
    /// The branches of its unions without null.
    pub(super) branches: Vec<NodeId>,
    pub(super) items: Option<NodeId>,
    pub(super) tuple: Vec<NodeId>,
    /// The values of a map.
    pub(super) values: Option<NodeId>,
    /// Equal for schemas that say the same, apart from names and descriptions.
    pub(super) content: u64,
}

/// A name by which a type may call a schema.
#[derive(Debug, Clone)]
pub(super) struct SchemaName {
    pub(super) words: NameWords,
    pub(super) kind: NameKind,
    /// The operation, as the document writes it; empty if the name comes from elsewhere.
    pub(super) operation: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NameKind {
    /// The name of a component.
    Own,
    /// A title; several schemas may have the same.
    Title,
    /// The name of the component and those of the properties that lead from it to the schema.
    Path,
    /// The last names of such a path.
    PathEnd,
    /// The operation whose body it is.
    Operation,
    /// What generators of code call a body. It says nothing unless it is the whole name.
    Body,
}

#[derive(Debug, Clone)]
pub(super) struct ViewKey {
    pub(super) name: String,
    pub(super) normalized: String,
    pub(super) is_required: bool,
    pub(super) value: NodeId,
}

/// A key of a schema, or of several branches of a union.
#[derive(Debug, Clone)]
pub(super) struct MergedKey<'v> {
    pub(super) key: &'v ViewKey,
    /// Its values in further branches.
    pub(super) others: Vec<NodeId>,
}

impl Deref for MergedKey<'_> {
    type Target = ViewKey;

    fn deref(&self) -> &ViewKey {
        self.key
    }
}

impl ViewNode {
    /// The schemas directly in it: of keys, branches, items and so on.
    pub(super) fn below(&self) -> impl Iterator<Item = NodeId> {
        let keys = self.keys.iter().map(|key| key.value);
        let lists = self.branches.iter().chain(&self.tuple).copied();
        keys.chain(lists).chain(self.items).chain(self.values)
    }
}

impl SchemaView {
    pub(super) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The schema that a key leads to.
    pub(super) fn key(&self, id: NodeId, name: &str) -> Option<&ViewKey> {
        let keys = &self[id].keys;
        let at = keys.binary_search_by(|key| (*key.name).cmp(name)).ok()?;
        Some(&keys[at])
    }

    /// The only words that a key may have as its value: its constant, or the words of an enum.
    pub(super) fn constants(&self, id: NodeId, key: &str) -> &[String] {
        self.key(id, key).map_or(&[], |key| &self[key.value].words)
    }

    /// The branches of a union and of the unions in it, each followed by its own; the schema itself if it is no union.
    pub(super) fn branches(&self, id: NodeId) -> Vec<NodeId> {
        /// Unions of more branches are not taken apart further.
        const MOST: usize = 512;
        let mut found = Vec::new();
        let mut rest: Vec<NodeId> = self[id].branches.iter().rev().copied().collect();
        while let Some(branch) = rest.pop().filter(|_| found.len() < MOST) {
            if branch != id && !found.contains(&branch) {
                found.push(branch);
                rest.extend(self[branch].branches.iter().rev());
            }
        }
        if found.is_empty() {
            found.push(id);
        }
        found
    }

    /// The words of a schema and of all branches of its unions.
    pub(super) fn all_words(&self, id: NodeId) -> BTreeSet<&str> {
        let branches = self.branches(id);
        let nodes = branches.into_iter().chain([id]);
        nodes.flat_map(|id| &self[id].words).map(String::as_str).collect()
    }

    /// The keys of a schema and of all branches of its unions, each once.
    pub(super) fn all_keys(&self, id: NodeId) -> Vec<MergedKey<'_>> {
        let merged = |key| MergedKey {
            key,
            others: Vec::new(),
        };
        if self[id].branches.is_empty() {
            return self[id].keys.iter().map(merged).collect();
        }
        let branches = self.branches(id).into_iter().filter(|branch| *branch != id);
        let mut keys: Vec<&ViewKey> = self[id].keys.iter().collect();
        keys.extend(branches.flat_map(|branch| &self[branch].keys));
        // The keys of the schema itself stay in front of those of its branches.
        keys.sort_by(|a, b| a.name.cmp(&b.name));
        let mut found: Vec<MergedKey<'_>> = Vec::new();
        for key in keys {
            match found.last_mut().filter(|last| last.key.name == key.name) {
                Some(last) => last.others.push(key.value),
                None => found.push(merged(key)),
            }
        }
        found
    }

    /// The words of all values that a key has.
    pub(super) fn key_words(&self, key: &MergedKey<'_>) -> impl Iterator<Item = &str> {
        let values = key.others.clone().into_iter().chain([key.key.value]);
        values.flat_map(|value| &self[value].words).map(String::as_str)
    }

    /// What the values of a key are.
    pub(super) fn key_kinds(&self, key: &MergedKey<'_>) -> TypeSet {
        let values = key.others.iter().chain([&key.key.value]);
        values.fold(TypeSet::NONE, |set, value| set | self[*value].kinds)
    }
}

impl Index<NodeId> for SchemaView {
    type Output = ViewNode;

    fn index(&self, id: NodeId) -> &ViewNode {
        &self.nodes[id.0 as usize]
    }
}
