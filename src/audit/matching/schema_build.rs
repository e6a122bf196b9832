//! Makes the view of a document out of its graph of schemas.

use super::key_name::plain_key;
use super::name_words::{NameWords, normalized};
use super::schema_view::{NameKind, NodeId, SchemaName, SchemaView, ViewKey, ViewNode};
use crate::schema::Direction;
use crate::schema::ir::{JsonType, SchemaGraph, SchemaId, SchemaNode, TypeSet};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A schema that has a name of its own.
#[derive(Debug, Clone)]
pub(crate) struct NamedSchema {
    pub(crate) schema: SchemaId,
    pub(crate) names: Vec<(String, RootName)>,
    /// Who sends its values, if it is the body of an operation and no component.
    pub(crate) used_in: Direction,
}

/// Where the name of a schema comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RootName {
    Component,
    /// The operation that sends it.
    Request,
    /// The operation that answers with it.
    Response,
    /// The operation whose query parameters it holds.
    Query,
    /// What generators of code call a body: the operation, or its path and method, with the status.
    Body,
}

/// A document for the matcher.
pub(crate) struct SchemaSource<'d> {
    pub(crate) graph: &'d SchemaGraph,
    pub(crate) roots: Vec<NamedSchema>,
    /// The published pointer of a schema.
    pub(crate) pointer: &'d dyn Fn(SchemaId) -> String,
    /// The title of the schema at a published pointer.
    pub(crate) title: &'d dyn Fn(&str) -> Option<String>,
}

/// No document has more schemas for the matcher.
const MAX_NODES: usize = 1_000_000;
/// So many schemas may apply to one value before the rest is ignored.
const MAX_PARTS: usize = 256;
/// So many operations name a schema that they share.
const MAX_NAMES: usize = 12;
/// So many of the bodies that a shared schema is are named.
const MAX_BODIES: usize = 64;
/// A longer title is a sentence and no name.
const MAX_TITLE: usize = 80;
/// A schema is not named by more names than this.
const MAX_PATH: usize = 8;

impl SchemaView {
    pub(super) fn build(source: &SchemaSource<'_>) -> SchemaView {
        let mut builder = Builder {
            source,
            nodes: Vec::new(),
            ids: Vec::new(),
            numbers: HashMap::new(),
            parents: Vec::new(),
            targets: source.graph.ids().filter_map(|id| source.graph[id].reference).collect(),
        };
        for root in &source.roots {
            let (id, is_nullable) = builder.canonical(root.schema);
            let is_known = builder.numbers.contains_key(&id);
            let id = builder.number(id, None);
            builder.name_root(id, &root.names, is_nullable);
            let node = &mut builder.nodes[id.0 as usize];
            // A body that refers to a component says nothing of who else sends it.
            if !is_known || node.used_in != Direction::Unused {
                node.used_in = node.used_in | root.used_in;
            }
        }
        let mut next = 0;
        while next < builder.nodes.len() {
            builder.fill(NodeId(next as u32));
            next += 1;
        }
        for at in 0..builder.nodes.len() {
            builder.name_by_path(at);
        }
        let mut view = SchemaView { nodes: builder.nodes };
        set_contents(&mut view, source.graph, &builder.ids);
        view
    }
}

/// How a node leads to another one.
#[derive(Debug, Clone)]
enum ChildStep {
    Property(Box<str>),
    /// Items, or the values of a map.
    Element,
    Branch,
}

struct Builder<'s> {
    source: &'s SchemaSource<'s>,
    nodes: Vec<ViewNode>,
    /// The schema of each node.
    ids: Vec<SchemaId>,
    numbers: HashMap<SchemaId, NodeId>,
    /// The node that led to each node first, and how.
    parents: Vec<Option<(NodeId, ChildStep)>>,
    /// The schemas to which references lead.
    targets: BTreeSet<SchemaId>,
}

