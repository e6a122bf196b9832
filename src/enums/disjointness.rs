//! A proof that two schemas have no value in common, from their types, constants, keys and bounds.
//!
//! A schema is split into alternatives, each a shape: it demands less than the schema, never more. Where all shapes of one
//! schema are disjoint from all shapes of another, so are the schemas. What a shape does not know (a `not`, the end of a pattern) can
//! only make a proof fail.

use super::pattern_starts::{are_apart, starts};
use crate::schema::ir::{SchemaGraph, SchemaId, SchemaNode, TypeSet};
use serde_json::{Number, Value};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::LazyLock;

/// A schema with more alternatives than this is taken as a whole.
const MAX_ALTERNATIVES: usize = 96;
/// Schemas that look at one value, one inside another, as far as they are followed.
const MAX_IN_PLACE: usize = 40;
/// So many pairs of shapes are compared for one answer: a schema that was made to take for ever does not.
const MAX_COMPARISONS: u32 = 200_000;
/// How far into values a difference is looked for.
const MAX_DEPTH: usize = 4;

/// One alternative of a schema.
#[derive(Debug, Clone)]
struct Shape<'g> {
    types: TypeSet,
    /// The values that are allowed, if they are listed.
    literals: Option<Vec<&'g Value>>,
    required: BTreeSet<&'g str>,
    properties: BTreeMap<&'g str, Vec<SchemaId>>,
    /// The schemas for keys that are not named: the keys that are named beside each, and the schema.
    others: Vec<(BTreeSet<&'g str>, SchemaId)>,
    items: Vec<SchemaId>,
    low: f64,
    high: f64,
    shortest: u64,
    longest: u64,
    /// Of each pattern, what its matches begin with.
    starts: Vec<Rc<Vec<Vec<u8>>>>,
    fewest: u64,
    most: u64,
}

/// Proves that schemas of one document are disjoint.
pub(super) struct Prover<'g> {
    graph: &'g SchemaGraph,
    shapes: RefCell<Vec<Option<Rc<Vec<Shape<'g>>>>>>,
    proved: RefCell<HashSet<(SchemaId, SchemaId)>>,
    comparisons_left: Cell<u32>,
}

impl<'g> Prover<'g> {
    pub(super) fn new(graph: &'g SchemaGraph) -> Prover<'g> {
        Prover {
            graph,
            shapes: RefCell::new(vec![None; graph.len()]),
            proved: RefCell::default(),
            comparisons_left: Cell::new(0),
        }
    }

    /// Whether it is proved that no value satisfies both.
    pub(super) fn apart(&self, a: SchemaId, b: SchemaId) -> bool {
        self.comparisons_left.set(MAX_COMPARISONS);
        self.below(a, b, 0)
    }

    fn below(&self, a: SchemaId, b: SchemaId, depth: usize) -> bool {
        if a == b {
            return false;
        }
        if depth > 0 && self.proved.borrow().contains(&(a, b)) {
            return true;
        }
        let (shapes_a, shapes_b) = (self.shapes(a), self.shapes(b));
        let apart = shapes_a
            .iter()
            .all(|a| shapes_b.iter().all(|b| self.shapes_apart(a, b, depth)));
        // At greater depth less is tried: a proof holds everywhere, a failure only where it happened. Each pair of branches is asked
        // about once, and there may be millions.
        if apart && depth > 0 {
            self.proved.borrow_mut().insert((a, b));
        }
        apart
    }

    fn shapes(&self, schema: SchemaId) -> Rc<Vec<Shape<'g>>> {
        if let Some(known) = &self.shapes.borrow()[schema.index()] {
            return Rc::clone(known);
        }
        let shapes = Rc::new(self.alternatives(schema, 0));
        self.shapes.borrow_mut()[schema.index()] = Some(Rc::clone(&shapes));
        shapes
    }

