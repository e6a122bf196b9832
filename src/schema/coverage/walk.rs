//! What one value shows.

use super::super::bundle::{Bundle, ROOT};
use super::super::pointer::{child, item};
use super::super::schema::Schema;
use super::layout::{types, unions};
use super::{Coverage, FeatureKind};
use crate::json::{Kind, Node, Tree};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// The forms in which numbers are written, and the numbers that can be written so. A number may have several.
pub(super) const FORMS: [(&str, &str); 6] = [
    ("0", r#"{"const": 0}"#),
    ("whole", r#"{"type": "integer", "not": {"const": 0}}"#),
    ("1.0", r#"{"type": "integer"}"#),
    ("fraction", r#"{"type": "number", "not": {"type": "integer"}}"#),
    ("exponent", r#"{"type": "number"}"#),
    ("negative", r#"{"type": "number", "exclusiveMaximum": 0}"#),
];

/// The sizes of arrays that are told apart, and the arrays that have them.
pub(super) fn sizes() -> [(&'static str, Value); 3] {
    [
        ("no items", json!({"type": "array", "maxItems": 0})),
        ("1 item", json!({"type": "array", "minItems": 1, "maxItems": 1})),
        ("many items", json!({"type": "array", "minItems": 2})),
    ]
}

/// The forms of a number.
fn forms(text: &str) -> Vec<&'static str> {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let zero = !mantissa.contains(|c: char| ('1'..='9').contains(&c));
    let mut found = Vec::new();
    if zero {
        found.push("0");
    }
    if text.starts_with('-') && !zero {
        found.push("negative");
    }
    if mantissa.len() < text.len() {
        found.push("exponent");
    } else if let Some((_, fraction)) = text.split_once('.') {
        let whole = fraction.bytes().all(|digit| digit == b'0');
        found.push(if whole { "1.0" } else { "fraction" });
    } else if !zero {
        found.push("whole");
    }
    found
}

pub(super) fn walk(coverage: &mut Coverage, schema: &Schema, tree: &Tree<'_>, value: &Value, capture: &str) {
    let (valid, choices) = schema.branches(value);
    let mut walk = Walk {
        coverage,
        bundle: schema.bundle(),
        tree,
        valid,
        choices,
        capture,
    };
    let place = walk.visit(ROOT);
    walk.hit(place, FeatureKind::Present, "");
    walk.value(ROOT, Tree::ROOT, "");
}

struct Walk<'w, 't> {
    coverage: &'w mut Coverage,
    bundle: &'w Bundle,
    tree: &'w Tree<'t>,
    /// Which schemas of lists were valid: the places of values, by the schema's pointer.
    valid: HashMap<String, HashSet<String>>,
    /// The branch that was taken for the one that was meant, by union and value.
    choices: HashMap<(String, String), usize>,
    capture: &'w str,
}

impl Walk<'_, '_> {
    /// Counts a visit, and gives the published pointer.
    fn visit(&mut self, at: &str) -> String {
        let pointer = self.bundle.published(at);
        if let Some(place) = self.coverage.at.get(&pointer) {
            self.coverage.places[*place].visits += 1;
        }
        pointer
    }

    fn hit(&mut self, pointer: String, kind: FeatureKind, detail: &str) {
        if let Some((place, number)) = self.coverage.features.get(&(pointer, kind, detail.to_owned())) {
            let feature = &mut self.coverage.places[*place].features[*number];
            feature.hits += 1;
            if feature.first.is_none() {
                feature.first = Some(self.capture.to_owned());
            }
        }
    }

    /// Recursion follows the value and the schemas that look at it, both of bounded depth.
    fn value(&mut self, at: &str, node: Node, here: &str) {
        let bundle = self.bundle;
        let Some(Value::Object(schema)) = bundle.get(at) else {
            return;
        };
        if let Some(target) = bundle.follow(at) {
            self.visit(target);
            self.value(target, node, here);
        }
        self.scalar(at, schema, node);
        match self.tree.kind(node) {
            Kind::Array => self.array(at, schema, node, here),
            Kind::Object => self.object(at, schema, node, here),
            _ => {}
        }
        let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for part in 0..parts {
            self.value(&item(&child(at, "allOf"), part), node, here);
        }
        if schema.contains_key("if") {
            let keyword = match self.is_valid(&child(at, "if"), here) {
                true => "then",
                false => "else",
            };
            self.branch(&child(at, keyword), node, here);
        }
        let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
        for key in dependent.into_iter().flat_map(Map::keys) {
            if self.tree.kind(node) == Kind::Object && self.key(node, key).is_some() {
                self.branch(&child(&child(at, "dependentSchemas"), key), node, here);
            }
        }
        if self.tree.kind(node) == Kind::Null {
            return;
        }
        for (keyword, branches) in unions(bundle, at, schema) {
            if let [only] = branches.as_slice() {
                self.value(only, node, here);
                continue;
            }
            let valid: Vec<&String> = branches.iter().filter(|branch| self.is_valid(branch, here)).collect();
            let union = child(at, keyword);
            let meant = self.choices.get(&(union.clone(), here.to_owned()));
            let meant = meant.filter(|_| valid.is_empty()).map(|index| item(&union, *index));
            for branch in valid.into_iter().cloned().chain(meant).collect::<Vec<_>>() {
                self.branch(&branch, node, here);
            }
        }
    }

    fn is_valid(&self, schema: &str, here: &str) -> bool {
        self.valid.get(schema).is_some_and(|places| places.contains(here))
    }

    fn branch(&mut self, at: &str, node: Node, here: &str) {
        let pointer = self.visit(at);
        self.hit(pointer, FeatureKind::Branch, "taken");
        self.value(at, node, here);
    }

    fn scalar(&mut self, at: &str, schema: &Map<String, Value>, node: Node) {
        let source = self.tree.source(node);
        let kind = self.tree.kind(node);
        let pointer = || self.bundle.published(at);
        let types = types(schema);
        if types.len() > 1 {
            let whole = kind == Kind::Number && !forms(source).contains(&"fraction");
            let of_kind = |name: &&&str| match (kind, **name) {
                (Kind::Bool, "boolean")
                | (Kind::Number, "number")
                | (Kind::String, "string")
                | (Kind::Array, "array")
                | (Kind::Object, "object") => true,
                (Kind::Number, "integer") => whole,
                _ => false,
            };
            for name in types.iter().filter(of_kind) {
                self.hit(pointer(), FeatureKind::Type, name);
            }
        }
        let listed = schema.contains_key("enum") || schema.contains_key("const");
        match kind {
            Kind::Number if !listed => {
                for form in forms(source) {
                    self.hit(pointer(), FeatureKind::Form, form);
                }
            }
            Kind::Bool => self.hit(pointer(), FeatureKind::Member, source),
            Kind::Number | Kind::String | Kind::Array | Kind::Object if listed => {
                // As the schema writes it: `1` is `1.0`, and the order of keys says nothing.
                let Ok(value) = serde_json::from_str::<Value>(source) else {
                    return;
                };
                let same = |member: &&Value| match (*member, &value) {
                    (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
                    (member, value) => member == value,
                };
                let members = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
                let found = members.chain(schema.get("const")).find(same).map(Value::to_string);
                if let Some(found) = found {
                    self.hit(pointer(), FeatureKind::Member, &found);
                }
            }
            _ => {}
        }
    }

    fn array(&mut self, at: &str, schema: &Map<String, Value>, node: Node, here: &str) {
        let items: Vec<Node> = self.tree.children(node).collect();
        let size = sizes()[items.len().min(2)].0;
        let pointer = self.bundle.published(at);
        self.hit(pointer, FeatureKind::Size, size);
        let prefix = schema.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
        for (index, child_node) in items.into_iter().enumerate() {
            let below = if index < prefix {
                item(&child(at, "prefixItems"), index)
            } else {
                child(at, "items")
            };
            let pointer = self.visit(&below);
            if self.tree.kind(child_node) == Kind::Null {
                self.hit(pointer, FeatureKind::Null, "");
            }
            self.value(&below, child_node, &item(here, index));
        }
    }

    /// The value under a key; of equal keys the last.
    fn key(&self, node: Node, key: &str) -> Option<Node> {
        self.tree
            .children(node)
            .filter(|child| self.tree.key(*child) == key)
            .last()
    }

    fn object(&mut self, at: &str, schema: &Map<String, Value>, node: Node, here: &str) {
        let named = schema.get("properties").and_then(Value::as_object);
        for key in named.into_iter().flat_map(Map::keys) {
            let below = child(&child(at, "properties"), key);
            let pointer = self.visit(&below);
            let Some(held) = self.key(node, key) else {
                self.hit(pointer, FeatureKind::Absent, "");
                continue;
            };
            let kind = match self.tree.kind(held) {
                Kind::Null => FeatureKind::Null,
                _ => FeatureKind::Present,
            };
            self.hit(pointer, kind, "");
            self.value(&below, held, &child(here, key));
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let others = schema.get("additionalProperties").is_some_and(Value::is_object);
        if patterns.is_none() && !others {
            return;
        }
        let matching: Vec<(String, Option<jsonschema::Validator>)> = patterns
            .into_iter()
            .flat_map(Map::keys)
            .map(|pattern| {
                (
                    pattern.clone(),
                    jsonschema::options().build(&json!({ "pattern": pattern })).ok(),
                )
            })
            .collect();
        for child_node in self.tree.children(node).collect::<Vec<_>>() {
            let key = self.tree.key(child_node).into_owned();
            let text = Value::String(key.clone());
            let mut found: Vec<String> = matching
                .iter()
                .filter(|(_, validator)| validator.as_ref().is_some_and(|validator| validator.is_valid(&text)))
                .map(|(pattern, _)| child(&child(at, "patternProperties"), pattern))
                .collect();
            if found.is_empty() && others && !named.is_some_and(|named| named.contains_key(&key)) {
                found.push(child(at, "additionalProperties"));
            }
            for below in found {
                let pointer = self.visit(&below);
                self.hit(pointer, FeatureKind::OtherKey, "");
                self.value(&below, child_node, &child(here, &key));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn a_number_may_have_several_forms() {
        assert_eq!(forms("0"), ["0"]);
        assert_eq!(forms("0.0"), ["0", "1.0"]);
        assert_eq!(forms("-7"), ["negative", "whole"]);
        assert_eq!(forms("2.50"), ["fraction"]);
        assert_eq!(forms("1e3"), ["exponent"]);
        assert_eq!(forms("-0.0"), ["0", "1.0"]);
    }
}
