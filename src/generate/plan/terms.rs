//! The schemas that apply to one value together, split into facets.

use crate::schema::ir::{JsonType, SchemaGraph, SchemaId, SchemaNode};
use crate::schema::validation;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// A schema, numbered in the order in which schemas are met.
pub(super) type Term = u32;

/// One thing that a schema demands. A value must meet all facets of all schemas that apply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Facet {
    /// What its own keywords say.
    Leaf(Term),
    AnyOf(Term),
    OneOf(Term),
    /// `if`, `then` and `else`.
    Condition(Term),
    /// `dependentSchemas` and `dependentRequired`.
    Dependent(Term),
    /// Not all of the keys together that this schema requires.
    NotAll(Term),
    /// What can only be tested, not built.
    Guard(Term),
}

/// Facets that apply to one value together.
pub(super) type Facets = BTreeSet<Facet>;

/// All schemas that were met: those of a document, and those that the compiler adds.
pub(super) struct Terms<'s> {
    document: &'s Value,
    graph: SchemaGraph,
    schemas: Vec<SchemaId>,
    numbers: HashMap<SchemaId, Term>,
    /// The schemas that the compiler added, by their text and by their ids.
    added_ids: HashMap<String, SchemaId>,
    added: HashMap<SchemaId, Value>,
}

