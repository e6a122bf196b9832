//! A proof that two schemas have no value in common, from their types, constants, keys and bounds.
//!
//! A schema is taken apart into alternatives, each a shape: less than the schema asks for, never more. Where all shapes of one
//! schema are apart from all shapes of another, so are the schemas. What a shape does not know (a `not`, a pattern) can only
//! make a proof fail.

use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// A schema with more alternatives than this is taken as a whole.
const MOST: usize = 96;
/// Schemas that look at one value, one inside another, as far as they are followed.
const IN_PLACE: usize = 40;
/// So many pairs of shapes are compared for one answer: a schema that was made to take for ever does not.
const PATIENCE: u32 = 200_000;
/// How far into values a difference is looked for.
const DEEPEST: usize = 4;

const NULL: u8 = 1;
const BOOL: u8 = 2;
const WHOLE: u8 = 4;
const FRACTION: u8 = 8;
const STRING: u8 = 16;
const ARRAY: u8 = 32;
const OBJECT: u8 = 64;
const ALL: u8 = 127;

/// One alternative of a schema.
#[derive(Debug, Clone)]
struct Shape<'b> {
    types: u8,
    /// The values that are allowed, if they are listed.
    literals: Option<Vec<&'b Value>>,
    required: BTreeSet<&'b str>,
    properties: BTreeMap<&'b str, Vec<&'b Value>>,
    /// What stands under keys that are not named, by the schemas that say so: their own keys, and the schema.
    others: Vec<(BTreeSet<&'b str>, &'b Value)>,
    items: Vec<&'b Value>,
    low: f64,
    high: f64,
    shortest: f64,
    longest: f64,
    fewest: f64,
    most: f64,
}

/// Proves that schemas of one document are apart.
pub(super) struct Prover<'b> {
    root: &'b Value,
    shapes: RefCell<HashMap<*const Value, Rc<Vec<Shape<'b>>>>>,
    known: RefCell<HashMap<(*const Value, *const Value), bool>>,
    patience: Cell<u32>,
}

