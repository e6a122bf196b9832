//! All schemas of one document, by id.

use super::location::{SchemaId, Step};
use super::node::SchemaNode;
use crate::schema::pointer::{escape, unescape};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Index;

/// All schemas of one document, by id.
#[derive(Debug)]
pub(crate) struct SchemaGraph {
    pub(super) nodes: Vec<SchemaNode>,
    /// The members of `$defs` of the document, by their names.
    pub(super) definitions: HashMap<Box<str>, SchemaId>,
}

impl SchemaGraph {
    /// The schema that is the whole document.
    pub(crate) const ROOT: SchemaId = SchemaId(0);

    /// How many schemas there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The ids of all schemas.
    pub(crate) fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.nodes.len() as u32).map(SchemaId)
    }

    /// The member of `$defs` of that name.
    pub(crate) fn definition(&self, name: &str) -> Option<SchemaId> {
        self.definitions.get(name).copied()
    }

    /// The JSON pointer of a schema in the document that the graph was built from.
    pub(crate) fn pointer(&self, id: SchemaId) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        while let Some(location) = &self[at].location {
            steps.push(location);
            at = location.parent;
        }
        let mut pointer = String::new();
        for location in steps.into_iter().rev() {
            pointer.push('/');
            pointer.push_str(location.keyword);
            match &location.step {
                Step::None => {}
                Step::Index(index) => {
                    pointer.push('/');
                    pointer.push_str(&index.to_string());
                }
                Step::Key(key) => {
                    pointer.push('/');
                    pointer.push_str(&escape(key));
                }
            }
        }
        pointer
    }

    /// The schema at a JSON pointer; `None` if no schema stands there.
    pub(crate) fn at(&self, pointer: &str) -> Option<SchemaId> {
        let mut id = SchemaGraph::ROOT;
        let mut steps = pointer.split('/').skip(1);
        while let Some(keyword) = steps.next() {
            id = match self.held_alone(id, keyword) {
                Some(held) => held,
                None => self.held(id, keyword, &unescape(steps.next()?))?,
            };
        }
        Some(id)
    }

    /// The schema that is the value of a keyword.
    fn held_alone(&self, id: SchemaId, keyword: &str) -> Option<SchemaId> {
        let node = &self[id];
        match keyword {
            "not" => node.not,
            "if" => node.condition().test,
            "then" => node.condition().then,
            "else" => node.condition().otherwise,
            "items" => node.items(),
            "contains" => node.array()?.contains,
            "unevaluatedItems" => node.array()?.unevaluated_items,
            "additionalProperties" => node.additional_properties(),
            "propertyNames" => node.object()?.property_names,
            "unevaluatedProperties" => node.object()?.unevaluated_properties,
            _ => None,
        }
    }

    /// The schema under a key or an index of a keyword's value.
    fn held(&self, id: SchemaId, keyword: &str, step: &str) -> Option<SchemaId> {
        let node = &self[id];
        let in_list = |list: &[SchemaId]| list.get(step.parse::<usize>().ok()?).copied();
        let in_map = |map: &[(Box<str>, SchemaId)]| Some(map.iter().find(|(key, _)| **key == *step)?.1);
        match keyword {
            "$defs" if id == SchemaGraph::ROOT => self.definition(step),
            "allOf" => in_list(&node.all_of),
            "anyOf" => in_list(&node.any_of),
            "oneOf" => in_list(&node.one_of),
            "prefixItems" => in_list(node.prefix_items()),
            "properties" => node.property(step),
            "patternProperties" => in_map(node.pattern_properties()),
            "dependentSchemas" => in_map(&node.object()?.dependent_schemas),
            _ => None,
        }
    }

    /// The JSON text of a schema: `document` is what the graph was built from.
    pub(crate) fn source<'d>(&self, document: &'d Value, id: SchemaId) -> Option<&'d Value> {
        document.pointer(&self.pointer(id))
    }
}

impl Index<SchemaId> for SchemaGraph {
    type Output = SchemaNode;

    fn index(&self, id: SchemaId) -> &SchemaNode {
        &self.nodes[id.index()]
    }
}
