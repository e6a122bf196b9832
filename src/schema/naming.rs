//! Which keys a bundle's schemas name, laid out once so that looking at a value follows numbers instead of pointers.

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::cmp::Ordering;
use std::collections::HashMap;

use super::bundle::{Bundle, ROOT};
use super::dialect::MAP_LABEL;
use super::glance::Sign;
use super::pointer::{child, item};

/// A schema of the layout, by its number.
pub(super) type Id = usize;

/// The schemas that a value and what is in it can meet.
#[derive(Debug)]
pub(super) struct Naming {
    schemas: Vec<Named>,
}

/// What one schema says of keys.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Its pointer in the bundle.
    pub(super) pointer: String,
    /// The schemas that look at the same value: the target of a reference, the parts of `allOf`, the conditions.
    pub(super) parts: Vec<Id>,
    /// The unions that look at the same value.
    pub(super) unions: Vec<Union>,
    /// Those among them that every value must satisfy.
    pub(super) all: Vec<Id>,
    /// What can be told at a glance of a value that it forbids.
    pub(super) sign: Sign,
    /// Whether it has `properties`.
    pub(super) names_keys: bool,
    /// Whether it allows any key.
    pub(super) free_form: bool,
    /// In the order of their names, the short ones first: most names are told apart by their lengths.
    properties: Vec<(String, Id)>,
    patterns: Vec<(Validator, Id)>,
    prefix_items: Vec<Id>,
    items: Option<Id>,
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
            numbers: HashMap::new(),
            pointers: Vec::new(),
        };
        layout.number(ROOT.to_owned());
        let mut schemas = Vec::new();
        while let Some(pointer) = layout.pointers.get(schemas.len()).cloned() {
            schemas.push(layout.named(bundle, pointer));
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
        let by_pattern = self
            .patterns
            .iter()
            .filter(move |(pattern, _)| pattern.is_valid(&Value::String(key.to_owned())));
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

struct Layout {
    numbers: HashMap<String, Id>,
    pointers: Vec<String>,
}

impl Layout {
    fn number(&mut self, pointer: String) -> Id {
        let next = self.pointers.len();
        *self.numbers.entry(pointer).or_insert_with_key(|pointer| {
            self.pointers.push(pointer.clone());
            next
        })
    }

    fn named(&mut self, bundle: &Bundle, pointer: String) -> Named {
        let Some(schema) = bundle.get(&pointer).and_then(Value::as_object) else {
            return Named {
                pointer,
                ..Named::default()
            };
        };
        let mut parts: Vec<Id> = bundle
            .follow(&pointer)
            .map(|target| self.number(target.to_owned()))
            .into_iter()
            .collect();
        parts.extend(self.list(schema, &pointer, "allOf"));
        let all = parts.clone();
        parts.extend(
            ["if", "then", "else"]
                .into_iter()
                .filter_map(|keyword| self.one(schema, &pointer, keyword)),
        );
        let mut properties: Vec<(String, Id)> = self.map(schema, &pointer, "properties").into_iter().collect();
        properties.sort_unstable_by(|(a, _), (b, _)| by_length(a, b));
        let mut unions = Vec::new();
        for keyword in ["anyOf", "oneOf"] {
            let branches = self.list(schema, &pointer, keyword);
            if !branches.is_empty() {
                unions.push(Union {
                    pointer: child(&pointer, keyword),
                    branches,
                });
            }
        }
        Named {
            parts,
            all,
            sign: Sign::of(schema),
            unions,
            names_keys: schema.contains_key("properties"),
            free_form: is_free_form(schema),
            properties,
            patterns: self.patterns(schema, &pointer),
            prefix_items: self.list(schema, &pointer, "prefixItems"),
            items: self.one(schema, &pointer, "items"),
            pointer,
        }
    }

    fn one(&mut self, schema: &Map<String, Value>, at: &str, keyword: &str) -> Option<Id> {
        schema.contains_key(keyword).then(|| self.number(child(at, keyword)))
    }

    fn list(&mut self, schema: &Map<String, Value>, at: &str, keyword: &str) -> Vec<Id> {
        let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count)
            .map(|index| self.number(item(&child(at, keyword), index)))
            .collect()
    }

    fn map(&mut self, schema: &Map<String, Value>, at: &str, keyword: &str) -> Vec<(String, Id)> {
        let members = schema.get(keyword).and_then(Value::as_object).into_iter().flatten();
        members
            .map(|(key, _)| (key.clone(), self.number(child(&child(at, keyword), key))))
            .collect()
    }

    /// Patterns were proven to compile when the schema was rewritten.
    fn patterns(&mut self, schema: &Map<String, Value>, at: &str) -> Vec<(Validator, Id)> {
        let compiled = |pattern: String| jsonschema::options().build(&json!({ "pattern": pattern })).ok();
        let patterns = self.map(schema, at, "patternProperties").into_iter();
        patterns
            .filter_map(|(pattern, id)| Some((compiled(pattern)?, id)))
            .collect()
    }
}

fn by_length(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn is_free_form(schema: &Map<String, Value>) -> bool {
    let open = schema
        .get("additionalProperties")
        .is_some_and(|more| more != &Value::Bool(false));
    open || schema.get(MAP_LABEL).and_then(Value::as_str) == Some("map")
}