impl Builder<'_> {
    /// Follows references, and schemas that only add null or nothing to another one.
    fn canonical(&self, id: SchemaId) -> (SchemaId, bool) {
        let graph = self.source.graph;
        let (mut at, mut is_nullable) = (id, false);
        for _ in 0..64 {
            let node = &graph[at];
            let is_null =
                |branch: &SchemaId| graph[*branch].is_null_type() || graph[*branch].only_value() == Some(&Value::Null);
            let held = [&node.all_of, &node.any_of, &node.one_of];
            let mut parts: Vec<SchemaId> = held.into_iter().flatten().copied().chain(node.reference).collect();
            if node.constrains_itself() {
                break;
            }
            if node.all_of.is_empty() {
                let before = parts.len();
                parts.retain(|part| !is_null(part));
                is_nullable |= parts.len() < before;
            } else {
                // A part that says nothing, as in `allOf: [X, {description}]`.
                parts.retain(|part| !graph[*part].is_empty && graph[*part].keywords > 0);
            }
            match parts.as_slice() {
                [only] if *only != at => at = *only,
                _ => break,
            }
        }
        (at, is_nullable)
    }

    fn number(&mut self, id: SchemaId, parent: Option<(NodeId, ChildStep)>) -> NodeId {
        if let Some(known) = self.numbers.get(&id) {
            return *known;
        }
        let number = NodeId(self.nodes.len() as u32);
        self.numbers.insert(id, number);
        self.ids.push(id);
        let mut node = ViewNode {
            pointer: (self.source.pointer)(id),
            ..ViewNode::default()
        };
        if self.targets.contains(&id) && parent.is_some() {
            let name = node.pointer.rsplit('/').next().unwrap_or_default();
            if name.chars().any(char::is_alphabetic) {
                let name = name.replace("~1", "/").replace("~0", "~");
                let name = plain_key(&name);
                node.names.push(named(&[name], NameKind::Own));
                node.own_name = Some(name.into());
            }
        }
        self.nodes.push(node);
        self.parents.push(parent);
        number
    }

    fn name_root(&mut self, id: NodeId, names: &[(String, RootName)], is_nullable: bool) {
        let node = &mut self.nodes[id.0 as usize];
        node.is_root = true;
        for (name, origin) in names {
            let name = match origin {
                RootName::Component => plain_key(name),
                RootName::Request | RootName::Response | RootName::Query | RootName::Body => name,
            };
            let of_operation = |role| {
                // Some documents write the section of an operation in front of its name: `issues/list-events`.
                let plain = name.rsplit_once('/').map(|(_, plain)| plain);
                let names = std::iter::once(name).chain(plain);
                let found = names.map(|one| SchemaName {
                    operation: name.into(),
                    ..named(&[one, role], NameKind::Operation)
                });
                found.collect()
            };
            let found = match origin {
                RootName::Component => vec![named(&[name], NameKind::Own)],
                RootName::Request => of_operation("request"),
                RootName::Response => of_operation("response"),
                RootName::Query => of_operation("query"),
                RootName::Body => vec![named(&[name], NameKind::Body)],
            };
            node.is_query |= *origin == RootName::Query;
            // An operation may refer to a component, or null.
            node.is_nullable |= is_nullable && *origin == RootName::Component;
            node.own_name.get_or_insert_with(|| name.into());
            let most = if *origin == RootName::Body {
                MAX_BODIES
            } else {
                MAX_NAMES
            };
            let held = node.names.iter();
            if held
                .filter(|name| (name.kind == NameKind::Body) == (*origin == RootName::Body))
                .count()
                < most
            {
                node.names.extend(found);
            }
        }
    }

    fn child(&mut self, parent: NodeId, schema: SchemaId, step: ChildStep) -> Option<NodeId> {
        let (schema, is_nullable) = self.canonical(schema);
        let before = self.nodes.len();
        if before >= MAX_NODES && !self.numbers.contains_key(&schema) {
            return None;
        }
        let id = self.number(schema, Some((parent, step)));
        if self.nodes.len() > before {
            self.nodes[before].is_nullable = is_nullable;
        }
        Some(id)
    }

    /// Names a part of a schema after the properties that lead to it, and by its title.
    fn name_by_path(&mut self, at: usize) {
        let node = &self.nodes[at];
        if node.keys.is_empty() && node.words.is_empty() && node.branches.is_empty() && node.values.is_none() {
            return;
        }
        let title = (self.source.title)(&node.pointer).filter(|title| title.len() < MAX_TITLE);
        let mut names: Vec<SchemaName> = title.iter().map(|title| named(&[title], NameKind::Title)).collect();
        if node.own_name.is_none() {
            let path = self.path(at);
            // The branches of a union share its path, so that it tells them from others only.
            let is_branch = matches!(self.parents[at], Some((_, ChildStep::Branch)));
            names.push(named(&path, if is_branch { NameKind::PathEnd } else { NameKind::Path }));
            names.extend((1..path.len().min(4)).map(|length| named(&path[path.len() - length..], NameKind::PathEnd)));
        }
        self.nodes[at].names.extend(names);
    }

    /// The name of the component, and those of the properties that lead from it to a node.
    fn path(&self, at: usize) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = at;
        while path.len() < MAX_PATH {
            if let Some(name) = &self.nodes[at].own_name {
                path.push(&**name);
                break;
            }
            let Some((parent, step)) = &self.parents[at] else { break };
            if let ChildStep::Property(name) = step {
                path.push(&**name);
            }
            at = parent.0 as usize;
        }
        path.reverse();
        path
    }

    /// The schemas that every value of a schema satisfies, itself first.
    fn parts(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut parts = Vec::new();
        let mut rest = vec![id];
        while let Some(at) = rest.pop().filter(|_| parts.len() < MAX_PARTS) {
            if !parts.contains(&at) {
                parts.push(at);
                let conjuncts: Vec<SchemaId> = self.source.graph[at].conjuncts().collect();
                rest.extend(conjuncts.into_iter().rev());
            }
        }
        parts
    }

    fn fill(&mut self, id: NodeId) {
        let graph = self.source.graph;
        let parts = self.parts(self.ids[id.0 as usize]);
        let nodes: Vec<&SchemaNode> = parts.iter().map(|part| &graph[*part]).collect();
        let mut required: BTreeSet<&str> = BTreeSet::new();
        let mut keys: BTreeMap<&str, SchemaId> = BTreeMap::new();
        let mut branches = Vec::new();
        let mut kinds = TypeSet::ALL;
        let mut words = Vec::new();
        let (mut items, mut values, mut tuple) = (None, None, Vec::new());
        for node in &nodes {
            kinds &= node.type_set();
            required.extend(node.required().iter().map(|name| &**name));
            for (name, schema) in node.properties() {
                let held = keys.entry(name).or_insert(*schema);
                // One part may list the words of what another one calls a string, or only mention the key.
                let is_bare = graph[*held].keywords == 0 && graph[*schema].keywords > 0;
                if is_bare || (graph[*held].literals().is_none() && graph[*schema].literals().is_some()) {
                    *held = *schema;
                }
            }
            branches.extend(node.any_of.iter().chain(&node.one_of).copied());
            words.extend(
                node.literals()
                    .into_iter()
                    .flatten()
                    .filter(|value| !value.is_null())
                    .map(word),
            );
            items = items.or(node.items());
            tuple = if tuple.is_empty() {
                node.prefix_items().to_vec()
            } else {
                tuple
            };
            // Of several patterns that is followed which says something of its values, and not one for extensions.
            let patterns = node.pattern_properties().iter().map(|(_, schema)| *schema);
            let rest = node.additional_properties().filter(|schema| !graph[*schema].is_never());
            let all: Vec<SchemaId> = patterns.chain(rest).collect();
            let telling = all.iter().find(|schema| graph[**schema].keywords > 0);
            values = values.or(telling.or(all.first()).copied());
        }
        let spoken = nodes.iter().fold(TypeSet::NONE, |set, node| set | node.spoken_types());
        let has_types = nodes.iter().any(|node| node.types.is_some());
        if !has_types && !spoken.is_empty() {
            kinds &= spoken;
        }
        let keys: Vec<ViewKey> = keys
            .into_iter()
            .filter_map(|(name, schema)| {
                Some(ViewKey {
                    name: name.to_owned(),
                    normalized: normalized(name),
                    is_required: required.contains(name),
                    value: self.child(id, schema, ChildStep::Property(name.into()))?,
                })
            })
            .collect();
        let is_null =
            |branch: &SchemaId| graph[*branch].is_null_type() || graph[*branch].only_value() == Some(&Value::Null);
        let nullable = branches.iter().any(is_null);
        branches.retain(|branch| !is_null(branch) && says_something(graph, *branch));
        let branches: Vec<NodeId> = branches
            .into_iter()
            .filter_map(|branch| self.child(id, branch, ChildStep::Branch))
            .collect();
        let items = items.and_then(|items| self.child(id, items, ChildStep::Element));
        let tuple = tuple
            .into_iter()
            .filter_map(|one| self.child(id, one, ChildStep::Element))
            .collect();
        let values = values.and_then(|values| self.child(id, values, ChildStep::Element));
        let by_listed = words_kind(&nodes);
        let node = &mut self.nodes[id.0 as usize];
        let own_null = has_types && kinds.meets(TypeSet::NULL);
        node.is_nullable |= nullable || own_null;
        node.kinds = kinds.without(TypeSet::NULL) & by_listed;
        (node.keys, node.words, node.branches) = (keys, words, branches);
        (node.items, node.tuple, node.values) = (items, tuple, values);
    }
}

