//! Tags: the constant properties by which an object tells which schema it follows.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

use super::bundle::Bundle;
use super::pointer::{child, item};

/// The constants that an object must have: key and value.
pub(super) type Tags = BTreeMap<String, Value>;

/// The most alternatives that are told apart for one schema.
const MOST: usize = 1000;

/// The tags of the schema at a pointer of the bundle, one entry for each branch if it is a union. Branches that are
/// only null are left out; a branch without constants is an empty entry.
pub(super) fn alternatives(bundle: &Bundle, at: &str) -> Vec<Tags> {
    let mut out = collect(bundle, at, &mut HashSet::new());
    out.dedup();
    out
}

/// Whether `object` has all of these constants, and there is at least one.
pub(super) fn matches(tags: &Tags, object: &Map<String, Value>) -> bool {
    !tags.is_empty() && tags.iter().all(|(key, constant)| object.get(key) == Some(constant))
}

/// Recursion is bounded, as a schema that is met again on the way down ends it.
fn collect(bundle: &Bundle, at: &str, path: &mut HashSet<String>) -> Vec<Tags> {
    let Some(Value::Object(schema)) = bundle.get(at) else {
        return vec![Tags::new()];
    };
    if schema.get("type").and_then(Value::as_str) == Some("null") || !path.insert(at.to_owned()) {
        return Vec::new();
    }
    let mut out = vec![own(bundle, schema, at)];
    let mut conjuncts: Vec<Vec<String>> = Vec::new();
    conjuncts.extend(bundle.follow(at).map(|target| vec![target.to_owned()]));
    let list = |keyword: &str| {
        let below = child(at, keyword);
        let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(move |i| item(&below, i)).collect::<Vec<_>>()
    };
    conjuncts.extend(list("allOf").into_iter().map(|part| vec![part]));
    conjuncts.extend(
        [list("anyOf"), list("oneOf")]
            .into_iter()
            .filter(|branches| !branches.is_empty()),
    );
    for branches in conjuncts {
        let tags: Vec<Tags> = branches
            .iter()
            .flat_map(|branch| collect(bundle, branch, path))
            .take(MOST)
            .collect();
        if !tags.is_empty() {
            out = combined(&out, &tags);
        }
    }
    path.remove(at);
    out
}

fn combined(left: &[Tags], right: &[Tags]) -> Vec<Tags> {
    let pairs = left.iter().flat_map(|l| right.iter().map(move |r| (l, r)));
    pairs
        .take(MOST)
        .map(|(l, r)| l.iter().chain(r).map(|(k, v)| (k.clone(), v.clone())).collect())
        .collect()
}

/// The constants among the properties that the schema itself names and requires.
fn own(bundle: &Bundle, schema: &Map<String, Value>, at: &str) -> Tags {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |key: &str| required.is_some_and(|names| names.iter().any(|n| n.as_str() == Some(key)));
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let below = child(at, "properties");
    properties
        .filter(|(key, _)| is_required(key))
        .filter_map(|(key, _)| Some((key.clone(), constant(bundle, &child(&below, key))?)))
        .collect()
}

/// The only value that the schema at a pointer allows, if its `const` or `enum` says so.
fn constant(bundle: &Bundle, at: &str) -> Option<Value> {
    let mut at = at;
    // References in a row are bounded where the bundle is made.
    loop {
        let schema = bundle.get(at)?;
        if let Some(constant) = schema.get("const") {
            return Some(constant.clone());
        }
        if let Some([only]) = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
            return Some(only.clone());
        }
        at = bundle.follow(at)?;
    }
}
