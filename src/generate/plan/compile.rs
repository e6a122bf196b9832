//! From schemas to a plan.

use super::super::value::{GeneratedValue, NodeId};
use super::guard::Guards;
use super::need::{self, ARRAY, BOOL, FRACTION, NULL, Need, OBJECT, STRING, WHOLE};
use super::node::{Array, Entry, Form, Node, Object, Property, Strings};
use super::outline::{branches, told_apart};
use super::strings;
use super::terms::{Facet, Facets, Term, Terms};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// A plan that needs more entries than this is not made.
const MAX_ENTRIES: usize = 50_000;
/// No limit that a schema sets counts for more: longer strings and arrays show nothing new.
pub(super) const MANY: usize = 1 << 20;

pub(super) struct Compiler<'s> {
    terms: Terms<'s>,
    pub(super) entries: Vec<Entry>,
    pub(super) guards: Guards,
    /// What to make where a node turns out to have no value.
    pub(super) otherwise: BTreeMap<NodeId, NodeId>,
    known: HashMap<(Facets, u8), NodeId>,
    waiting: VecDeque<(NodeId, Facets, u8)>,
}

impl<'s> Compiler<'s> {
    /// Compiles the schema that `root` is.
    ///
    /// # Errors
    /// When the plan would be too large.
    pub(super) fn compile(root: &'s Value) -> Result<Compiler<'s>, String> {
        let mut compiler = Compiler {
            terms: Terms::new(root),
            entries: Vec::new(),
            guards: Guards::new(root),
            otherwise: BTreeMap::new(),
            known: HashMap::new(),
            waiting: VecDeque::new(),
        };
        let first = compiler.terms.of(root);
        compiler.node([first]);
        while let Some((id, facets, types)) = compiler.waiting.pop_front() {
            if compiler.entries.len() > MAX_ENTRIES {
                return Err(format!("its parts combine in more than {MAX_ENTRIES} ways"));
            }
            let (node, guards) = compiler.fill(id, &facets, types);
            let entry = &mut compiler.entries[id as usize];
            (entry.node, entry.guards) = (node, guards);
        }
        Ok(compiler)
    }

    fn push(&mut self, node: Node) -> NodeId {
        self.entries.push(Entry {
            node,
            guards: Vec::new(),
            size: None,
            recursive: false,
        });
        (self.entries.len() - 1) as NodeId
    }

    /// The entry for values that meet all of some schemas.
    fn node(&mut self, terms: impl IntoIterator<Item = Term>) -> NodeId {
        let facets = self.terms.facets(terms);
        self.entry(facets, 0)
    }

    /// The entry for values that meet some facets, of some types: 0 stands for those that the author had in mind.
    fn entry(&mut self, facets: Option<Facets>, types: u8) -> NodeId {
        let Some(facets) = facets else {
            return self.push(Node::Never);
        };
        let key = (facets, types);
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let id = self.push(Node::Never);
        self.known.insert(key.clone(), id);
        self.waiting.push_back((id, key.0, types));
        id
    }

    fn fill(&mut self, id: NodeId, facets: &Facets, types: u8) -> (Node, Vec<usize>) {
        let composed = facets
            .iter()
            .copied()
            .find(|facet| !matches!(facet, Facet::Leaf(_) | Facet::Guard(_)));
        if let Some(facet) = composed {
            let mut rest = facets.clone();
            rest.remove(&facet);
            if self.contradicts(&rest) {
                return (Node::Never, Vec::new());
            }
            let found = self.expand(facet, &rest);
            let nodes = found
                .into_iter()
                .map(|facets| self.entry(Some(facets), types))
                .collect();
            return (Node::Union(nodes), Vec::new());
        }
        let need = Need::of(&self.terms, facets);
        let wanted = match types {
            0 => need.preferred(),
            types => need.types & types,
        };
        let left = need.types & !wanted;
        if types == 0 && left != 0 {
            let other = self.entry(Some(facets.clone()), left);
            self.otherwise.insert(id, other);
        }
        let guards: Vec<usize> = need
            .guards
            .iter()
            .map(|term| self.guards.add(&self.terms.schema(*term)))
            .collect();
        let node = if need.is_anything() && types == 0 {
            Node::Any
        } else {
            self.typed(&need, wanted)
        };
        (node, guards)
    }

    /// The ways to meet one facet beside the others.
    fn expand(&mut self, facet: Facet, rest: &Facets) -> Vec<Facets> {
        let (term, keyword) = match facet {
            Facet::AnyOf(term) => (term, "anyOf"),
            Facet::OneOf(term) => (term, "oneOf"),
            Facet::Condition(term) => return self.condition(term, rest),
            Facet::Dependent(term) => return self.dependent(term, rest),
            Facet::Leaf(_) | Facet::Guard(_) => return Vec::new(),
        };
        let branches = branches(&mut self.terms, term, keyword);
        let apart = match facet {
            Facet::OneOf(_) => told_apart(&mut self.terms, rest, &branches),
            _ => vec![true; branches.len()],
        };
        let mut found = Vec::new();
        for (branch, apart) in branches.into_iter().zip(apart) {
            let guard = (!apart).then_some(Facet::Guard(term));
            found.extend(self.beside(rest, &[branch], guard));
        }
        found
    }

    fn beside(&mut self, rest: &Facets, terms: &[Term], guard: Option<Facet>) -> Option<Facets> {
        let mut facets = self.terms.facets(terms.iter().copied())?;
        facets.extend(rest.iter().copied());
        facets.extend(guard);
        Some(facets)
    }

    fn condition(&mut self, term: Term, rest: &Facets) -> Vec<Facets> {
        let source = self.terms.schema(term);
        let mut below = |keyword| self.terms.below(&source, |schema| schema.get(keyword));
        let (test, then, otherwise) = (below("if"), below("then"), below("else"));
        let met: Vec<Term> = test.into_iter().chain(then).collect();
        let failed: Vec<Term> = otherwise.into_iter().collect();
        [
            self.beside(rest, &met, None),
            self.beside(rest, &failed, Some(Facet::Guard(term))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// None of the keys on which something depends, or each of them with what it brings.
    fn dependent(&mut self, term: Term, rest: &Facets) -> Vec<Facets> {
        let source = self.terms.schema(term);
        let keys_of = |keyword: &str| -> Vec<String> {
            let map = source.get(keyword).and_then(Value::as_object);
            map.map_or_else(Vec::new, |map| map.keys().cloned().collect())
        };
        let keys: BTreeSet<String> = keys_of("dependentSchemas")
            .into_iter()
            .chain(keys_of("dependentRequired"))
            .collect();
        let without: serde_json::Map<String, Value> = keys.iter().map(|key| (key.clone(), json!(false))).collect();
        let none = self.terms.own(json!({ "properties": without }));
        let mut found = Vec::new();
        found.extend(self.beside(rest, &[none], None));
        for key in &keys {
            let mut required = vec![json!(key)];
            let more = source.get("dependentRequired").and_then(|map| map.get(key)?.as_array());
            required.extend(more.into_iter().flatten().cloned());
            let present = self.terms.own(json!({"type": "object", "required": required}));
            let schema = self
                .terms
                .below(&source, |schema| schema.get("dependentSchemas")?.get(key));
            let all: Vec<Term> = schema.into_iter().chain([present]).collect();
            found.extend(self.beside(rest, &all, Some(Facet::Guard(term))));
        }
        found
    }

    /// Whether the leaves alone already exclude one another.
    fn contradicts(&self, facets: &Facets) -> bool {
        let need = Need::of(&self.terms, facets);
        need.types == 0 || need.literals.is_some_and(|literals| literals.is_empty())
    }

    fn typed(&mut self, need: &Need, types: u8) -> Node {
        if let Some(literals) = &need.literals {
            let allowed = literals.iter().filter(|value| need::type_of(value) & types != 0);
            let allowed = allowed.filter(|value| need.leaves.iter().all(|leaf| self.allows(*leaf, value)));
            return Node::Literal(allowed.map(GeneratedValue::of).collect());
        }
        let mut nodes = Vec::new();
        if types & BOOL != 0 {
            nodes.push(Node::Literal(vec![
                GeneratedValue::of(&json!(false)),
                GeneratedValue::of(&json!(true)),
            ]));
        }
        if types & (WHOLE | FRACTION) != 0 {
            nodes.extend(need.number.numbers(types & FRACTION == 0).map(Node::Number));
        }
        if types & STRING != 0 {
            nodes.extend(self.string(need));
        }
        if types & ARRAY != 0 {
            nodes.push(self.array(need));
        }
        if types & OBJECT != 0 {
            nodes.push(self.object(need));
        }
        if types & NULL != 0 {
            nodes.push(Node::Literal(vec![GeneratedValue::of(&Value::Null)]));
        }
        match nodes.len() {
            0 => Node::Never,
            1 => nodes.remove(0),
            _ => Node::Union(nodes.into_iter().map(|node| self.push(node)).collect()),
        }
    }

    /// Whether a leaf allows a value that is listed, for leaves that say more than lists and types.
    fn allows(&self, leaf: Term, value: &Value) -> bool {
        let source = self.terms.schema(leaf);
        let simple = |keyword: &String| matches!(keyword.as_str(), "type" | "enum" | "const" | "format");
        let more = source
            .value()
            .as_object()
            .is_some_and(|members| !members.keys().all(simple));
        !more || self.guards.test(source.value(), value)
    }

    fn string(&self, need: &Need) -> Option<Node> {
        let max = need.max_length.unwrap_or(MANY).min(MANY);
        if need.min_length > max {
            return None;
        }
        let form = match (need.patterns.first(), need.format.as_deref()) {
            (Some(pattern), _) => {
                strings::parsed(pattern).map_or(Form::Free, |pattern| Form::Pattern(Box::new(pattern)))
            }
            (None, Some(format)) => strings::examples(format, need.min_length, max).map_or(Form::Free, Form::Examples),
            (None, None) => Form::Free,
        };
        Some(Node::String(Strings {
            min: need.min_length,
            max,
            form,
        }))
    }

    fn array(&mut self, need: &Need) -> Node {
        let sources: Vec<_> = need.leaves.iter().map(|leaf| self.terms.schema(*leaf)).collect();
        let prefixes = sources.iter().map(|source| {
            let prefix = source.get("prefixItems").and_then(Value::as_array);
            prefix.map_or(0, Vec::len)
        });
        let longest = prefixes.max().unwrap_or(0);
        let at = |compiler: &mut Self, index: usize, more: Option<Term>| {
            let mut terms: Vec<Term> = more.into_iter().collect();
            for source in &sources {
                let own = compiler
                    .terms
                    .below(source, |schema| schema.get("prefixItems")?.get(index));
                terms.extend(own.or_else(|| compiler.terms.below(source, |schema| schema.get("items"))));
            }
            compiler.node(terms)
        };
        let prefix = (0..longest).map(|index| at(self, index, None)).collect();
        let mut contains = Vec::new();
        for source in &sources {
            let Some(term) = self.terms.below(source, |schema| schema.get("contains")) else {
                continue;
            };
            let least = source
                .get("minContains")
                .and_then(Value::as_f64)
                .map_or(1, |least| least as usize);
            if least > 0 {
                contains.push((at(self, longest, Some(term)), least));
            }
        }
        let closed = sources
            .iter()
            .any(|source| source.get("unevaluatedItems") == Some(&Value::Bool(false)) && source.get("items").is_none());
        Node::Array(Array {
            prefix,
            items: (!closed).then(|| at(self, longest, None)),
            contains,
            min: need.min_items,
            max: need.max_items.unwrap_or(MANY).min(MANY),
            unique: need.unique,
        })
    }

    fn object(&mut self, need: &Need) -> Node {
        let sources: Vec<_> = need.leaves.iter().map(|leaf| self.terms.schema(*leaf)).collect();
        let mut keys: Vec<String> = Vec::new();
        for source in &sources {
            let named = source.get("properties").and_then(Value::as_object);
            keys.extend(named.into_iter().flat_map(|named| named.keys().cloned()));
        }
        keys.extend(need.required.iter().cloned());
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        let names: Vec<Term> = sources
            .iter()
            .filter_map(|source| self.terms.below(source, |schema| schema.get("propertyNames")))
            .collect();
        let mut patterns = BTreeSet::new();
        let mut extra = Vec::new();
        let mut open = true;
        for source in &sources {
            let named = source.get("patternProperties").and_then(Value::as_object);
            patterns.extend(named.into_iter().flat_map(|named| named.keys().cloned()));
            extra.extend(self.terms.below(source, |schema| schema.get("additionalProperties")));
            open &= source.get("unevaluatedProperties") != Some(&Value::Bool(false))
                || source.get("additionalProperties").is_some();
        }
        let properties = keys
            .into_iter()
            .map(|key| {
                let terms = self.terms_for(&sources, &key);
                let named = names
                    .iter()
                    .all(|name| self.guards.test(self.terms.schema(*name).value(), &json!(key)));
                Property {
                    node: if named {
                        self.node(terms)
                    } else {
                        self.push(Node::Never)
                    },
                    required: need.required.contains(&key),
                    key: key.into(),
                }
            })
            .collect();
        let patterns = patterns
            .into_iter()
            .map(|pattern| {
                let name = self.terms.own(json!({"type": "string", "pattern": pattern}));
                let mut held = Vec::new();
                for source in &sources {
                    let own = self
                        .terms
                        .below(source, |schema| schema.get("patternProperties")?.get(&pattern));
                    held.extend(own.or_else(|| self.terms.below(source, |schema| schema.get("additionalProperties"))));
                }
                let name = self.node(names.iter().copied().chain([name]));
                (name, self.node(held))
            })
            .collect();
        let text = self.terms.own(json!({"type": "string"}));
        Node::Object(Object {
            properties,
            extra: open.then(|| self.node(extra)),
            names: (!names.is_empty()).then(|| self.node(names.into_iter().chain([text]))),
            patterns,
            foreign: Vec::new(),
            rivals: Vec::new(),
            min: need.min_properties,
            max: need.max_properties.unwrap_or(MANY),
        })
    }

    /// The schemas that look at what a key holds.
    fn terms_for(&mut self, sources: &[super::terms::SchemaRef<'s>], key: &str) -> Vec<Term> {
        let mut found = Vec::new();
        for source in sources {
            let named = self.terms.below(source, |schema| schema.get("properties")?.get(key));
            let patterns = source.get("patternProperties").and_then(Value::as_object);
            let matching = patterns
                .into_iter()
                .flat_map(|patterns| patterns.keys())
                .filter(|pattern| {
                    let schema = json!({"type": "string", "pattern": pattern});
                    self.guards.test(&schema, &json!(key))
                });
            let matching: Vec<String> = matching.cloned().collect();
            let nothing = named.is_none() && matching.is_empty();
            found.extend(named);
            for pattern in matching {
                found.extend(
                    self.terms
                        .below(source, |schema| schema.get("patternProperties")?.get(&pattern)),
                );
            }
            if nothing {
                found.extend(self.terms.below(source, |schema| schema.get("additionalProperties")));
            }
        }
        found
    }
}