impl<'b> Prover<'b> {
    /// References lead into `root`.
    pub(super) fn new(root: &'b Value) -> Prover<'b> {
        Prover {
            root,
            shapes: RefCell::default(),
            known: RefCell::default(),
            patience: Cell::new(0),
        }
    }

    /// Whether it is proved that no value satisfies both.
    pub(super) fn apart(&self, a: &'b Value, b: &'b Value) -> bool {
        self.patience.set(PATIENCE);
        self.below(a, b, 0)
    }

    fn below(&self, a: &'b Value, b: &'b Value, depth: usize) -> bool {
        if std::ptr::eq(a, b) {
            return false;
        }
        let key = (std::ptr::from_ref(a), std::ptr::from_ref(b));
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let (shapes_a, shapes_b) = (self.shapes(a), self.shapes(b));
        let apart = shapes_a
            .iter()
            .all(|a| shapes_b.iter().all(|b| self.shapes_apart(a, b, depth)));
        // Deep down less is tried: only what is proved holds everywhere.
        if apart || depth == 0 {
            self.known.borrow_mut().insert(key, apart);
        }
        apart
    }

    fn shapes(&self, schema: &'b Value) -> Rc<Vec<Shape<'b>>> {
        let key = std::ptr::from_ref(schema);
        if let Some(known) = self.shapes.borrow().get(&key) {
            return Rc::clone(known);
        }
        let shapes = Rc::new(self.alternatives(schema, 0));
        self.shapes.borrow_mut().insert(key, Rc::clone(&shapes));
        shapes
    }

    fn alternatives(&self, schema: &'b Value, level: usize) -> Vec<Shape<'b>> {
        let members = match schema {
            Value::Bool(false) => return Vec::new(),
            Value::Object(members) if level < IN_PLACE => members,
            _ => return vec![Shape::of(&EMPTY)],
        };
        let mut found = vec![Shape::of(members)];
        let list = |keyword| {
            members
                .get(keyword)
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice)
        };
        let target = members
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|at| at.strip_prefix('#'));
        let target = target.and_then(|at| self.root.pointer(at));
        for part in target.into_iter().chain(list("allOf")) {
            found = product(found, self.alternatives(part, level + 1));
        }
        for keyword in ["anyOf", "oneOf"] {
            if members.contains_key(keyword) {
                let branches = list(keyword)
                    .iter()
                    .flat_map(|branch| self.alternatives(branch, level + 1));
                found = product(found, branches.take(MOST + 1).collect());
            }
        }
        found
    }

    fn shapes_apart(&self, a: &Shape<'b>, b: &Shape<'b>, depth: usize) -> bool {
        let Some(left) = self.patience.get().checked_sub(1) else {
            return false;
        };
        self.patience.set(left);
        let types = a.types & b.types;
        let listed = match (&a.literals, &b.literals) {
            (Some(a), Some(b)) => Some(a.iter().copied().filter(|x| b.iter().any(|y| same(x, y))).collect()),
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        };
        if let Some(listed) = listed {
            return listed.iter().all(|value| !a.admits(value) || !b.admits(value));
        }
        let kinds = [NULL, BOOL, WHOLE, FRACTION, STRING, ARRAY, OBJECT];
        kinds
            .into_iter()
            .filter(|kind| types & kind != 0)
            .all(|kind| match kind {
                WHOLE => a.low.max(b.low).ceil() > a.high.min(b.high),
                FRACTION => a.low.max(b.low) > a.high.min(b.high),
                STRING => a.shortest.max(b.shortest) > a.longest.min(b.longest),
                ARRAY => self.arrays_apart(a, b, depth),
                OBJECT => self.objects_apart(a, b, depth),
                _ => false,
            })
    }

    fn arrays_apart(&self, a: &Shape<'b>, b: &Shape<'b>, depth: usize) -> bool {
        let fewest = a.fewest.max(b.fewest);
        if fewest > a.most.min(b.most) {
            return true;
        }
        fewest >= 1.0 && depth < DEEPEST && self.any_apart(&a.items, &b.items, depth)
    }

    fn objects_apart(&self, a: &Shape<'b>, b: &Shape<'b>, depth: usize) -> bool {
        a.required.union(&b.required).any(|key| {
            let (of_a, of_b) = (a.under(key), b.under(key));
            let never = |schemas: &[&Value]| schemas.iter().any(|schema| **schema == Value::Bool(false));
            never(&of_a) || never(&of_b) || depth < DEEPEST && self.any_apart(&of_a, &of_b, depth)
        })
    }

    /// Whether one of some schemas is apart from one of others that look at the same value.
    fn any_apart(&self, a: &[&'b Value], b: &[&'b Value], depth: usize) -> bool {
        a.iter().any(|a| b.iter().any(|b| self.below(a, b, depth + 1)))
    }
}

static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

/// All combinations; where there are too many, what was there before, which asks for less.
fn product<'b>(left: Vec<Shape<'b>>, right: Vec<Shape<'b>>) -> Vec<Shape<'b>> {
    if left.len() * right.len() > MOST {
        return left;
    }
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| a.and(b)));
    pairs.filter(|shape| shape.types != 0).collect()
}

