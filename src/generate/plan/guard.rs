//! What a plan cannot promise: schemas that values are held against when they are made.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Schemas that values are held against, compiled when they are first asked.
#[derive(Debug)]
pub(in crate::generate) struct Guards {
    definitions: Option<Value>,
    found: Vec<(Value, OnceLock<Option<Box<Validator>>>)>,
}

impl Guards {
    pub(super) fn new(root: &Value) -> Guards {
        Guards {
            definitions: root.get("$defs").cloned(),
            found: Vec::new(),
        }
    }

    /// The number of a guard.
    pub(super) fn add(&mut self, schema: &Value) -> usize {
        let known = self.found.iter().position(|(had, _)| had == schema);
        known.unwrap_or_else(|| {
            self.found.push((schema.clone(), OnceLock::new()));
            self.found.len() - 1
        })
    }

    /// The guard that is the whole schema.
    pub(super) fn whole(&mut self, root: &Value) -> usize {
        self.found.push((root.clone(), OnceLock::new()));
        self.found.len() - 1
    }

    /// Whether a value passes a guard. What cannot be compiled lets nothing pass.
    pub(in crate::generate) fn passes(&self, guard: usize, value: &Value) -> bool {
        let Some((schema, validator)) = self.found.get(guard) else {
            return true;
        };
        let validator = validator.get_or_init(|| self.compile(schema).map(Box::new));
        validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }

    /// Whether a schema allows a value.
    pub(super) fn test(&self, schema: &Value, value: &Value) -> bool {
        self.compile(schema).is_some_and(|validator| validator.is_valid(value))
    }

    /// What tells whether a text matches a pattern; `None` if the pattern cannot be compiled.
    pub(super) fn pattern(pattern: &str) -> Option<Validator> {
        build(&serde_json::json!({ "pattern": pattern }))
    }

    fn compile(&self, schema: &Value) -> Option<Validator> {
        let mut members = match schema {
            Value::Object(members) => members.clone(),
            Value::Bool(true) => Map::new(),
            _ => return None,
        };
        // References lead to definitions by pointers from the root.
        if let Some(definitions) = &self.definitions {
            members.insert("$defs".to_owned(), definitions.clone());
        }
        build(&Value::Object(members))
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

fn build(schema: &Value) -> Option<Validator> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(false)
        .offline()
        .build(schema)
        .ok()
}
