//! Patterns of keys, as `patternProperties` has them.

use super::validation;
use jsonschema::Validator;
use serde_json::{Value, json};

/// A regular expression, matched as the validator matches it.
#[derive(Debug)]
pub(super) struct KeyPattern(Validator);

impl KeyPattern {
    /// Compiles a pattern; `None` if it is no regular expression.
    pub(super) fn new(pattern: &str) -> Option<KeyPattern> {
        validation::options()
            .build(&json!({ "pattern": pattern }))
            .ok()
            .map(KeyPattern)
    }

    /// Whether a key matches.
    pub(super) fn matches(&self, key: &str) -> bool {
        self.0.is_valid(&Value::String(key.to_owned()))
    }
}
