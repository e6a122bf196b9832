//! What a plan cannot promise: schemas that values are held against when they are made.

use crate::schema::budget::size;
use crate::schema::validation;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A schema, how many parts it has, and its validator.
#[derive(Debug)]
struct Guard {
    schema: Value,
    parts: u64,
    validator: OnceLock<Option<Box<Validator>>>,
}

impl Guard {
    fn of(schema: &Value) -> Guard {
        Guard {
            schema: schema.clone(),
            parts: size(schema),
            validator: OnceLock::new(),
        }
    }
}

/// Schemas that values are held against, compiled when they are first asked.
#[derive(Debug)]
pub(in crate::generate) struct Guards {
    definitions: Option<Value>,
    /// Whether formats are asserted.
    asserts: bool,
    found: Vec<Guard>,
    /// The numbers of those found, by their text.
    numbers: HashMap<String, usize>,
}

impl Guards {
    pub(super) fn new(root: &Value) -> Guards {
        Guards {
            definitions: root.get("$defs").cloned(),
            asserts: validation::asserts_formats(root),
            found: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The number of a guard.
    pub(super) fn add(&mut self, schema: &Value) -> usize {
        let number = *self.numbers.entry(schema.to_string()).or_insert(self.found.len());
        if number == self.found.len() {
            self.found.push(Guard::of(schema));
        }
        number
    }

    /// The guard that is the whole schema.
    pub(super) fn whole(&mut self, root: &Value) -> usize {
        self.found.push(Guard::of(root));
        self.found.len() - 1
    }

    /// How many parts the schema of a guard has.
    pub(in crate::generate) fn parts(&self, guard: usize) -> u64 {
        self.found.get(guard).map_or(0, |guard| guard.parts)
    }

    /// Whether a value passes a guard. What cannot be compiled lets nothing pass.
    pub(in crate::generate) fn passes(&self, guard: usize, value: &Value) -> bool {
        let Some(guard) = self.found.get(guard) else {
            return true;
        };
        let validator = guard
            .validator
            .get_or_init(|| self.compile(&guard.schema).map(Box::new));
        validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }

    /// What tells whether a text matches a pattern; `None` if the pattern cannot be compiled.
    pub(super) fn pattern(pattern: &str) -> Option<Validator> {
        validation::build(&json!({ "pattern": pattern }))
    }

    /// What tells whether a text is a member of a format; `None` if formats are not asserted.
    pub(super) fn format(&self, format: &str) -> Option<Validator> {
        self.asserts
            .then(|| self.compile(&json!({ "format": format })))
            .flatten()
    }

    /// What tells whether a schema allows a value; `None` if it cannot be compiled.
    pub(super) fn compile(&self, schema: &Value) -> Option<Validator> {
        let mut members = match schema {
            Value::Object(members) => members.clone(),
            Value::Bool(true) => Map::new(),
            _ => return None,
        };
        // References lead to definitions by pointers from the root.
        let definitions = self.reached(schema);
        if !definitions.is_empty() {
            members.insert("$defs".to_owned(), Value::Object(definitions));
        }
        validation::build(&validation::asserting(Value::Object(members), self.asserts))
    }

    /// The definitions that a schema refers to, and those that they refer to.
    fn reached(&self, schema: &Value) -> Map<String, Value> {
        let mut reached = Map::new();
        let mut rest = vec![schema];
        while let Some(value) = rest.pop() {
            match value {
                Value::Object(members) => {
                    let target = members.get("$ref").and_then(Value::as_str);
                    let name = target.and_then(|target| target.strip_prefix("#/$defs/")?.split('/').next());
                    let definition = name.and_then(|name| Some((name, self.definitions.as_ref()?.get(name)?)));
                    if let Some((name, definition)) = definition.filter(|(name, _)| !reached.contains_key(*name)) {
                        reached.insert(name.to_owned(), definition.clone());
                        rest.push(definition);
                    }
                    rest.extend(members.values());
                }
                Value::Array(items) => rest.extend(items),
                _ => {}
            }
        }
        reached
    }
}

/// Patterns of keys, each compiled once.
#[derive(Default)]
pub(super) struct KeyPatterns {
    compiled: HashMap<Box<str>, Option<Arc<Validator>>>,
}

impl KeyPatterns {
    /// What tells whether a key matches a pattern; `None` if the pattern cannot be compiled.
    pub(super) fn compiled(&mut self, pattern: &str) -> Option<Arc<Validator>> {
        if let Some(known) = self.compiled.get(pattern) {
            return known.clone();
        }
        let new = Guards::pattern(pattern).map(Arc::new);
        self.compiled.insert(pattern.into(), new.clone());
        new
    }
}
