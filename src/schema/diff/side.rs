//! One document of the two.

use super::super::bundle::Bundle;
use super::super::keyword::{holds, is_assertion};
use super::super::pointer::{child, item};
use super::super::tags;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// One document of the two.
pub(super) struct Side<'s> {
    pub(super) bundle: &'s Bundle,
    /// The bundle with references that say from which document they come.
    pub(super) renamed: Value,
}

impl Side<'_> {
    /// The schema at a pointer, once references that stand alone are followed, and a union with null alone is opened.
    pub(super) fn resolve(&self, at: &str) -> Resolved {
        let mut found = Resolved {
            at: at.to_owned(),
            entry: at.to_owned(),
            null: false,
        };
        // The bundle has bounded how many schemas look at one value in a row.
        while let Some(Value::Object(schema)) = self.bundle.get(&found.at) {
            if speaking(schema).next().is_none()
                && let Some(target) = self.bundle.follow(&found.at)
            {
                found.at = target.to_owned();
                continue;
            }
            match self.union(&found.at) {
                Some((_, branches)) if branches.len() == 1 && self.has_null(&found.at) => {
                    found.at.clone_from(&branches[0]);
                    found.entry.clone_from(&branches[0]);
                    found.null = true;
                }
                _ => break,
            }
        }
        found.null |= self.has_null(&found.at);
        found
    }

    /// The keyword and the branches of a schema that is a union and nothing else, without those that are null alone.
    pub(super) fn union(&self, at: &str) -> Option<(&'static str, Vec<String>)> {
        let schema = self.bundle.get(at)?.as_object()?;
        let mut speaking = speaking(schema);
        let keyword = match (speaking.next()?.as_str(), speaking.next()) {
            ("anyOf", None) => "anyOf",
            ("oneOf", None) => "oneOf",
            _ => return None,
        };
        let alone = !schema.contains_key("$ref");
        alone.then(|| (keyword, self.branches(at, keyword)))
    }

    /// The branches of a schema under a keyword, without those that are null alone.
    pub(super) fn branches(&self, at: &str, keyword: &str) -> Vec<String> {
        let list = child(at, keyword);
        let count = self.bundle.get(&list).and_then(Value::as_array).map_or(0, Vec::len);
        let branches = (0..count).map(|index| item(&list, index));
        branches.filter(|branch| !self.is_null(branch)).collect()
    }

    pub(super) fn is_null(&self, at: &str) -> bool {
        self.bundle.get(at).and_then(|schema| schema.get("type")) == Some(&json!("null"))
    }

    /// Whether a schema names null among its types, or has a branch that is null alone.
    pub(super) fn has_null(&self, at: &str) -> bool {
        let Some(schema) = self.bundle.get(at).and_then(Value::as_object) else {
            return false;
        };
        let branch = |keyword: &str| {
            let list = child(at, keyword);
            let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).any(|index| self.is_null(&item(&list, index)))
        };
        types(schema).contains("null") || branch("anyOf") || branch("oneOf")
    }

    pub(super) fn object(&self, at: &str) -> Option<&Map<String, Value>> {
        self.renamed.pointer(at)?.as_object()
    }

    pub(super) fn schema(&self, at: &str) -> Value {
        self.renamed.pointer(at).cloned().unwrap_or(Value::Bool(true))
    }

    /// What tells a branch from the others, and whether that is its name or its constants.
    pub(super) fn label(&self, branch: &str) -> (String, bool) {
        if let Some(target) = self.bundle.follow(branch) {
            let published = self.bundle.published(target);
            return (published.rsplit('/').next().unwrap_or_default().to_owned(), true);
        }
        let tags = tags::alternatives_at(self.bundle, branch);
        if let Some(tags) = tags.first().filter(|tags| !tags.is_empty()) {
            return (tags.values().map(Value::to_string).collect::<Vec<_>>().join(", "), true);
        }
        let schema = self.bundle.get(branch);
        let says = |keyword: &str| schema.and_then(|schema| schema.get(keyword)).map(Value::to_string);
        if let Some(constant) = says("const") {
            return (constant, true);
        }
        let kind = says("enum").or_else(|| says("type"));
        let number = || branch.rsplit('/').next().unwrap_or_default().to_owned();
        (kind.unwrap_or_else(number), false)
    }
}

/// A schema once references are followed.
pub(super) struct Resolved {
    pub(super) at: String,
    /// Where the last references started.
    pub(super) entry: String,
    pub(super) null: bool,
}

/// The keywords of a schema that say something of values, but for `$ref`.
pub(super) fn speaking(schema: &Map<String, Value>) -> impl Iterator<Item = &String> {
    schema
        .keys()
        .filter(|keyword| is_assertion(keyword) || holds(keyword).is_some())
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

pub(super) fn types(schema: &Map<String, Value>) -> BTreeSet<String> {
    match schema.get("type") {
        Some(Value::String(one)) => [one.clone()].into(),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => BTreeSet::new(),
    }
}