/// Whether a branch describes a value, and does not only ask for keys of the schema around it.
fn says_something(graph: &SchemaGraph, branch: SchemaId) -> bool {
    let node = &graph[branch];
    let only_asks = !node.required().is_empty()
        && node.properties().is_empty()
        && node.types.is_none()
        && node.all_of.is_empty()
        && node.reference.is_none();
    !only_asks && node.not.is_none() && !node.is_never()
}

fn words_kind(nodes: &[&SchemaNode]) -> TypeSet {
    let listed = nodes.iter().filter_map(|node| node.literals());
    listed
        .map(|values| values.iter().fold(TypeSet::NONE, |set, value| set | TypeSet::of(value)))
        .fold(TypeSet::ALL, |set, one| set & one)
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn named(parts: &[&str], kind: NameKind) -> SchemaName {
    SchemaName {
        words: NameWords::of_parts(parts),
        kind,
        operation: Box::default(),
    }
}

/// Sets `content`: parts of a schema count by their content, components by their identity. What a cycle of parts leads back to
/// counts by its identity as well.
fn set_contents(view: &mut SchemaView, graph: &SchemaGraph, ids: &[SchemaId]) {
    #[derive(Clone, Copy)]
    enum Content {
        Unknown,
        Open,
        Known(u64),
    }
    let mut contents = vec![Content::Unknown; view.nodes.len()];
    for start in view.ids() {
        let mut stack = vec![(start, false)];
        while let Some((id, parts_are_known)) = stack.pop() {
            let at = id.0 as usize;
            let node = &view[id];
            if !parts_are_known {
                if matches!(contents[at], Content::Unknown) {
                    contents[at] = Content::Open;
                    stack.push((id, true));
                    stack.extend(
                        node.below()
                            .filter(|part| !view[*part].is_root)
                            .map(|part| (part, false)),
                    );
                }
                continue;
            }
            let mut hasher = DefaultHasher::new();
            (node.kinds, node.is_nullable, &node.words).hash(&mut hasher);
            constraints(&graph[ids[at]], &mut hasher);
            for key in &node.keys {
                (&key.name, key.is_required).hash(&mut hasher);
            }
            (node.branches.len(), node.tuple.len(), node.items.is_some()).hash(&mut hasher);
            for part in node.below() {
                match contents[part.0 as usize] {
                    Content::Known(content) if !view[part].is_root => content.hash(&mut hasher),
                    _ => part.hash(&mut hasher),
                }
            }
            contents[at] = Content::Known(hasher.finish());
        }
    }
    for (node, content) in view.nodes.iter_mut().zip(contents) {
        if let Content::Known(content) = content {
            node.content = content;
        }
    }
}

fn constraints(node: &SchemaNode, hasher: &mut DefaultHasher) {
    if let Some(numbers) = node.number() {
        let bounds = [
            &numbers.minimum,
            &numbers.maximum,
            &numbers.exclusive_minimum,
            &numbers.exclusive_maximum,
            &numbers.multiple_of,
        ];
        bounds.map(|bound| bound.as_ref().map(ToString::to_string)).hash(hasher);
    }
    if let Some(strings) = node.string() {
        (
            strings.min_length,
            strings.max_length,
            &strings.pattern,
            &strings.format,
        )
            .hash(hasher);
    }
    if let Some(array) = node.array() {
        (array.min_items, array.max_items, array.unique_items).hash(hasher);
    }
    node.has_type(JsonType::Integer).hash(hasher);
}