    fn alternatives(&self, schema: SchemaId, level: usize) -> Vec<Shape<'g>> {
        let node = &self.graph[schema];
        if node.is_never() {
            return Vec::new();
        }
        if level >= MAX_IN_PLACE {
            return vec![Shape::of(&ANYTHING)];
        }
        let mut found = vec![Shape::of(node)];
        for part in node.conjuncts() {
            found = product(found, self.alternatives(part, level + 1));
        }
        for (_, branches) in node.unions() {
            let branches = branches.iter().flat_map(|branch| self.alternatives(*branch, level + 1));
            found = product(found, branches.take(MAX_ALTERNATIVES + 1).collect());
        }
        found
    }

    fn shapes_apart(&self, a: &Shape<'g>, b: &Shape<'g>, depth: usize) -> bool {
        let Some(left) = self.comparisons_left.get().checked_sub(1) else {
            return false;
        };
        self.comparisons_left.set(left);
        let types = a.types & b.types;
        let listed = match (&a.literals, &b.literals) {
            (Some(a), Some(b)) => Some(common(a, b)),
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        };
        if let Some(listed) = listed {
            return listed.iter().all(|value| !a.admits(value) || !b.admits(value));
        }
        types.each().all(|kind| match kind {
            TypeSet::WHOLE => a.low.max(b.low).ceil() > a.high.min(b.high),
            TypeSet::FRACTION => a.low.max(b.low) > a.high.min(b.high),
            TypeSet::STRING => {
                let begin_differently = |a: &Shape| a.starts.iter().any(|a| b.starts.iter().any(|b| are_apart(a, b)));
                a.shortest.max(b.shortest) > a.longest.min(b.longest) || begin_differently(a)
            }
            TypeSet::ARRAY => self.arrays_apart(a, b, depth),
            TypeSet::OBJECT => self.objects_apart(a, b, depth),
            _ => false,
        })
    }

    fn arrays_apart(&self, a: &Shape<'g>, b: &Shape<'g>, depth: usize) -> bool {
        let fewest = a.fewest.max(b.fewest);
        if fewest > a.most.min(b.most) {
            return true;
        }
        fewest >= 1 && depth < MAX_DEPTH && self.any_apart(&a.items, &b.items, depth)
    }

    fn objects_apart(&self, a: &Shape<'g>, b: &Shape<'g>, depth: usize) -> bool {
        a.required.union(&b.required).any(|key| {
            let (of_a, of_b) = (a.under(key), b.under(key));
            let never = |schemas: &[SchemaId]| schemas.iter().any(|schema| self.graph[*schema].is_never());
            never(&of_a) || never(&of_b) || depth < MAX_DEPTH && self.any_apart(&of_a, &of_b, depth)
        })
    }

    /// Whether one of some schemas is apart from one of others that apply to the same value.
    fn any_apart(&self, a: &[SchemaId], b: &[SchemaId], depth: usize) -> bool {
        a.iter().any(|a| b.iter().any(|b| self.below(*a, *b, depth + 1)))
    }
}

static ANYTHING: LazyLock<SchemaNode> = LazyLock::new(SchemaNode::default);

/// All combinations; where there are too many, what was there before, which asks for less.
fn product<'g>(left: Vec<Shape<'g>>, right: Vec<Shape<'g>>) -> Vec<Shape<'g>> {
    if left.len() * right.len() > MAX_ALTERNATIVES {
        return left;
    }
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| a.and(b)));
    pairs.filter(|shape| !shape.types.is_empty()).collect()
}

impl<'g> Shape<'g> {
    /// What a schema says itself.
    fn of(node: &'g SchemaNode) -> Shape<'g> {
        let float = |number: Option<&Number>| number.and_then(Number::as_f64);
        let (number, string, array) = (node.number(), node.string(), node.array());
        let properties: BTreeMap<&str, Vec<SchemaId>> = node
            .properties()
            .iter()
            .map(|(key, schema)| (&**key, vec![*schema]))
            .collect();
        let named: BTreeSet<&str> = properties.keys().copied().collect();
        let others = node
            .additional_properties()
            .filter(|_| node.pattern_properties().is_empty());
        Shape {
            types: node.type_set(),
            literals: node.literals().map(|values| values.iter().collect()),
            required: node.required().iter().map(|key| &**key).collect(),
            properties,
            others: others.map(|schema| (named, schema)).into_iter().collect(),
            items: node
                .items()
                .filter(|_| node.prefix_items().is_empty())
                .into_iter()
                .collect(),
            low: float(number.and_then(|number| number.minimum.as_ref())).unwrap_or(f64::NEG_INFINITY),
            high: float(number.and_then(|number| number.maximum.as_ref())).unwrap_or(f64::INFINITY),
            shortest: string.and_then(|string| string.min_length).unwrap_or(0),
            longest: string.and_then(|string| string.max_length).unwrap_or(u64::MAX),
            starts: string
                .and_then(|string| starts(string.pattern.as_deref()?))
                .map(Rc::new)
                .into_iter()
                .collect(),
            fewest: array.and_then(|array| array.min_items).unwrap_or(0),
            most: array.and_then(|array| array.max_items).unwrap_or(u64::MAX),
        }
    }

    fn and(&self, other: &Shape<'g>) -> Shape<'g> {
        let mut both = self.clone();
        both.types &= other.types;
        both.literals = match (&self.literals, &other.literals) {
            (Some(a), Some(b)) => Some(common(a, b)),
            (one, None) | (None, one) => one.clone(),
        };
        both.required.extend(&other.required);
        for (key, schemas) in &other.properties {
            both.properties.entry(key).or_default().extend(schemas);
        }
        both.others.extend(other.others.iter().cloned());
        both.items.extend(&other.items);
        both.starts.extend(other.starts.iter().cloned());
        (both.low, both.high) = (self.low.max(other.low), self.high.min(other.high));
        (both.shortest, both.longest) = (self.shortest.max(other.shortest), self.longest.min(other.longest));
        (both.fewest, both.most) = (self.fewest.max(other.fewest), self.most.min(other.most));
        both
    }

    /// The schemas for what stands under a key.
    fn under(&self, key: &str) -> Vec<SchemaId> {
        let named = self.properties.get(key).into_iter().flatten().copied();
        let others = self.others.iter().filter(|(named, _)| !named.contains(key));
        named.chain(others.map(|(_, schema)| *schema)).collect()
    }

    /// Whether a listed value may satisfy it.
    fn admits(&self, value: &Value) -> bool {
        if !TypeSet::of(value).meets(self.types) {
            return false;
        }
        if self
            .literals
            .as_ref()
            .is_some_and(|literals| !literals.iter().any(|literal| same(literal, value)))
        {
            return false;
        }
        match value {
            Value::String(text) => {
                let length = text.chars().count() as u64;
                let begins = |starts: &Rc<Vec<Vec<u8>>>| starts.iter().any(|start| text.as_bytes().starts_with(start));
                (self.shortest..=self.longest).contains(&length) && self.starts.iter().all(begins)
            }
            Value::Number(number) => number
                .as_f64()
                .is_none_or(|number| (self.low..=self.high).contains(&number)),
            Value::Object(members) => self.required.iter().all(|key| members.contains_key(*key)),
            _ => true,
        }
    }
}

/// The values of the one list that may be in the other.
fn common<'g>(one: &[&'g Value], other: &[&'g Value]) -> Vec<&'g Value> {
    // Short lists are compared without a table.
    if one.len() * other.len() <= 256 {
        let is_common = |x: &&'g Value| other.iter().any(|y| same(x, y));
        return one.iter().copied().filter(is_common).collect();
    }
    let known: HashSet<String> = other.iter().map(|value| outside(value)).collect();
    one.iter()
        .copied()
        .filter(|value| known.contains(&outside(value)))
        .collect()
}

/// A text that is the same for values that may be the [`same`].
fn outside(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => if value.is_array() { "[" } else { "{" }.to_owned(),
        // Zero has two signs.
        Value::Number(number) => number
            .as_f64()
            .map_or_else(|| number.to_string(), |float| format!("{:x}", (float + 0.0).to_bits())),
        other => other.to_string(),
    }
}

/// Whether two listed values may be the same: `1` is `1.0`, and what lies within is not looked into.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(_), Value::Array(_)) | (Value::Object(_), Value::Object(_)) => true,
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn apart(a: Value, b: Value) -> bool {
        let root = json!({"$defs": {"a": a, "b": b, "tag": {"const": "x"}, "null": {"type": "null"}}});
        let graph = SchemaGraph::build(&root);
        let schema = |name: &str| graph.definition(name).unwrap();
        Prover::new(&graph).apart(schema("a"), schema("b"))
    }

