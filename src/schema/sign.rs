//! Signs of values that a schema forbids, cheap enough to be tested before any validation.

use crate::json::{Kind, Node, Tree};

use super::ir::{SchemaGraph, SchemaId, TypeSet};

/// What a value must have to be allowed by a schema, as far as that is quick to test.
#[derive(Debug)]
pub(super) struct Sign {
    types: TypeSet,
    required: Vec<String>,
    /// The strings that are allowed under a key, where no other value is.
    constants: Vec<(String, Vec<String>)>,
}

impl Sign {
    pub(super) fn of(graph: &SchemaGraph, schema: SchemaId) -> Sign {
        let node = &graph[schema];
        let constants = node.properties().iter().filter_map(|(key, property)| {
            let literals = graph[*property].literals()?.iter();
            let strings: Option<Vec<String>> = literals.map(|value| value.as_str().map(str::to_owned)).collect();
            Some((key.to_string(), strings?))
        });
        Sign {
            types: node.type_set(),
            required: node.required().iter().map(|key| key.to_string()).collect(),
            constants: constants.collect(),
        }
    }

    /// Whether the schema is sure to forbid the value at `node` of a tree that is as written.
    pub(super) fn excludes(&self, tree: &Tree<'_>, node: Node) -> bool {
        let kind = tree.kind(node);
        let types = match kind {
            Kind::Null => TypeSet::NULL,
            Kind::Bool => TypeSet::BOOLEAN,
            // A float may be an integer to a schema: only the validator decides that.
            Kind::Number => TypeSet::NUMBER,
            Kind::String => TypeSet::STRING,
            Kind::Array => TypeSet::ARRAY,
            Kind::Object => TypeSet::OBJECT,
        };
        if !self.types.meets(types) {
            return true;
        }
        if kind != Kind::Object {
            return false;
        }
        let is_other = |(key, allowed): &(String, Vec<String>)| {
            let value = tree.member(node, key);
            value.is_some_and(|value| match tree.string(value) {
                Some(string) => !allowed.iter().any(|one| *one == string),
                None => true,
            })
        };
        self.constants.iter().any(is_other) || self.required.iter().any(|key| tree.member(node, key).is_none())
    }
}
