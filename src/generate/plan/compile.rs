//! From schemas to a plan.

use super::super::catalogue;
use super::super::value::{GeneratedValue, NodeId};
use super::guard::{Guards, KeyPatterns};
use super::need::Need;
use super::no_plan::NoPlan;
use super::node::{Array, Entry, KeyPattern, Node, Object, Property, Texts, fits};
use super::outline::{Union, branches, told_apart};
use super::strings::{FittingTexts, StringNeed};
use super::terms::{Facet, Facets, Term, Terms};
use crate::schema::budget::Steps;
use crate::schema::ir::{ArrayKeywords, ObjectKeywords, SchemaId, TypeSet};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

/// A plan that needs more entries than this is not made.
const MAX_ENTRIES: usize = 50_000;
/// No limit that a schema sets counts for more: longer strings and arrays show nothing new.
pub(super) const MANY: usize = 1 << 20;

pub(super) struct Compiler<'s> {
    terms: Terms<'s>,
    pub(super) entries: Vec<Entry>,
    pub(super) guards: Guards,
    guard_of: HashMap<Term, usize>,
    /// What to make where a node turns out to have no value.
    pub(super) otherwise: BTreeMap<NodeId, NodeId>,
    known: HashMap<(Facets, TypeSet), NodeId>,
    texts: FittingTexts,
    patterns: KeyPatterns,
    waiting: VecDeque<(NodeId, Facets, TypeSet)>,
    /// What is left of the parts of schemas that may be brought together.
    pub(super) steps: Steps,
}

