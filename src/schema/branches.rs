//! Which branches of unions, and which conditions, the parts of a value satisfy.

use super::bundle::Bundle;
use super::pointer::fragment;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::HashMap;

/// The branches and conditions of a bundle as the properties of one schema, each under its own pointer: a value under such a
/// key is compared with that branch alone.
pub(super) fn by_pointer(bundle: &Bundle) -> Value {
    let graph = bundle.graph();
    let nodes = graph.ids().map(|id| &graph[id]);
    let branches = nodes.flat_map(|node| {
        let unions = node.unions().flat_map(|(_, branches)| branches);
        unions.copied().chain(node.condition().test)
    });
    let properties: Map<String, Value> = branches
        .map(|branch| graph.pointer(branch))
        .map(|pointer| {
            let reference = json!({"$ref": fragment(&pointer)});
            (pointer, reference)
        })
        .collect();
    json!({"properties": properties, "$defs": bundle.schema["$defs"]})
}

/// Asks which branches the parts of one value satisfy. Only what is asked is compared: all answers of a value that nests in
/// unions of unions are more than memory holds.
pub(super) struct Branches<'v> {
    /// Compiled from [`by_pointer`]; without it no branch is satisfied.
    validator: Option<&'v Validator>,
    value: &'v Value,
    /// The answers so far, by part and branch.
    known: RefCell<HashMap<String, HashMap<String, bool>>>,
}

impl<'v> Branches<'v> {
    pub(super) fn new(validator: Option<&'v Validator>, value: &'v Value) -> Branches<'v> {
        Branches {
            validator,
            value,
            known: RefCell::default(),
        }
    }

    /// Whether the part at the pointer `at` satisfies the branch at the pointer `branch` of the bundle.
    pub(super) fn is_valid(&self, branch: &str, at: &str) -> bool {
        let known = self.known.borrow().get(at).and_then(|part| part.get(branch)).copied();
        known.unwrap_or_else(|| {
            let answer = self.compared(branch, at).unwrap_or(false);
            let mut known = self.known.borrow_mut();
            known
                .entry(at.to_owned())
                .or_default()
                .insert(branch.to_owned(), answer);
            answer
        })
    }

    fn compared(&self, branch: &str, at: &str) -> Option<bool> {
        let part = self.value.pointer(at)?.clone();
        let under_key = Value::Object(Map::from_iter([(branch.to_owned(), part)]));
        Some(self.validator?.is_valid(&under_key))
    }
}