    #[test]
    fn tags_types_bounds_and_keys_tell_apart() {
        let tagged = |tag: &str| json!({"type": "object", "properties": {"t": {"enum": [tag]}}, "required": ["t"]});
        assert!(apart(tagged("x"), tagged("y")));
        assert!(!apart(tagged("x"), tagged("x")));
        // Required in one is enough, if the other names it.
        assert!(apart(
            json!({"type": "object", "properties": {"t": {"const": "y"}}}),
            tagged("x")
        ));
        assert!(apart(json!({"type": "string"}), json!({"type": ["null", "integer"]})));
        assert!(!apart(json!({"type": "number"}), json!({"type": "integer"})));
        assert!(apart(
            json!({"type": "integer", "maximum": 3}),
            json!({"type": "number", "minimum": 3.5})
        ));
        assert!(apart(
            json!({"type": "object", "required": ["a"]}),
            json!({"type": "object", "additionalProperties": false, "properties": {"b": {}}})
        ));
        assert!(!apart(
            json!({"properties": {"a": {"type": "string"}}, "required": ["a"]}),
            json!({"type": "null"})
        ));
    }

    #[test]
    fn alternatives_and_references_are_followed() {
        let tag = json!({"type": "object", "properties": {"t": {"$ref": "#/$defs/tag"}}, "required": ["t"]});
        let other =
            json!({"anyOf": [{"$ref": "#/$defs/null"}, {"type": "object", "properties": {"t": {"const": "y"}}}]});
        assert!(apart(tag.clone(), other.clone()));
        assert!(!apart(json!({"anyOf": [tag, {"type": "null"}]}), other));
        let deep = |tag: &str| {
            json!({"type": "object", "required": ["x"], "properties": {"x": {"type": "array", "minItems": 1,
                "items": {"type": "object", "properties": {"t": {"const": tag}}, "required": ["t"]}}}})
        };
        assert!(apart(deep("a"), deep("b")));
    }

    #[test]
    fn patterns_tell_apart_by_what_they_begin_with() {
        let text = |pattern: &str| json!({"type": "string", "pattern": pattern});
        assert!(apart(text("^msg_"), text("^run_")));
        assert!(apart(text("^msg_"), json!({"enum": ["run_1", "run_2"]})));
        assert!(!apart(text("^msg_"), json!({"enum": ["run_1", "msg_2"]})));
        assert!(!apart(text("^msg_"), text("_1$")));
        assert!(!apart(json!({"pattern": "^msg_"}), json!({"pattern": "^run_"})));
    }

    #[test]
    fn lists_are_not_looked_into() {
        assert!(!apart(json!({"const": [1]}), json!({"enum": [[1.0], 2]})));
        assert!(apart(json!({"const": 1}), json!({"enum": ["1", true]})));
    }
}
