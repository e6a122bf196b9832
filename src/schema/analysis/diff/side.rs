//! One document of the two.

use crate::schema::bundle::Bundle;
use crate::schema::ir::{JsonType, SchemaId, SchemaNode};
use crate::schema::keyword::{holds, is_assertion};
use crate::schema::tags;
use serde_json::{Map, Value, json};

/// One document of the two.
pub(super) struct Side<'s> {
    pub(super) bundle: &'s Bundle,
    /// The bundle with references that say from which document they come.
    pub(super) renamed: Value,
}

impl Side<'_> {
    pub(super) fn node(&self, at: SchemaId) -> &SchemaNode {
        &self.bundle.graph()[at]
    }

    /// The schema, once references that stand alone are followed, and a union with null alone is opened.
    pub(super) fn resolve(&self, at: SchemaId) -> Resolved {
        let mut found = Resolved {
            at,
            entry: at,
            null: false,
        };
        // The bundle bounds how many schemas apply to one value in a row.
        loop {
            let target = self.node(found.at).reference;
            if let Some(target) = target.filter(|_| self.speaking(found.at) == 0) {
                found.at = target;
                continue;
            }
            match self.union(found.at).as_ref().map(|(_, branches)| branches.as_slice()) {
                Some([only]) if self.has_null(found.at) => {
                    found.at = *only;
                    found.entry = *only;
                    found.null = true;
                }
                _ => break,
            }
        }
        found.null |= self.has_null(found.at);
        found
    }

    /// The keyword and the branches of a schema that is a union and nothing else, without those that are null alone.
    pub(super) fn union(&self, at: SchemaId) -> Option<(&'static str, Vec<SchemaId>)> {
        let node = self.node(at);
        let (keyword, _) = node.unions().next()?;
        let alone = self.speaking(at) == 1 && node.reference.is_none();
        alone.then(|| (keyword, self.branches(at, keyword)))
    }

    /// The branches of a schema under a keyword, without those that are null alone.
    pub(super) fn branches(&self, at: SchemaId, keyword: &str) -> Vec<SchemaId> {
        let branches = self.node(at).list(keyword).iter().copied();
        branches.filter(|branch| !self.node(*branch).is_null_type()).collect()
    }

    /// Whether a schema names null among its types, or has a branch that is null alone.
    pub(super) fn has_null(&self, at: SchemaId) -> bool {
        let node = self.node(at);
        let mut branches = node.unions().flat_map(|(_, branches)| branches);
        node.has_type(JsonType::Null) || branches.any(|branch| self.node(*branch).is_null_type())
    }

    pub(super) fn object(&self, at: SchemaId) -> Option<&Map<String, Value>> {
        self.bundle.graph().source(&self.renamed, at)?.as_object()
    }

    pub(super) fn schema(&self, at: SchemaId) -> Value {
        let schema = self.bundle.graph().source(&self.renamed, at);
        schema.cloned().unwrap_or(Value::Bool(true))
    }

    /// How many keywords of a schema constrain values, apart from `$ref`.
    fn speaking(&self, at: SchemaId) -> usize {
        let keywords = self.object(at).into_iter().flat_map(Map::keys);
        keywords.filter(|keyword| constrains(keyword)).count()
    }

    /// What distinguishes a branch from the others, and whether that is its name or its constants.
    pub(super) fn label(&self, branch: SchemaId) -> (String, bool) {
        let graph = self.bundle.graph();
        let node = &graph[branch];
        if let Some(target) = node.reference {
            let published = self.bundle.published_of(target);
            return (published.rsplit('/').next().unwrap_or_default().to_owned(), true);
        }
        let tags = tags::alternatives(graph, branch);
        if let Some(tags) = tags.first().filter(|tags| !tags.is_empty()) {
            return (tags.values().map(Value::to_string).collect::<Vec<_>>().join(", "), true);
        }
        if let Some(constant) = &node.constant {
            return (constant.to_string(), true);
        }
        let label = match (&node.listed, node.types.as_deref()) {
            (Some(listed), _) => json!(listed).to_string(),
            (None, Some([only])) => json!(only.name()).to_string(),
            (None, Some(types)) => json!(types.iter().map(|name| name.name()).collect::<Vec<_>>()).to_string(),
            (None, None) => graph.pointer(branch).rsplit('/').next().unwrap_or_default().to_owned(),
        };
        (label, false)
    }
}

/// A schema once references are followed.
pub(super) struct Resolved {
    pub(super) at: SchemaId,
    /// Where the last references started.
    pub(super) entry: SchemaId,
    pub(super) null: bool,
}

/// Whether a keyword constrains values, itself or by the schemas that it holds.
pub(super) fn constrains(keyword: &str) -> bool {
    is_assertion(keyword) || holds(keyword).is_some()
}

/// Makes the references of a bundle refer to definitions with a prefix.
pub(super) fn rename(schema: &mut Value, prefix: &str) {
    let mut rest = vec![schema];
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get_mut("$ref")
                    && let Some(name) = target.strip_prefix("#/$defs/")
                {
                    *target = format!("#/$defs/{prefix}{name}");
                }
                rest.extend(members.values_mut());
            }
            Value::Array(items) => rest.extend(items),
            _ => {}
        }
    }
}

/// A part of a bundle with the published pointers in its references.
pub(super) fn published(bundle: &Bundle, value: &Value) -> Value {
    let mut value = value.clone();
    let mut rest = vec![&mut value];
    while let Some(part) = rest.pop() {
        match part {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get_mut("$ref") {
                    *target = bundle.published(target.trim_start_matches('#'));
                }
                rest.extend(members.values_mut());
            }
            Value::Array(items) => rest.extend(items),
            _ => {}
        }
    }
    value
}