impl<'s> Compiler<'s> {
    /// Compiles the schema that `root` is.
    ///
    /// # Errors
    /// When the plan would be too large, or takes more than these steps.
    pub(super) fn compile(root: &'s Value, steps: Steps) -> Result<Compiler<'s>, NoPlan> {
        let mut compiler = Compiler {
            terms: Terms::new(root),
            entries: Vec::new(),
            guards: Guards::new(root),
            guard_of: HashMap::new(),
            otherwise: BTreeMap::new(),
            known: HashMap::new(),
            texts: FittingTexts::default(),
            patterns: KeyPatterns::default(),
            waiting: VecDeque::new(),
            steps,
        };
        let first = compiler.terms.root();
        compiler.node([first]);
        while let Some((id, facets, types)) = compiler.waiting.pop_front() {
            if compiler.entries.len() > MAX_ENTRIES {
                return Err(NoPlan::TooLarge(format!(
                    "its parts combine in more than {MAX_ENTRIES} ways"
                )));
            }
            let weights = facets.iter().map(|facet| compiler.terms.weight(*facet) as u64);
            compiler.steps.spend(weights.sum::<u64>());
            let (node, guards) = match compiler.steps.is_exhausted() {
                true => (Node::Never, Vec::new()),
                false => compiler.fill(id, &facets, types),
            };
            if compiler.steps.is_exhausted() {
                return Err(NoPlan::TooLarge(compiler.steps.reason()));
            }
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
        self.entry(facets, TypeSet::NONE)
    }

    /// The entry for values that meet some facets, of some types: the empty set stands for those that the author had in mind.
    fn entry(&mut self, facets: Option<Facets>, types: TypeSet) -> NodeId {
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

    fn fill(&mut self, id: NodeId, facets: &Facets, types: TypeSet) -> (Node, Vec<usize>) {
        let composed = facets
            .iter()
            .copied()
            .find(|facet| !matches!(facet, Facet::Leaf(_) | Facet::NotAll(_) | Facet::Guard(_)));
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
            TypeSet::NONE => need.preferred(),
            types => need.types & types,
        };
        let left = need.types.without(wanted);
        if types.is_empty() && !left.is_empty() {
            let other = self.entry(Some(facets.clone()), left);
            self.otherwise.insert(id, other);
        }
        let mut guarded = need.guards.clone();
        guarded.extend(need.leaves.iter().filter(|leaf| !self.keeps_patterns(&need, **leaf)));
        if need.min_properties > 0 {
            // So many keys may ask for some that are not there together.
            let denied = need.not_all.iter().map(|keys| json!({"not": {"required": keys}}));
            guarded.extend(denied.map(|schema| self.terms.add(schema)));
        }
        let guards: Vec<usize> = guarded.iter().map(|term| self.guard(*term)).collect();
        let node = if need.is_anything() && types.is_empty() {
            Node::Any
        } else {
            self.typed(&need, wanted)
        };
        (node, guards)
    }

    /// The guard of a schema.
    fn guard(&mut self, term: Term) -> usize {
        if let Some(guard) = self.guard_of.get(&term) {
            return *guard;
        }
        let guard = self.guards.add(self.terms.json(term));
        self.guard_of.insert(term, guard);
        guard
    }

    /// The ways to meet one facet beside the others.
    fn expand(&mut self, facet: Facet, rest: &Facets) -> Vec<Facets> {
        let (term, union) = match facet {
            Facet::AnyOf(term) => (term, Union::Any),
            Facet::OneOf(term) => (term, Union::One),
            Facet::Condition(term) => return self.condition(term, rest),
            Facet::Dependent(term) => return self.dependent(term, rest),
            Facet::Leaf(_) | Facet::NotAll(_) | Facet::Guard(_) => return Vec::new(),
        };
        let branches = branches(&mut self.terms, term, union);
        let apart = match facet {
            Facet::OneOf(_) => told_apart(&mut self.terms, &mut self.patterns, &self.steps, rest, &branches),
            _ => vec![true; branches.len()],
        };
        let mut found = Vec::new();
        for (branch, apart) in branches.into_iter().zip(apart) {
            let guard = (!apart).then_some(Facet::Guard(term));
            found.extend(self.beside(rest, &[branch], guard));
        }
        found
    }

    /// The facets of some terms with those that stand beside them; `None` if no value meets them, or no steps are left.
    fn beside(&mut self, rest: &Facets, terms: &[Term], guard: Option<Facet>) -> Option<Facets> {
        if !self.steps.spend(1 + rest.len() as u64) {
            return None;
        }
        let mut facets = self.terms.facets(terms.iter().copied())?;
        facets.extend(rest.iter().copied());
        facets.extend(guard);
        Some(facets)
    }

    fn condition(&mut self, term: Term, rest: &Facets) -> Vec<Facets> {
        let condition = self.terms.node(term).condition().clone();
        let met = self.terms.all_of(condition.test.into_iter().chain(condition.then));
        let failed = self.terms.all_of(condition.otherwise);
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
        let Some(ObjectKeywords {
            dependent_schemas: schemas,
            dependent_required: required,
            ..
        }) = self.terms.node(term).object().cloned()
        else {
            return Vec::new();
        };
        let keys: BTreeSet<&str> = schemas
            .iter()
            .map(|(key, _)| &**key)
            .chain(required.iter().map(|(key, _)| &**key))
            .collect();
        let without: serde_json::Map<String, Value> =
            keys.iter().map(|key| ((*key).to_owned(), json!(false))).collect();
        let none = self.terms.add(json!({ "properties": without }));
        let mut found = Vec::new();
        found.extend(self.beside(rest, &[none], None));
        for key in keys {
            let more = required.iter().find(|(name, _)| **name == *key).map(|(_, more)| more);
            let names: Vec<&str> = std::iter::once(key)
                .chain(more.into_iter().flatten().map(|name| &**name))
                .collect();
            let present = self.terms.add(json!({"type": "object", "required": names}));
            let schema = schemas.iter().find(|(name, _)| **name == *key);
            let mut all = self.terms.all_of(schema.map(|(_, schema)| *schema));
            all.push(present);
            found.extend(self.beside(rest, &all, Some(Facet::Guard(term))));
        }
        found
    }

    /// Whether the leaves alone already exclude one another.
    fn contradicts(&self, facets: &Facets) -> bool {
        let need = Need::of(&self.terms, facets);
        need.types.is_empty() || need.literals.is_some_and(|literals| literals.is_empty())
    }

    fn typed(&mut self, need: &Need, types: TypeSet) -> Node {
        if let Some(literals) = &need.literals {
            let tests: Vec<Option<Validator>> = need.leaves.iter().filter_map(|leaf| self.test_of(*leaf)).collect();
            let passes = |test: &Option<Validator>, value| test.as_ref().is_some_and(|test| test.is_valid(value));
            let allowed = literals.iter().filter(|value| TypeSet::of(value).meets(types));
            let allowed = allowed.filter(|value| tests.iter().all(|test| passes(test, value)));
            return Node::Literal(allowed.map(GeneratedValue::of).collect());
        }
        let mut nodes = Vec::new();
        if types.meets(TypeSet::BOOLEAN) {
            nodes.push(Node::Literal(vec![
                GeneratedValue::of(&json!(false)),
                GeneratedValue::of(&json!(true)),
            ]));
        }
        if types.meets(TypeSet::NUMBER) {
            let numbers = need.number.numbers(!types.meets(TypeSet::FRACTION));
            nodes.extend(numbers.map(|numbers| Node::Number(numbers.with_named(&need.named))));
        }
        if types.meets(TypeSet::STRING) {
            nodes.extend(self.string(need));
        }
        if types.meets(TypeSet::ARRAY) {
            nodes.push(self.array(need));
        }
        if types.meets(TypeSet::OBJECT) {
            nodes.push(self.object(need));
        }
        if types.meets(TypeSet::NULL) {
            nodes.push(Node::Literal(vec![GeneratedValue::of(&Value::Null)]));
        }
        match nodes.len() {
            0 => Node::Never,
            1 => nodes.remove(0),
            _ => Node::Union(nodes.into_iter().map(|node| self.push(node)).collect()),
        }
    }

    /// What listed values are held against, for a leaf that says more than lists and types; `Some(None)` lets nothing pass.
    fn test_of(&self, leaf: Term) -> Option<Option<Validator>> {
        let node = self.terms.node(leaf);
        let format = node.string().is_some_and(|string| string.format.is_some());
        let simple = [
            node.types.is_some(),
            node.constant.is_some(),
            node.listed.is_some(),
            format && !self.terms.asserts_formats(),
        ];
        let simple = simple.into_iter().filter(|has| *has).count();
        if usize::from(node.keywords) == simple {
            return None;
        }
        let mut schema = self.terms.json(leaf).clone();
        if let Value::Object(members) = &mut schema {
            // The listed values are in these lists.
            members.remove("enum");
            members.remove("const");
        }
        Some(self.guards.compile(&schema))
    }

    /// Whether values are made by all patterns of keys of a leaf. Keys that fit several are left out, so there may be too few.
    fn keeps_patterns(&mut self, need: &Need, leaf: Term) -> bool {
        let patterns = self.terms.node(leaf).pattern_properties();
        let is_known = |(pattern, _): &(Box<str>, SchemaId)| self.patterns.compiled(pattern).is_some();
        patterns.is_empty() || (need.min_properties == 0 && patterns.iter().all(is_known))
    }

    fn string(&mut self, need: &Need) -> Option<Node> {
        let max = need.max_length.unwrap_or(MANY).min(MANY);
        if need.min_length > max {
            return None;
        }
        let wanted = StringNeed {
            min: need.min_length,
            max,
            pattern: need.patterns.first().map(String::as_str),
            format: need.format.as_deref(),
            named: &need.named,
        };
        let validators: Vec<_> = need.patterns.iter().map(|pattern| Guards::pattern(pattern)).collect();
        let format = need.format.as_deref().and_then(|format| self.guards.format(format));
        let passes = |validator: &Option<Validator>, text: &str| validator.as_ref().is_none_or(|it| fits(it, text));
        let matches = |text: &str| validators.iter().all(|validator| passes(validator, text));
        let mut strings = self
            .texts
            .strings(&wanted, |text| matches(text) && passes(&format, text));
        if let (Some(format), Some(member)) = (&format, strings.texts.first()) {
            let is_near = |text: &String| {
                (wanted.min..=max).contains(&text.chars().count()) && matches(text) && !fits(format, text)
            };
            strings.near = catalogue::near_misses(member).into_iter().filter(is_near).collect();
        }
        Some(Node::String(strings))
    }

    fn array(&mut self, need: &Need) -> Node {
        let sources: Vec<ArrayKeywords> = need
            .leaves
            .iter()
            .filter_map(|leaf| self.terms.node(*leaf).array().cloned())
            .collect();
        let longest = sources
            .iter()
            .map(|source| source.prefix_items.len())
            .max()
            .unwrap_or(0);
        let at = |compiler: &mut Self, index: usize, more: Option<Term>| {
            let schemas = sources
                .iter()
                .filter_map(|source| source.prefix_items.get(index).copied().or(source.items));
            let terms = compiler.terms.all_of(schemas);
            compiler.node(more.into_iter().chain(terms))
        };
        let prefix = (0..longest).map(|index| at(self, index, None)).collect();
        let mut contains = Vec::new();
        for source in &sources {
            let Some(schema) = source.contains else { continue };
            let term = self.terms.of(schema);
            let least = source.min_contains.unwrap_or(1) as usize;
            if least > 0 {
                contains.push((at(self, longest, Some(term)), least));
            }
        }
        let denies_more = |source: &ArrayKeywords| {
            let denied = source.unevaluated_items.filter(|_| source.items.is_none());
            denied.is_some_and(|schema| self.terms.graph()[schema].is_never())
        };
        let closed = sources.iter().any(denies_more);
        Node::Array(Array {
            prefix,
            items: (!closed).then(|| at(self, longest, None)),
            contains,
            min: need.min_items,
            max: need.max_items.unwrap_or(MANY).min(MANY),
            counts: Vec::new(),
            unique: need.unique,
        })
    }

    fn object(&mut self, need: &Need) -> Node {
        let sources: Vec<ObjectKeywords> = need
            .leaves
            .iter()
            .filter_map(|leaf| self.terms.node(*leaf).object().cloned())
            .collect();
        let mut keys: Vec<String> = Vec::new();
        for source in &sources {
            let named = source.properties.iter().flatten();
            keys.extend(named.map(|(key, _)| key.to_string()));
        }
        keys.extend(need.required.iter().chain(need.not_all.iter().flatten()).cloned());
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        let names = sources.iter().filter_map(|source| source.property_names);
        let names: Vec<Term> = self.terms.all_of(names);
        let tests_of_names: Vec<Option<Validator>> = names
            .iter()
            .map(|name| self.guards.compile(self.terms.json(*name)))
            .collect();
        let named: Vec<HashMap<&str, SchemaId>> = sources
            .iter()
            .map(|source| {
                source
                    .properties
                    .iter()
                    .flatten()
                    .map(|(key, schema)| (&**key, *schema))
                    .collect()
            })
            .collect();
        let mut patterns: BTreeSet<&str> = BTreeSet::new();
        let mut extra = Vec::new();
        let mut open = true;
        for source in &sources {
            patterns.extend(source.pattern_properties.iter().map(|(pattern, _)| &**pattern));
            extra.extend(self.terms.all_of(source.additional_properties));
            let denied = source
                .unevaluated_properties
                .filter(|_| source.additional_properties.is_none());
            open &= !denied.is_some_and(|schema| self.terms.graph()[schema].is_never());
        }
        let indices: HashMap<&str, usize> = keys.iter().enumerate().map(|(index, key)| (&**key, index)).collect();
        let mut not_all: HashMap<usize, Vec<Arc<[usize]>>> = HashMap::new();
        for names in &need.not_all {
            let set = names.iter().filter_map(|name| indices.get(&**name).copied());
            let set: Arc<[usize]> = set.collect();
            for index in set.iter() {
                not_all.entry(*index).or_default().push(set.clone());
            }
        }
        let properties = keys
            .into_iter()
            .map(|key| {
                let terms = self.terms_for(&sources, &named, &key);
                let text = json!(key);
                let is_named = tests_of_names
                    .iter()
                    .all(|test| test.as_ref().is_some_and(|test| test.is_valid(&text)));
                Property {
                    node: if is_named {
                        self.node(terms)
                    } else {
                        self.push(Node::Never)
                    },
                    required: need.required_keys.contains(&key),
                    key: key.into(),
                }
            })
            .collect();
        let patterns = patterns
            .into_iter()
            .map(|pattern| {
                let name = self.terms.add(json!({"type": "string", "pattern": pattern}));
                let held = sources.iter().filter_map(|source| {
                    let own = source.pattern_properties.iter().find(|(other, _)| **other == *pattern);
                    own.map(|(_, schema)| *schema).or(source.additional_properties)
                });
                let held = self.terms.all_of(held);
                KeyPattern {
                    name: self.node(names.iter().copied().chain([name])),
                    held: self.node(held),
                    test: self.patterns.compiled(pattern),
                }
            })
            .collect();
        let text = self.terms.add(json!({"type": "string"}));
        let keys = match open && names.is_empty() {
            true => self.texts.keys(),
            false => Texts::default(),
        };
        Node::Object(Object {
            properties,
            not_all,
            extra: open.then(|| self.node(extra)),
            keys,
            counts: Vec::new(),
            has_relations: false,
            names: (!names.is_empty()).then(|| self.node(names.into_iter().chain([text]))),
            patterns,
            foreign: Vec::new(),
            rivals: Vec::new(),
            min: need.min_properties,
            max: need.max_properties.unwrap_or(MANY),
        })
    }

    /// The schemas that apply to the value under a key. `named` are the schemas of the keys that each source names.
    fn terms_for(&mut self, sources: &[ObjectKeywords], named: &[HashMap<&str, SchemaId>], key: &str) -> Vec<Term> {
        let mut found = Vec::new();
        for (source, named) in sources.iter().zip(named) {
            let matching = source.pattern_properties.iter().filter(|(pattern, _)| {
                let pattern = self.patterns.compiled(pattern);
                pattern.is_some_and(|pattern| fits(&pattern, key))
            });
            let before = found.len();
            found.extend(
                named
                    .get(key)
                    .copied()
                    .into_iter()
                    .chain(matching.map(|(_, schema)| *schema)),
            );
            if found.len() == before {
                found.extend(source.additional_properties);
            }
        }
        self.terms.all_of(found)
    }
}