impl<'b> Shape<'b> {
    /// What a schema says itself.
    fn of(members: &'b Map<String, Value>) -> Shape<'b> {
        let number = |keyword: &str, otherwise: f64| members.get(keyword).and_then(Value::as_f64).unwrap_or(otherwise);
        let object = |keyword: &str| members.get(keyword).and_then(Value::as_object);
        let properties: BTreeMap<&str, Vec<&Value>> = object("properties")
            .into_iter()
            .flatten()
            .map(|(key, schema)| (key.as_str(), vec![schema]))
            .collect();
        let required = members.get("required").and_then(Value::as_array);
        let named: BTreeSet<&str> = properties.keys().copied().collect();
        let others = members
            .get("additionalProperties")
            .filter(|_| object("patternProperties").is_none_or(Map::is_empty));
        let literals = match (members.get("const"), members.get("enum").and_then(Value::as_array)) {
            (Some(only), _) => Some(vec![only]),
            (None, Some(values)) => Some(values.iter().collect()),
            (None, None) => None,
        };
        let items = members.get("items").filter(|_| !members.contains_key("prefixItems"));
        Shape {
            types: members.get("type").map_or(ALL, types_of),
            literals,
            required: required.into_iter().flatten().filter_map(Value::as_str).collect(),
            properties,
            others: others.map(|schema| (named, schema)).into_iter().collect(),
            items: items.into_iter().collect(),
            low: number("minimum", f64::NEG_INFINITY),
            high: number("maximum", f64::INFINITY),
            shortest: number("minLength", 0.0),
            longest: number("maxLength", f64::INFINITY),
            fewest: number("minItems", 0.0),
            most: number("maxItems", f64::INFINITY),
        }
    }

    fn and(&self, other: &Shape<'b>) -> Shape<'b> {
        let mut both = self.clone();
        both.types &= other.types;
        both.literals = match (&self.literals, &other.literals) {
            (Some(a), Some(b)) => Some(a.iter().copied().filter(|x| b.iter().any(|y| same(x, y))).collect()),
            (one, None) | (None, one) => one.clone(),
        };
        both.required.extend(&other.required);
        for (key, schemas) in &other.properties {
            both.properties.entry(key).or_default().extend(schemas);
        }
        both.others.extend(other.others.iter().cloned());
        both.items.extend(&other.items);
        (both.low, both.high) = (self.low.max(other.low), self.high.min(other.high));
        (both.shortest, both.longest) = (self.shortest.max(other.shortest), self.longest.min(other.longest));
        (both.fewest, both.most) = (self.fewest.max(other.fewest), self.most.min(other.most));
        both
    }

    /// The schemas for what stands under a key.
    fn under(&self, key: &str) -> Vec<&'b Value> {
        let named = self.properties.get(key).into_iter().flatten().copied();
        let others = self.others.iter().filter(|(named, _)| !named.contains(key));
        named.chain(others.map(|(_, schema)| *schema)).collect()
    }

    /// Whether a listed value may satisfy it.
    fn admits(&self, value: &Value) -> bool {
        if type_of(value) & self.types == 0 {
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
                let length = text.chars().count() as f64;
                (self.shortest..=self.longest).contains(&length)
            }
            Value::Number(number) => number
                .as_f64()
                .is_none_or(|number| (self.low..=self.high).contains(&number)),
            Value::Object(members) => self.required.iter().all(|key| members.contains_key(*key)),
            _ => true,
        }
    }
}

fn types_of(value: &Value) -> u8 {
    let named = |name: &Value| match name.as_str() {
        Some("null") => NULL,
        Some("boolean") => BOOL,
        Some("integer") => WHOLE,
        Some("number") => WHOLE | FRACTION,
        Some("string") => STRING,
        Some("array") => ARRAY,
        Some("object") => OBJECT,
        _ => ALL,
    };
    match value {
        Value::Array(names) => names.iter().map(named).fold(0, std::ops::BitOr::bitor),
        name => named(name),
    }
}

fn type_of(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOL,
        Value::Number(number) if number.as_f64().is_some_and(|float| float.fract() != 0.0) => FRACTION,
        Value::Number(_) => WHOLE,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
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
        let root = json!({"a": a, "b": b, "$defs": {"tag": {"const": "x"}, "null": {"type": "null"}}});
        Prover::new(&root).apart(&root["a"], &root["b"])
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
    fn lists_are_not_looked_into() {
        assert!(!apart(json!({"const": [1]}), json!({"enum": [[1.0], 2]})));
        assert!(apart(json!({"const": 1}), json!({"enum": ["1", true]})));
    }
}
