//! What one value shows.

use super::features::{forms, sizes, types, unions};
use super::spot::{FeatureKind, Spots};
use crate::json::{Kind, Node, Tree};
use crate::schema::Schema;
use crate::schema::branches::Branches;
use crate::schema::bundle::Bundle;
use crate::schema::ir::{JsonType, SchemaId};
use crate::schema::key_pattern::KeyPattern;
use crate::schema::pointer::{child, item};
use crate::schema::undocumented::Choices;
use serde_json::Value;

pub(super) fn walk(spots: &mut Spots, schema: &Schema, tree: &Tree<'_>, value: &Value, capture: &str) {
    schema.with_branches(value, |_, valid, choices| {
        let mut walk = Walk {
            spots,
            bundle: schema.bundle(),
            tree,
            valid,
            choices,
            capture,
        };
        let root = walk.bundle.root();
        let place = walk.visit(root);
        walk.hit(place, FeatureKind::Present, "");
        walk.value(root, Tree::ROOT, "");
    });
}

struct Walk<'w, 't> {
    spots: &'w mut Spots,
    bundle: &'w Bundle,
    tree: &'w Tree<'t>,
    valid: Branches<'w>,
    choices: Choices,
    capture: &'w str,
}

impl Walk<'_, '_> {
    /// Counts a visit, and gives the published pointer.
    fn visit(&mut self, at: SchemaId) -> String {
        let pointer = self.bundle.published_of(at);
        if let Some(place) = self.spots.at.get(&pointer) {
            self.spots.places[*place].visits += 1;
        }
        pointer
    }

    fn hit(&mut self, pointer: String, kind: FeatureKind, detail: &str) {
        if let Some((place, number)) = self.spots.features.get(&(pointer, kind, detail.to_owned())) {
            let feature = &mut self.spots.places[*place].features[*number];
            feature.hits += 1;
            if feature.first.is_none() {
                feature.first = Some(self.capture.to_owned());
            }
        }
    }

    /// Recursion follows the value and the schemas that apply to it, both of bounded depth.
    fn value(&mut self, at: SchemaId, node: Node, here: &str) {
        let graph = self.bundle.graph();
        let schema = &graph[at];
        if schema.boolean.is_some() {
            return;
        }
        if let Some(target) = schema.reference {
            self.visit(target);
            self.value(target, node, here);
        }
        self.scalar(at, node);
        match self.tree.kind(node) {
            Kind::Array => self.array(at, node, here),
            Kind::Object => self.object(at, node, here),
            _ => {}
        }
        for &part in &schema.all_of {
            self.value(part, node, here);
        }
        let condition = schema.condition();
        if let Some(test) = condition.test {
            let branch = match self.valid.is_valid(&graph.pointer(test), here) {
                true => condition.then,
                false => condition.otherwise,
            };
            if let Some(branch) = branch {
                self.branch(branch, node, here);
            }
        }
        let dependent = schema.object().map_or(&[][..], |object| &object.dependent_schemas);
        for (key, branch) in dependent {
            if self.tree.kind(node) == Kind::Object && self.key(node, key).is_some() {
                self.branch(*branch, node, here);
            }
        }
        if self.tree.kind(node) == Kind::Null {
            return;
        }
        for (keyword, branches) in unions(graph, schema) {
            if let [only] = branches.as_slice() {
                self.value(*only, node, here);
                continue;
            }
            let is_valid = |branch: &SchemaId| self.valid.is_valid(&graph.pointer(*branch), here);
            let mut taken: Vec<SchemaId> = branches.iter().copied().filter(is_valid).collect();
            if taken.is_empty() {
                let union = child(&graph.pointer(at), keyword);
                let meant = self.choices.get(&(union.clone(), here.to_owned()));
                taken.extend(meant.and_then(|index| graph.at(&item(&union, *index))));
            }
            for branch in taken {
                self.branch(branch, node, here);
            }
        }
    }

