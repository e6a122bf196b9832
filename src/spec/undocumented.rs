//! Keys that a schema does not name.

use jsonschema::{Evaluation, OutputUnit};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

use super::bundle::{Bundle, ROOT};
use super::dialect::MAP_LABEL;
use super::pointer::{child, item};

/// A key that the schema does not name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undocumented {
    /// The key's place in the value, a JSON pointer.
    pub pointer: String,
    /// The schema that does not name it, in the published document, as a URI fragment.
    pub schema_pointer: String,
}

/// The branch that was taken for the one that was meant, by union and value.
type Choices = HashMap<(String, String), usize>;

/// The outermost keys of `value` that the bundle's first schema does not name.
pub(super) fn find(bundle: &Bundle, evaluation: &Evaluation, choices: &Choices, value: &Value) -> Vec<Undocumented> {
    let mut search = Search {
        bundle,
        choices,
        valid: valid_branches(evaluation),
        found: Vec::new(),
    };
    search.value(value, "", vec![ROOT.to_owned()]);
    search.found.sort();
    search.found
}

/// Which schemas of a list were valid, by their pointer and that of the value.
fn valid_branches(evaluation: &Evaluation) -> HashSet<(String, String)> {
    let mut valid = HashSet::new();
    let mut rest: Vec<OutputUnit<'_>> = vec![evaluation.root()];
    while let Some(unit) = rest.pop() {
        let at = unit.schema_location().trim_start_matches('#');
        let in_list = at.rsplit('/').next().is_some_and(|last| last.parse::<usize>().is_ok());
        if unit.valid() && in_list {
            valid.insert((at.to_owned(), unit.instance_location().as_str().to_owned()));
        }
        rest.extend(unit.children());
    }
    valid
}

struct Search<'s> {
    bundle: &'s Bundle,
    choices: &'s Choices,
    valid: HashSet<(String, String)>,
    found: Vec<Undocumented>,
}

impl Search<'_> {
    /// Recursion follows the value, whose depth is bounded.
    fn value(&mut self, value: &Value, at: &str, schemas: Vec<String>) {
        let applying = self.applying(schemas, at);
        match value {
            Value::Object(members) => self.object(members, at, &applying),
            Value::Array(items) => {
                for (i, element) in items.iter().enumerate() {
                    self.value(element, &item(at, i), self.of_item(&applying, i));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, at: &str, applying: &[String]) {
        let schemas: Vec<&Map<String, Value>> = applying
            .iter()
            .filter_map(|p| self.bundle.get(p)?.as_object())
            .collect();
        let naming = applying
            .iter()
            .find(|p| self.bundle.get(p).is_some_and(|s| s.get("properties").is_some()));
        let (Some(naming), false) = (naming.cloned(), schemas.iter().any(|s| is_free_form(s))) else {
            return;
        };
        for (key, member) in members {
            let named = self.of_key(applying, key);
            if named.is_empty() {
                let schema_pointer = self.bundle.published(&naming);
                self.found.push(Undocumented {
                    pointer: child(at, key),
                    schema_pointer,
                });
            } else {
                self.value(member, &child(at, key), named);
            }
        }
    }

    /// The schemas among these, and those that they are made of, which look at the value at `at`.
    fn applying(&self, schemas: Vec<String>, at: &str) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut order = Vec::new();
        let mut rest: Vec<String> = schemas.into_iter().rev().collect();
        while let Some(schema) = rest.pop() {
            if !seen.insert(schema.clone()) {
                continue;
            }
            let mut below: Vec<String> = self.bundle.follow(&schema).map(str::to_owned).into_iter().collect();
            below.extend(self.list(&schema, "allOf"));
            for union in ["anyOf", "oneOf"] {
                below.extend(self.branches(&schema, union, at));
            }
            below.extend(
                ["if", "then", "else"]
                    .map(|k| child(&schema, k))
                    .into_iter()
                    .filter(|p| self.bundle.get(p).is_some()),
            );
            rest.extend(below.into_iter().rev());
            order.push(schema);
        }
        order
    }

    /// The branches that are valid, or else the one that was most likely meant.
    fn branches(&self, schema: &str, union: &str, at: &str) -> Vec<String> {
        let all = self.list(schema, union);
        let valid = |branch: &&String| self.valid.contains(&((*branch).clone(), at.to_owned()));
        let valid: Vec<String> = all.iter().filter(valid).cloned().collect();
        if !valid.is_empty() {
            return valid;
        }
        match self.choices.get(&(child(schema, union), at.to_owned())) {
            Some(best) => all.get(*best).cloned().into_iter().collect(),
            // With no way to tell, every branch may name keys.
            None => all,
        }
    }

    fn list(&self, schema: &str, keyword: &str) -> Vec<String> {
        let count = self
            .bundle
            .get(schema)
            .and_then(|s| s.get(keyword))
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        (0..count).map(|i| item(&child(schema, keyword), i)).collect()
    }

    fn of_key(&self, applying: &[String], key: &str) -> Vec<String> {
        let mut out = Vec::new();
        for schema in applying {
            let named = child(&child(schema, "properties"), key);
            out.extend(self.bundle.get(&named).map(|_| named.clone()));
            let patterns = child(schema, "patternProperties");
            let map = self
                .bundle
                .get(&patterns)
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            out.extend(
                map.filter(|(p, _)| pattern_matches(p, key))
                    .map(|(p, _)| child(&patterns, p)),
            );
        }
        out
    }

    fn of_item(&self, applying: &[String], index: usize) -> Vec<String> {
        let of_schema = |schema: &String| {
            let prefixed = item(&child(schema, "prefixItems"), index);
            [prefixed, child(schema, "items")]
                .into_iter()
                .find(|p| self.bundle.get(p).is_some())
        };
        applying.iter().filter_map(of_schema).collect()
    }
}

fn is_free_form(schema: &Map<String, Value>) -> bool {
    let open = schema
        .get("additionalProperties")
        .is_some_and(|more| more != &Value::Bool(false));
    open || schema.get(MAP_LABEL).and_then(Value::as_str) == Some("map")
}

/// Patterns were proven to compile when the schema was rewritten.
fn pattern_matches(pattern: &str, key: &str) -> bool {
    let schema = serde_json::json!({"type": "string", "pattern": pattern});
    jsonschema::options()
        .build(&schema)
        .is_ok_and(|v| v.is_valid(&Value::String(key.to_owned())))
}
