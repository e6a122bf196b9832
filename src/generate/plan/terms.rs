//! The schemas of a bundle that look at one value together, taken apart into facets.

use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// A schema, by number.
pub(super) type Term = u32;

/// One thing that a schema asks for. A value must meet all facets of all schemas that look at it.
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
    /// What can only be tested, not built.
    Guard(Term),
}

/// Facets that look at one value together.
pub(super) type Facets = BTreeSet<Facet>;

/// A schema: a part of the bundle, or made up on the way.
#[derive(Clone)]
enum Source<'s> {
    Bundle(&'s Value),
    Own(Rc<Value>),
}

/// All schemas that were met.
pub(super) struct Terms<'s> {
    root: &'s Value,
    sources: Vec<Source<'s>>,
    by_address: HashMap<*const Value, Term>,
    by_text: HashMap<String, Term>,
}

impl<'s> Terms<'s> {
    pub(super) fn new(root: &'s Value) -> Terms<'s> {
        Terms {
            root,
            sources: Vec::new(),
            by_address: HashMap::new(),
            by_text: HashMap::new(),
        }
    }

    /// The number of a schema of the bundle.
    pub(super) fn of(&mut self, schema: &'s Value) -> Term {
        let next = self.sources.len() as Term;
        let term = *self.by_address.entry(std::ptr::from_ref(schema)).or_insert(next);
        if term == next {
            self.sources.push(Source::Bundle(schema));
        }
        term
    }

    /// The number of a schema that the bundle does not hold.
    pub(super) fn own(&mut self, schema: Value) -> Term {
        let next = self.sources.len() as Term;
        let term = *self.by_text.entry(schema.to_string()).or_insert(next);
        if term == next {
            self.sources.push(Source::Own(Rc::new(schema)));
        }
        term
    }

    /// The schema of a number, with everything below it numbered when asked for.
    pub(super) fn schema(&self, term: Term) -> SchemaRef<'s> {
        match &self.sources[term as usize] {
            Source::Bundle(schema) => SchemaRef::Bundle(schema),
            Source::Own(schema) => SchemaRef::Own(schema.clone()),
        }
    }

    /// The number of a schema that stands below another.
    pub(super) fn below(&mut self, parent: &SchemaRef<'s>, find: impl Fn(&Value) -> Option<&Value>) -> Option<Term> {
        match parent {
            SchemaRef::Bundle(schema) => Some(self.of(find(schema)?)),
            SchemaRef::Own(schema) => {
                let child = find(schema)?.clone();
                Some(self.own(child))
            }
        }
    }

    /// Takes schemas apart; `None` if no value meets them all.
    pub(super) fn facets(&mut self, terms: impl IntoIterator<Item = Term>) -> Option<Facets> {
        let mut facets = Facets::new();
        let mut seen = BTreeSet::new();
        let mut rest: Vec<Term> = terms.into_iter().collect();
        while let Some(term) = rest.pop() {
            if !seen.insert(term) {
                continue;
            }
            let source = self.schema(term);
            let members = match source.value() {
                Value::Bool(true) => continue,
                Value::Object(members) => members,
                _ => return None,
            };
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                let target = reference.strip_prefix('#').and_then(|at| self.root.pointer(at))?;
                rest.push(self.of(target));
            }
            for index in 0..list(members, "allOf") {
                rest.extend(self.below(&source, |schema| schema.get("allOf")?.get(index)));
            }
            if members.contains_key("anyOf") {
                facets.insert(Facet::AnyOf(term));
            }
            if members.contains_key("oneOf") {
                facets.insert(Facet::OneOf(term));
            }
            if members.contains_key("if") && (members.contains_key("then") || members.contains_key("else")) {
                facets.insert(Facet::Condition(term));
            }
            if members.contains_key("dependentSchemas") || members.contains_key("dependentRequired") {
                facets.insert(Facet::Dependent(term));
            }
            if let Some(denied) = members.get("not") {
                match opposite(denied) {
                    Some(schema) => rest.push(self.own(schema)),
                    None => drop(facets.insert(Facet::Guard(term))),
                }
            }
            if members.contains_key("unevaluatedProperties") || members.contains_key("unevaluatedItems") {
                facets.insert(Facet::Guard(term));
            }
            if members.keys().any(|keyword| says_itself(keyword)) {
                facets.insert(Facet::Leaf(term));
            }
        }
        Some(facets)
    }
}

/// A schema that can be looked into while further ones are numbered.
pub(super) enum SchemaRef<'s> {
    Bundle(&'s Value),
    Own(Rc<Value>),
}

impl SchemaRef<'_> {
    pub(super) fn value(&self) -> &Value {
        match self {
            SchemaRef::Bundle(schema) => schema,
            SchemaRef::Own(schema) => schema,
        }
    }

    pub(super) fn get(&self, keyword: &str) -> Option<&Value> {
        self.value().get(keyword)
    }
}

pub(super) fn list(members: &Map<String, Value>, keyword: &str) -> usize {
    members.get(keyword).and_then(Value::as_array).map_or(0, Vec::len)
}

/// Keywords that a leaf is built from.
fn says_itself(keyword: &str) -> bool {
    !matches!(
        keyword,
        "$ref"
            | "$defs"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "not"
            | "if"
            | "then"
            | "else"
            | "dependentSchemas"
            | "dependentRequired"
    )
}

const TYPES: [&str; 6] = ["null", "boolean", "object", "array", "number", "string"];

/// What is left when a simple schema is denied.
fn opposite(denied: &Value) -> Option<Value> {
    let members = match denied {
        Value::Bool(all) => return Some(Value::Bool(!all)),
        Value::Object(members) => members,
        _ => return None,
    };
    let mut keywords = members.keys().filter(|keyword| !keyword.starts_with("x-"));
    let (keyword, None) = (keywords.next()?, keywords.next()) else {
        return None;
    };
    match keyword.as_str() {
        "required" => match members["required"].as_array()?.as_slice() {
            [Value::String(key)] => Some(serde_json::json!({"type": "object", "properties": {key: false}})),
            _ => None,
        },
        "type" => {
            let named = match &members["type"] {
                Value::String(name) => vec![name.as_str()],
                Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                _ => return None,
            };
            if named.contains(&"integer") && !named.contains(&"number") {
                return None;
            }
            let left: Vec<&str> = TYPES.into_iter().filter(|name| !named.contains(name)).collect();
            Some(if left.is_empty() {
                Value::Bool(false)
            } else {
                serde_json::json!({ "type": left })
            })
        }
        _ => None,
    }
}