impl<'s> Terms<'s> {
    pub(super) fn new(document: &'s Value) -> Terms<'s> {
        Terms {
            document,
            graph: SchemaGraph::build(document),
            schemas: Vec::new(),
            numbers: HashMap::new(),
            added_ids: HashMap::new(),
            added: HashMap::new(),
        }
    }

    /// Whether formats are asserted.
    pub(super) fn asserts_formats(&self) -> bool {
        validation::asserts_formats(self.document)
    }

    /// The term of the whole document.
    pub(super) fn root(&mut self) -> Term {
        self.of(SchemaGraph::ROOT)
    }

    /// The term of a schema.
    pub(super) fn of(&mut self, schema: SchemaId) -> Term {
        let next = self.schemas.len() as Term;
        let term = *self.numbers.entry(schema).or_insert(next);
        if term == next {
            self.schemas.push(schema);
        }
        term
    }

    /// The term of a schema that the document does not hold.
    pub(super) fn add(&mut self, schema: Value) -> Term {
        let text = schema.to_string();
        let id = match self.added_ids.get(&text) {
            Some(id) => *id,
            None => {
                let id = self.graph.extend(&schema);
                self.added_ids.insert(text, id);
                self.added.insert(id, schema);
                id
            }
        };
        self.of(id)
    }

    pub(super) fn graph(&self) -> &SchemaGraph {
        &self.graph
    }

    pub(super) fn node(&self, term: Term) -> &SchemaNode {
        &self.graph[self.schemas[term as usize]]
    }

    /// Whether the compiler added the schema, or the schema that it is a part of.
    pub(super) fn is_added(&self, term: Term) -> bool {
        self.graph.outermost(self.schemas[term as usize]) != SchemaGraph::ROOT
    }

    /// How much work a facet is: the parts of its schema that are looked at each time it is combined with others.
    pub(super) fn weight(&self, facet: Facet) -> usize {
        let (Facet::Leaf(term)
        | Facet::AnyOf(term)
        | Facet::OneOf(term)
        | Facet::Condition(term)
        | Facet::Dependent(term)
        | Facet::NotAll(term)
        | Facet::Guard(term)) = facet;
        let node = self.node(term);
        let object = node.object();
        let dependent = object.map_or(0, |object| {
            object.dependent_required.len() + object.dependent_schemas.len()
        });
        let parts = match facet {
            Facet::Leaf(_) => {
                let listed = node.listed.as_ref().map_or(0, |listed| listed.len());
                let named = node.properties().len() + node.required().len() + node.prefix_items().len();
                let patterns = node.pattern_properties().len() * (1 + node.properties().len());
                listed + node.named.len() + named + patterns + dependent
            }
            Facet::AnyOf(_) => node.any_of.len(),
            Facet::OneOf(_) => node.one_of.len(),
            Facet::Dependent(_) => dependent,
            Facet::NotAll(_) => node.required().len(),
            Facet::Condition(_) | Facet::Guard(_) => 0,
        };
        1 + parts
    }

    /// The JSON of a schema.
    pub(super) fn json(&self, term: Term) -> &Value {
        static NOTHING: Value = Value::Bool(true);
        let id = self.schemas[term as usize];
        let outermost = self.graph.outermost(id);
        let document = self.added.get(&outermost).unwrap_or(self.document);
        self.graph.source(document, id).unwrap_or(&NOTHING)
    }

    /// The terms of some schemas.
    pub(super) fn all_of(&mut self, schemas: impl IntoIterator<Item = SchemaId>) -> Vec<Term> {
        schemas.into_iter().map(|schema| self.of(schema)).collect()
    }

    /// Splits schemas into facets; `None` if no value meets them all.
    pub(super) fn facets(&mut self, terms: impl IntoIterator<Item = Term>) -> Option<Facets> {
        let mut facets = Facets::new();
        let mut seen = BTreeSet::new();
        let mut rest: Vec<Term> = terms.into_iter().collect();
        while let Some(term) = rest.pop() {
            if !seen.insert(term) {
                continue;
            }
            let node = self.node(term);
            match node.boolean {
                Some(true) => continue,
                Some(false) => return None,
                None if node.is_dangling => return None,
                None => {}
            }
            if !node.any_of.is_empty() {
                facets.insert(Facet::AnyOf(term));
            }
            if !node.one_of.is_empty() {
                facets.insert(Facet::OneOf(term));
            }
            let condition = node.condition();
            if condition.test.is_some() && (condition.then.is_some() || condition.otherwise.is_some()) {
                facets.insert(Facet::Condition(term));
            }
            if let Some(object) = node.object() {
                if !object.dependent_schemas.is_empty() || !object.dependent_required.is_empty() {
                    facets.insert(Facet::Dependent(term));
                }
                if object.unevaluated_properties.is_some() {
                    facets.insert(Facet::Guard(term));
                }
            }
            if node.array().is_some_and(|array| array.unevaluated_items.is_some()) {
                facets.insert(Facet::Guard(term));
            }
            if node.constrains_itself() {
                facets.insert(Facet::Leaf(term));
            }
            let denied = node.not;
            let conjuncts: Vec<SchemaId> = node.conjuncts().collect();
            rest.extend(self.all_of(conjuncts));
            if let Some(denied) = denied {
                let schema = &self.graph[denied];
                facets.extend(match opposite(schema) {
                    Some(schema) => {
                        rest.push(self.add(schema));
                        None
                    }
                    None if schema.keywords == 1 && schema.required().len() > 1 => Some(Facet::NotAll(self.of(denied))),
                    None => Some(Facet::Guard(term)),
                });
            }
        }
        Some(facets)
    }
}

const TYPES: [JsonType; 6] = [
    JsonType::Null,
    JsonType::Boolean,
    JsonType::Object,
    JsonType::Array,
    JsonType::Number,
    JsonType::String,
];

/// The schema of the values that a simple schema forbids; `None` if the schema is not simple.
fn opposite(denied: &SchemaNode) -> Option<Value> {
    if let Some(all) = denied.boolean {
        return Some(Value::Bool(!all));
    }
    if denied.keywords != 1 {
        return None;
    }
    if let [key] = denied.required() {
        return Some(serde_json::json!({"type": "object", "properties": {&**key: false}}));
    }
    let named = denied.types.as_ref()?;
    if named.contains(&JsonType::Integer) && !named.contains(&JsonType::Number) {
        return None;
    }
    let left = TYPES.iter().filter(|name| !named.contains(name));
    let left: Vec<&str> = left.map(|name| name.name()).collect();
    Some(match left.is_empty() {
        true => Value::Bool(false),
        false => serde_json::json!({ "type": left }),
    })
}
