//! Which keys a bundle's schemas name, laid out once so that a value is checked by following numbers.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::bundle::Bundle;
use super::ir::{SchemaGraph, SchemaId, SchemaNode};
use super::key_pattern::KeyPattern;
use super::pointer::child;
use super::sign::Sign;

/// A schema of the layout, by its number.
pub(super) type Id = usize;

/// The schemas that a value and what is in it can meet.
#[derive(Debug)]
pub(super) struct Naming {
    schemas: Vec<Named>,
}

/// What one schema says about keys.
#[derive(Debug)]
pub(super) struct Named {
    /// Its id in the bundle's graph.
    pub(super) schema: SchemaId,
    /// Its pointer in the bundle.
    pub(super) pointer: String,
    /// The schemas that apply to the same value: the target of a reference, the parts of `allOf`, the conditions.
    pub(super) parts: Vec<Id>,
    /// The unions that apply to the same value.
    pub(super) unions: Vec<Union>,
    /// Those among them that every value must satisfy.
    pub(super) all: Vec<Id>,
    /// Signs of values that it forbids.
    pub(super) sign: Sign,
    /// Whether it has `properties`.
    pub(super) names_keys: bool,
    /// Whether it allows any key.
    pub(super) free_form: bool,
    /// Sorted by length and then by name, because most names are told apart by their lengths.
    properties: Vec<(String, Id)>,
    patterns: Vec<(KeyPattern, Id)>,
    prefix_items: Vec<Id>,
    items: Option<Id>,
    /// The schema of the values under keys that it does not name, if it allows such keys and has one.
    pub(super) additional: Option<Id>,
}

/// An `anyOf` or `oneOf`.
#[derive(Debug)]
pub(super) struct Union {
    /// Its pointer in the bundle.
    pub(super) pointer: String,
    pub(super) branches: Vec<Id>,
}

impl Naming {
    /// The schema that a bundle starts with.
    pub(super) const START: Id = 0;

    pub(super) fn new(bundle: &Bundle) -> Naming {
        let mut layout = Layout {
            bundle,
            numbers: HashMap::new(),
            schemas: Vec::new(),
        };
        layout.number(bundle.root());
        let mut schemas = Vec::new();
        while let Some(schema) = layout.schemas.get(schemas.len()) {
            schemas.push(layout.named(*schema));
        }
        Naming { schemas }
    }

    pub(super) fn schemas(&self) -> impl Iterator<Item = &Named> {
        self.schemas.iter()
    }

    pub(super) fn get(&self, id: Id) -> &Named {
        &self.schemas[id]
    }
}

impl Named {
    /// The schemas of the values under `key`.
    pub(super) fn of_key<'n>(&'n self, key: &'n str) -> impl Iterator<Item = Id> + 'n {
        let by_pattern = self.patterns.iter().filter(move |(pattern, _)| pattern.matches(key));
        self.property(key).into_iter().chain(by_pattern.map(|(_, id)| *id))
    }

    /// The schema that `properties` has for `key`.
    pub(super) fn property(&self, key: &str) -> Option<Id> {
        let at = self.properties.binary_search_by(|(name, _)| by_length(name, key));
        at.ok().map(|at| self.properties[at].1)
    }

    /// The keys of `properties`, and their schemas.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&String, Id)> {
        self.properties.iter().map(|(key, id)| (key, *id))
    }

    /// Whether it names `key`, or a pattern of keys that `key` follows.
    pub(super) fn names(&self, key: &str) -> bool {
        self.property(key).is_some() || self.of_key(key).next().is_some()
    }

    /// The schema of the item at `index`.
    pub(super) fn of_item(&self, index: usize) -> Option<Id> {
        self.prefix_items.get(index).copied().or(self.items)
    }
}

struct Layout<'b> {
    bundle: &'b Bundle,
    numbers: HashMap<SchemaId, Id>,
    schemas: Vec<SchemaId>,
}

impl Layout<'_> {
    fn number(&mut self, schema: SchemaId) -> Id {
        let next = self.schemas.len();
        *self.numbers.entry(schema).or_insert_with(|| {
            self.schemas.push(schema);
            next
        })
    }

    fn numbers(&mut self, schemas: impl IntoIterator<Item = SchemaId>) -> Vec<Id> {
        schemas.into_iter().map(|schema| self.number(schema)).collect()
    }

    fn named(&mut self, schema: SchemaId) -> Named {
        let graph = self.bundle.graph();
        let node = &graph[schema];
        let all = self.numbers(node.conjuncts());
        let mut parts = all.clone();
        parts.extend(self.numbers(node.conditions()));
        let properties = node.properties().iter();
        let mut properties: Vec<(String, Id)> = properties
            .map(|(key, property)| (key.to_string(), self.number(*property)))
            .collect();
        properties.sort_unstable_by(|(a, _), (b, _)| by_length(a, b));
        let pointer = graph.pointer(schema);
        let unions = node.unions().map(|(keyword, branches)| Union {
            pointer: child(&pointer, keyword),
            branches: self.numbers(branches.iter().copied()),
        });
        Named {
            schema,
            parts,
            all,
            sign: Sign::of(graph, schema),
            unions: unions.collect(),
            names_keys: node.object().is_some_and(|object| object.properties.is_some()),
            free_form: is_free_form(graph, node),
            properties,
            patterns: self.patterns(node),
            prefix_items: self.numbers(node.prefix_items().iter().copied()),
            items: node.items().map(|items| self.number(items)),
            additional: additional(graph, node).map(|more| self.number(more)),
            pointer,
        }
    }

    /// Patterns that do not compile were dropped when the schema was rewritten.
    fn patterns(&mut self, node: &SchemaNode) -> Vec<(KeyPattern, Id)> {
        let patterns = node.pattern_properties().iter();
        patterns
            .filter_map(|(pattern, schema)| Some((KeyPattern::new(pattern)?, self.number(*schema))))
            .collect()
    }
}

fn by_length(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn additional(graph: &SchemaGraph, node: &SchemaNode) -> Option<SchemaId> {
    let unevaluated = || node.object()?.unevaluated_properties;
    let more = node.additional_properties().or_else(unevaluated)?;
    (!graph[more].is_never()).then_some(more)
}

fn is_free_form(graph: &SchemaGraph, node: &SchemaNode) -> bool {
    let open = node.additional_properties().is_some_and(|more| !graph[more].is_never());
    open || node.object().is_some_and(|object| object.is_map)
}
