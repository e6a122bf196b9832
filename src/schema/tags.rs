//! Tags: the constant properties by which an object tells which schema it follows.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::bundle::Bundle;
use super::pointer::{child, item};

/// The constants that an object must have: key and value.
pub(super) type Tags = BTreeMap<String, Value>;

/// The most alternatives that are told apart for one schema.
const MOST: usize = 1000;
/// The most alternatives of all schemas that one question leads to; where there are more, the rest tell nothing.
const MOST_IN_ALL: usize = 200_000;

/// The tags of the schema at a pointer of the bundle, one entry for each branch if it is a union. Branches that are
/// only null are left out; a branch without constants is an empty entry.
pub(super) fn alternatives(bundle: &Bundle, at: &str) -> Vec<Tags> {
    let mut collector = Collector {
        bundle,
        known: HashMap::new(),
        left: MOST_IN_ALL,
    };
    let mut out = collector.collect(at).to_vec();
    out.dedup();
    out
}

/// Whether `object` has all of these constants, and there is at least one.
pub(super) fn matches(tags: &Tags, object: &Map<String, Value>) -> bool {
    !tags.is_empty() && tags.iter().all(|(key, constant)| object.get(key) == Some(constant))
}

/// Each schema is looked at once, however many ways lead to it.
struct Collector<'b> {
    bundle: &'b Bundle,
    known: HashMap<String, Rc<[Tags]>>,
    left: usize,
}

impl Collector<'_> {
    fn collect(&mut self, at: &str) -> Rc<[Tags]> {
        if let Some(known) = self.known.get(at) {
            return Rc::clone(known);
        }
        let tags: Rc<[Tags]> = self.look(at).into();
        self.left = self.left.saturating_sub(tags.len());
        self.known.insert(at.to_owned(), Rc::clone(&tags));
        tags
    }

    /// Recursion follows schemas that look at the same value; the bundle has bounded how many do so in a row.
    fn look(&mut self, at: &str) -> Vec<Tags> {
        let bundle = self.bundle;
        let schema = match bundle.get(at) {
            Some(Value::Object(schema)) if self.left > 0 => schema,
            _ => return vec![Tags::new()],
        };
        if schema.get("type").and_then(Value::as_str) == Some("null") {
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
            let mut tags = Vec::new();
            for branch in &branches {
                let room = MOST - tags.len();
                tags.extend(self.collect(branch).iter().take(room).cloned());
            }
            if !tags.is_empty() {
                out = combined(&out, &tags);
            }
        }
        out
    }
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
