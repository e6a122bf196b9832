//! What the fields of a type say about the type itself: if they stand for the properties of a schema, it stands for the schema.

use super::name_words::normalized;
use super::schema_view::{NodeId, SchemaView};
use super::score::Scorer;
use super::type_graph::{TypeGraph, TypeIx};
use crate::audit::model::{Key, TypeRef};
use std::collections::{BTreeMap, BTreeSet};

/// Which schemas hold a schema, and under which key.
#[derive(Debug)]
pub(super) struct Holders {
    by_value: BTreeMap<NodeId, Vec<(NodeId, String)>>,
    /// The lists of each schema.
    lists: BTreeMap<NodeId, Vec<NodeId>>,
    /// The unions of which each schema is a branch.
    unions: BTreeMap<NodeId, Vec<NodeId>>,
}

/// How many fields of a type speak for a schema, and how many against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Support {
    pub(super) agreeing: usize,
    pub(super) contrary: usize,
}

/// A schema that more others hold says nothing about them.
const MAX_HOLDERS: usize = 2_000;

impl Holders {
    pub(super) fn new(view: &SchemaView) -> Holders {
        let mut by_value: BTreeMap<NodeId, Vec<(NodeId, String)>> = BTreeMap::new();
        let mut lists: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        let mut unions: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for id in view.ids() {
            if let Some(items) = view[id].items {
                lists.entry(items).or_default().push(id);
            }
            for branch in &view[id].branches {
                unions.entry(*branch).or_default().push(id);
            }
            for key in &view[id].keys {
                let held = by_value.entry(key.value).or_default();
                if held.len() < MAX_HOLDERS {
                    held.push((id, key.normalized.clone()));
                }
            }
        }
        Holders {
            by_value,
            lists,
            unions,
        }
    }

    /// Whether schemas are branches of one union, or unions of those.
    pub(super) fn are_alternatives(&self, view: &SchemaView, all: impl Iterator<Item = NodeId>) -> bool {
        let leaves: BTreeSet<NodeId> = all
            .flat_map(|id| match view[id].branches.as_slice() {
                [] => vec![id],
                branches => branches.to_vec(),
            })
            .collect();
        let unions = leaves.first().and_then(|first| self.unions.get(first));
        unions
            .into_iter()
            .flatten()
            .any(|union| leaves.iter().all(|leaf| view[*union].branches.contains(leaf)))
    }

    /// The schemas that have a key of a type with a value for which the type of the field stands.
    pub(super) fn of(
        &self,
        scorer: &Scorer<'_>,
        bound: &BTreeMap<TypeIx, BTreeSet<NodeId>>,
        at: TypeIx,
    ) -> BTreeSet<NodeId> {
        let mut found = BTreeSet::new();
        let types = scorer.types;
        for key in &scorer.content(at).keys {
            let name = normalized(&key.name);
            for value in self.values_of(types, bound, key) {
                let holders = self.by_value.get(&value).into_iter().flatten();
                found.extend(holders.filter(|(_, other)| *other == name).map(|(id, _)| *id));
            }
        }
        found
    }

    /// The schemas for which the value of a key stands, as far as its type is bound.
    fn values_of(&self, types: &TypeGraph, bound: &BTreeMap<TypeIx, BTreeSet<NodeId>>, key: &Key) -> Vec<NodeId> {
        let (of, is_list) = inner(&key.value);
        let nodes = types.local(of).and_then(|at| bound.get(&at)).into_iter().flatten();
        match is_list {
            false => nodes.copied().collect(),
            true => nodes
                .filter_map(|node| self.lists.get(node))
                .flatten()
                .copied()
                .collect(),
        }
    }
}

fn inner(of: &TypeRef) -> (&TypeRef, bool) {
    match of {
        TypeRef::Option(of) => inner(of),
        TypeRef::List(of) => (of, true),
        of => (of, false),
    }
}

/// What the fields of a type say about a schema.
pub(super) fn support(
    scorer: &Scorer<'_>,
    bound: &BTreeMap<TypeIx, BTreeSet<NodeId>>,
    at: TypeIx,
    schema: NodeId,
) -> Support {
    let (types, view) = (scorer.types, scorer.view);
    let mut support = Support::default();
    for key in &scorer.content(at).keys {
        let (of, is_list) = inner(&key.value);
        let nodes = types.local(of).and_then(|at| bound.get(&at));
        let value = view.key(schema, &key.name).map(|key| key.value);
        let value = value.and_then(|value| if is_list { view[value].items } else { Some(value) });
        if let (Some(nodes), Some(value)) = (nodes, value) {
            // That any text may stand there, as elsewhere, speaks neither for the schema nor against it.
            let is_bare = view[value].below().next().is_none() && view[value].words.is_empty();
            let is_equal = |node: &NodeId| is_bare && view[*node].content == view[value].content;
            if nodes.contains(&value) {
                support.agreeing += 1;
            } else if !nodes.iter().any(is_equal) {
                support.contrary += 1;
            }
        }
    }
    support
}
