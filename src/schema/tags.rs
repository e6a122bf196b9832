//! Tags: the constant properties that tell which schema an object follows.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::bundle::Bundle;
use super::ir::{SchemaGraph, SchemaId};

/// The constants that an object must have: key and value.
pub(super) type Tags = BTreeMap<String, Value>;

/// The most alternatives of one schema that are told apart.
const MAX_ALTERNATIVES: usize = 1000;
/// So many schemas that apply to one value, one inside another, are followed: a component has fewer, a document may have circles.
const MAX_IN_PLACE: usize = 300;
/// The most alternatives that are collected from all schemas below one; from there on, schemas count as having no tags.
const MAX_COLLECTED: usize = 200_000;

/// The tags of a schema, one entry for each branch if it is a union. Branches that are only null are omitted; a branch
/// without constants is an empty entry.
pub(super) fn alternatives(graph: &SchemaGraph, id: SchemaId) -> Vec<Tags> {
    let mut collector = Collector {
        graph,
        known: HashMap::new(),
        room: MAX_COLLECTED,
        depth: 0,
    };
    let mut out = collector.collect(id).to_vec();
    out.dedup();
    out
}

/// The tags of the schema at a pointer of a bundle.
pub(super) fn alternatives_at(bundle: &Bundle, pointer: &str) -> Vec<Tags> {
    match bundle.at(pointer) {
        Some(id) => alternatives(bundle.graph(), id),
        None => vec![Tags::new()],
    }
}

/// Whether `object` has all of these constants, and there is at least one.
pub(super) fn matches(tags: &Tags, object: &Map<String, Value>) -> bool {
    !tags.is_empty() && tags.iter().all(|(key, constant)| object.get(key) == Some(constant))
}

/// Collects the tags of each schema once, however many references lead to it.
struct Collector<'g> {
    graph: &'g SchemaGraph,
    known: HashMap<SchemaId, Arc<[Tags]>>,
    room: usize,
    depth: usize,
}

impl Collector<'_> {
    fn collect(&mut self, id: SchemaId) -> Arc<[Tags]> {
        if let Some(known) = self.known.get(&id) {
            return Arc::clone(known);
        }
        if self.depth == MAX_IN_PLACE {
            return Arc::new([Tags::new()]);
        }
        // What a circle leads back to says nothing.
        self.known.insert(id, Arc::new([Tags::new()]));
        self.depth += 1;
        let tags: Arc<[Tags]> = self.of_schema(id).into();
        self.depth -= 1;
        self.room = self.room.saturating_sub(tags.len());
        self.known.insert(id, Arc::clone(&tags));
        tags
    }

    /// Recursion follows schemas that apply to the same value.
    fn of_schema(&mut self, id: SchemaId) -> Vec<Tags> {
        let node = &self.graph[id];
        if self.room == 0 || node.boolean.is_some() {
            return vec![Tags::new()];
        }
        if node.is_null_type() {
            return Vec::new();
        }
        let mut out = vec![own(self.graph, id)];
        let parts = node.conjuncts().map(|part| vec![part]);
        let unions = node.unions().map(|(_, branches)| branches.to_vec());
        for branches in parts.chain(unions) {
            let mut tags = Vec::new();
            for branch in branches {
                let room = MAX_ALTERNATIVES - tags.len();
                tags.extend(self.collect(branch).iter().take(room).cloned());
            }
            if !tags.is_empty() {
                out = combined(&out, &tags);
            }
        }
        out
    }
}

fn combined(left: &[Tags], right: &[Tags]) -> Vec<Tags> {
    let pairs = left.iter().flat_map(|l| right.iter().map(move |r| (l, r)));
    pairs
        .take(MAX_ALTERNATIVES)
        .map(|(l, r)| l.iter().chain(r).map(|(k, v)| (k.clone(), v.clone())).collect())
        .collect()
}

/// The constants among the properties that the schema itself names and requires.
fn own(graph: &SchemaGraph, id: SchemaId) -> Tags {
    let node = &graph[id];
    let required = node.required().iter();
    required
        .filter_map(|key| Some((key.to_string(), constant(graph, node.property(key)?)?.clone())))
        .collect()
}

/// The schema that a row of references leads to.
pub(super) fn target(graph: &SchemaGraph, mut id: SchemaId) -> SchemaId {
    for _ in 0..MAX_IN_PLACE {
        let Some(target) = graph[id].reference else { break };
        id = target;
    }
    id
}

/// The only value that a schema allows, if its `const` or `enum`, or that of a schema that it refers to, says so.
fn constant(graph: &SchemaGraph, id: SchemaId) -> Option<&Value> {
    let mut node = &graph[id];
    for _ in 0..MAX_IN_PLACE {
        if let Some(only) = node.only_value() {
            return Some(only);
        }
        node = &graph[node.reference?];
    }
    None
}
