//! Bodies that tell an error: a recording of an API holds them between its results.

use super::ComponentResolver;
use crate::json::{Kind, Tree};
use crate::schema::{Schema, roots};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// Servers that answer with one key alone put the error under one of these.
const KEYS: [&str; 2] = ["error", "errors"];

impl ComponentResolver {
    /// Whether a text is the body of a response that tells an error: as the document describes one, or an object with nothing but an
    /// error. What has a key of a candidate may be meant for it.
    pub(super) fn is_error_body(&self, tree: &Tree<'_>) -> bool {
        if tree.kind(Tree::ROOT) != Kind::Object {
            return false;
        }
        let keys: Vec<Cow<'_, str>> = tree.children(Tree::ROOT).map(|child| tree.key(child)).collect();
        let is_of_candidate = || self.candidates.iter().any(|candidate| self.names_any(candidate, &keys));
        !keys.is_empty() && (holds_an_error(tree) || self.is_described(tree, &keys)) && !is_of_candidate()
    }

    /// Whether a component names one of some keys at its root.
    fn names_any(&self, component: &str, keys: &[Cow<'_, str>]) -> bool {
        self.spec.component(component).is_ok_and(|schema| {
            let guide = schema.guide();
            keys.iter().any(|key| guide.is_named(guide.root(), key))
        })
    }

    /// Whether the document describes the body of an error that allows a text and names a key of it.
    fn is_described(&self, tree: &Tree<'_>, keys: &[Cow<'_, str>]) -> bool {
        let schemas = self.error_bodies.get_or_init(|| self.described_errors());
        let is_one = |schema: &Arc<Schema>| {
            let guide = schema.guide();
            let names = |key: &Cow<'_, str>| guide.is_named(guide.root(), key);
            let value = || serde_json::from_str::<Value>(tree.source(Tree::ROOT)).ok();
            keys.iter().any(names) && value().is_some_and(|value| schema.is_valid(&value))
        };
        schemas.iter().any(is_one)
    }

    fn described_errors(&self) -> Vec<Arc<Schema>> {
        let of_errors = roots(self.spec.document()).into_iter().filter(|root| root.is_error);
        let schema = |pointer: &str| self.spec.component(&format!("#{pointer}")).ok();
        let mut found: Vec<Arc<Schema>> = Vec::new();
        for schema in of_errors.filter_map(|root| schema(&root.pointer)) {
            // Most operations of a document refer to the same one.
            if !found.iter().any(|known| known.json_schema() == schema.json_schema()) {
                found.push(schema);
            }
        }
        found
    }
}

/// Whether an object has one key alone, and under it what was wrong.
fn holds_an_error(tree: &Tree<'_>) -> bool {
    let mut members = tree.children(Tree::ROOT);
    match (members.next(), members.next()) {
        (Some(only), None) => {
            let says = match tree.kind(only) {
                Kind::Object | Kind::Array => tree.children(only).next().is_some(),
                Kind::String => tree.source(only) != "\"\"",
                _ => false,
            };
            says && KEYS.contains(&&*tree.key(only))
        }
        _ => false,
    }
}
