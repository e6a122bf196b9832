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

    /// The JSON pointer of a schema in the outermost schema around it.
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

    /// The outermost schema around a schema: the document, or a schema that was added later.
    pub(crate) fn outermost(&self, id: SchemaId) -> SchemaId {
        let mut at = id;
        while let Some(location) = &self[at].location {
            at = location.parent;
        }
        at
    }

    /// The schema at a JSON pointer; `None` if no schema stands there.
    pub(crate) fn at(&self, pointer: &str) -> Option<SchemaId> {
        let mut id = SchemaGraph::ROOT;
        let mut steps = pointer.split('/').skip(1);
        while let Some(keyword) = steps.next() {
            if let Some(held) = self[id].alone(keyword) {
                id = held;
                continue;
            }
            let step = unescape(steps.next()?);
            let in_list = || self[id].list(keyword).get(step.parse::<usize>().ok()?).copied();
            let in_map = || Some(self[id].map(keyword).iter().find(|(key, _)| **key == *step)?.1);
            id = match keyword {
                "$defs" if id == SchemaGraph::ROOT => self.definition(&step)?,
                _ => in_list().or_else(in_map)?,
            };
        }
        Some(id)
    }

    /// The JSON of a schema: `document` is the outermost schema around it.
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