    fn branch(&mut self, at: SchemaId, node: Node, here: &str) {
        let pointer = self.visit(at);
        self.hit(pointer, FeatureKind::Branch, "taken");
        self.value(at, node, here);
    }

    fn scalar(&mut self, at: SchemaId, node: Node) {
        let schema = &self.bundle.graph()[at];
        let source = self.tree.source(node);
        let kind = self.tree.kind(node);
        let pointer = || self.bundle.published_of(at);
        let types = types(schema);
        if types.len() > 1 {
            let whole = kind == Kind::Number && !forms(source).contains(&"fraction");
            let of_kind = |name: &&JsonType| match (kind, **name) {
                (Kind::Bool, JsonType::Boolean)
                | (Kind::Number, JsonType::Number)
                | (Kind::String, JsonType::String)
                | (Kind::Array, JsonType::Array)
                | (Kind::Object, JsonType::Object) => true,
                (Kind::Number, JsonType::Integer) => whole,
                _ => false,
            };
            for name in types.iter().filter(of_kind) {
                self.hit(pointer(), FeatureKind::Type, name.name());
            }
        }
        let listed = schema.literals().is_some();
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
                let members = schema.listed.iter().flatten();
                let found = members.chain(&schema.constant).find(same).map(Value::to_string);
                if let Some(found) = found {
                    self.hit(pointer(), FeatureKind::Member, &found);
                }
            }
            _ => {}
        }
    }

    fn array(&mut self, at: SchemaId, node: Node, here: &str) {
        let schema = &self.bundle.graph()[at];
        let items: Vec<Node> = self.tree.children(node).collect();
        let size = sizes()[items.len().min(2)].0;
        let pointer = self.bundle.published_of(at);
        self.hit(pointer, FeatureKind::Size, size);
        for (index, child_node) in items.into_iter().enumerate() {
            let Some(below) = schema.prefix_items().get(index).copied().or(schema.items()) else {
                break;
            };
            let pointer = self.visit(below);
            if self.tree.kind(child_node) == Kind::Null {
                self.hit(pointer, FeatureKind::Null, "");
            }
            self.value(below, child_node, &item(here, index));
        }
    }

    /// The value under a key; of equal keys the last.
    fn key(&self, node: Node, key: &str) -> Option<Node> {
        self.tree
            .children(node)
            .filter(|child| self.tree.key(*child) == key)
            .last()
    }

    fn object(&mut self, at: SchemaId, node: Node, here: &str) {
        let graph = self.bundle.graph();
        let schema = &graph[at];
        for (key, below) in schema.properties() {
            let pointer = self.visit(*below);
            let Some(held) = self.key(node, key) else {
                self.hit(pointer, FeatureKind::Absent, "");
                continue;
            };
            let kind = match self.tree.kind(held) {
                Kind::Null => FeatureKind::Null,
                _ => FeatureKind::Present,
            };
            self.hit(pointer, kind, "");
            self.value(*below, held, &child(here, key));
        }
        let others = schema
            .additional_properties()
            .filter(|more| graph[*more].boolean.is_none());
        if schema.pattern_properties().is_empty() && others.is_none() {
            return;
        }
        let patterns: Vec<(Option<KeyPattern>, SchemaId)> = schema
            .pattern_properties()
            .iter()
            .map(|(pattern, below)| (KeyPattern::new(pattern), *below))
            .collect();
        for child_node in self.tree.children(node).collect::<Vec<_>>() {
            let key = self.tree.key(child_node);
            let matching = patterns
                .iter()
                .filter(|(pattern, _)| pattern.as_ref().is_some_and(|p| p.matches(&key)));
            let mut found: Vec<SchemaId> = matching.map(|(_, below)| *below).collect();
            if found.is_empty() && schema.property(&key).is_none() {
                found.extend(others);
            }
            for below in found {
                let pointer = self.visit(below);
                self.hit(pointer, FeatureKind::OtherKey, "");
                self.value(below, child_node, &child(here, &key));
            }
        }
    }
}
