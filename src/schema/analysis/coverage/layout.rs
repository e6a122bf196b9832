//! Lays out the places of some schemas, and what values can show there.

use super::features::{FORMS, sizes, types, unions};
use super::occurs::Oracle;
use super::spot::{Feature, FeatureKind, Spot, Spots};
use crate::schema::Schema;
use crate::schema::budget::Steps;
use crate::schema::bundle::Bundle;
use crate::schema::ir::{JsonType, SchemaGraph, SchemaId};
use crate::schema::pointer::{child, unescape};
use crate::schema::tags;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// The schema does not allow it.
const FORBIDDEN: &str = "the schema does not allow it";

pub(super) fn lay_out(spots: &mut Spots, schemas: &[Arc<Schema>]) {
    let mut known = HashSet::new();
    let steps = Steps::share(2);
    let bundles: Vec<&Bundle> = schemas.iter().map(|schema| schema.bundle()).collect();
    // The components that were asked for come first, then what they refer to.
    for (schema, bundle) in schemas.iter().zip(&bundles) {
        if known.insert(bundle.published_of(bundle.root())) {
            Layout::new(spots, bundle, &steps).section(bundle.root(), Some(schema.name()));
        }
    }
    for bundle in bundles {
        for unit in bundle.units() {
            if known.insert(bundle.published_of(unit)) {
                Layout::new(spots, bundle, &steps).section(unit, None);
            }
        }
    }
}

/// The last token of a pointer, readable.
pub(super) fn name_of(pointer: &str) -> String {
    unescape(pointer.rsplit('/').next().unwrap_or(pointer)).into_owned()
}

struct Layout<'c, 'b> {
    spots: &'c mut Spots,
    bundle: &'b Bundle,
    oracle: Oracle<'b>,
    section: String,
}

impl<'c, 'b> Layout<'c, 'b> {
    fn new(spots: &'c mut Spots, bundle: &'b Bundle, steps: &'b Steps) -> Layout<'c, 'b> {
        Layout {
            spots,
            bundle,
            oracle: Oracle::new(bundle, steps),
            section: String::new(),
        }
    }

    fn section(&mut self, unit: SchemaId, component: Option<&str>) {
        let pointer = self.bundle.published_of(unit);
        self.section = component.map_or_else(|| name_of(&pointer), str::to_owned);
        if component.is_none() && self.spots.sections.contains(&self.section) {
            self.section = pointer;
        }
        self.spots.sections.insert(self.section.clone());
        let place = self.place(unit, self.section.clone(), String::new(), None);
        if component.is_some() {
            self.feature(place, unit, FeatureKind::Present, "", None);
        }
        self.schema(unit, place, &mut BTreeSet::new());
    }

    fn place(&mut self, at: SchemaId, label: String, value: String, above: Option<usize>) -> usize {
        let pointer = self.bundle.published_of(at);
        let number = self.spots.places.len();
        self.spots.at.entry(pointer.clone()).or_insert(number);
        self.spots.places.push(Spot {
            section: self.section.clone(),
            depth: above.map_or(0, |above| self.spots.places[above].depth + 1),
            label,
            value,
            pointer,
            refers: Vec::new(),
            features: Vec::new(),
            visits: 0,
            above,
        });
        number
    }

    fn feature(&mut self, place: usize, at: SchemaId, kind: FeatureKind, detail: &str, never: Option<&str>) {
        let key = (self.bundle.published_of(at), kind, detail.to_owned());
        let features = &mut self.spots.places[place].features;
        if let std::collections::hash_map::Entry::Vacant(vacant) = self.spots.features.entry(key) {
            vacant.insert((place, features.len()));
            features.push(Feature {
                kind,
                detail: detail.to_owned(),
                never: never.map(str::to_owned),
                hits: 0,
                first: None,
            });
        }
    }

    fn value_below(&self, place: usize, step: &str) -> String {
        child(&self.spots.places[place].value, step)
    }

    /// Adds what a schema says of the values at a place. Recursion follows the schemas of one section, which a document's
    /// depth bounds; references end it.
    fn schema(&mut self, at: SchemaId, place: usize, required: &mut BTreeSet<String>) {
        let graph = self.bundle.graph();
        let node = &graph[at];
        if let Some(target) = node.reference {
            let name = name_of(&self.bundle.published_of(target));
            let refers = &mut self.spots.places[place].refers;
            if !refers.contains(&name) {
                refers.push(name);
            }
        }
        required.extend(required_by(graph, at));
        self.scalars(at, place);
        self.items(at, place);
        self.keys(at, place, required);
        for &part in &node.all_of {
            self.schema(part, place, required);
        }
        for (keyword, branch) in [("then", node.condition().then), ("else", node.condition().otherwise)] {
            if let Some(branch) = branch {
                self.branch(branch, keyword.to_owned(), place, required);
            }
        }
        let dependent = node.object().map_or(&[][..], |object| &object.dependent_schemas);
        for (key, branch) in dependent {
            self.branch(*branch, format!("with {key}"), place, required);
        }
        for (keyword, branches) in unions(graph, node) {
            if let [only] = branches.as_slice() {
                self.schema(*only, place, required);
                continue;
            }
            for branch in branches {
                let label = format!(
                    "{keyword}/{}{}",
                    name_of(&graph.pointer(branch)),
                    self.distinction(branch)
                        .map_or(String::new(), |says| format!(" {says}"))
                );
                self.branch(branch, label, place, required);
            }
        }
    }

    fn branch(&mut self, at: SchemaId, label: String, above: usize, required: &BTreeSet<String>) {
        let value = self.spots.places[above].value.clone();
        let never =
            (self.oracle.meets(at, &Value::Bool(true)) == Some(false)).then_some("no value satisfies the branch");
        let place = self.place(at, label, value, Some(above));
        self.feature(place, at, FeatureKind::Branch, "taken", never);
        if never.is_none() {
            self.schema(at, place, &mut required.clone());
        }
    }

    /// What distinguishes a branch from the others: the name of its component, its constant, or its type.
    fn distinction(&self, branch: SchemaId) -> Option<String> {
        let graph = self.bundle.graph();
        let mut at = branch;
        if let Some(target) = graph[at].reference {
            at = target;
            let published = self.bundle.published_of(at);
            if published.contains("/schemas/") || published.contains("/$defs/") || published.contains("/definitions/") {
                return Some(name_of(&published));
            }
        }
        if graph[at].boolean.is_some() {
            return None;
        }
        let tags = tags::alternatives(graph, at);
        let constant = tags.first().and_then(|tags| tags.values().next());
        match constant {
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
            None => types(&graph[at]).first().map(|name| name.name().to_owned()),
        }
    }

    fn scalars(&mut self, at: SchemaId, place: usize) {
        let node = &self.bundle.graph()[at];
        let types = types(node);
        if types.len() > 1 {
            for name in types.iter().map(|name| name.name()) {
                let never = (self.oracle.meets(at, &json!({"type": name})) == Some(false)).then_some(FORBIDDEN);
                self.feature(place, at, FeatureKind::Type, name, never);
            }
        }
        let literals = node.literals();
        for member in literals.into_iter().flatten().filter(|member| !member.is_null()) {
            let never = (!self.oracle.allows(at, member)).then_some("the schema lists it, and does not allow it");
            self.feature(place, at, FeatureKind::Member, &member.to_string(), never);
        }
        if literals.is_some() {
            return;
        }
        if types.contains(&JsonType::Boolean) {
            for member in ["true", "false"] {
                let never = (!self.oracle.allows(at, &json!(member == "true"))).then_some(FORBIDDEN);
                self.feature(place, at, FeatureKind::Member, member, never);
            }
        }
        if types.contains(&JsonType::Integer) || types.contains(&JsonType::Number) {
            for (form, allowed) in FORMS {
                let allowed: Value = serde_json::from_str(allowed).unwrap_or(Value::Bool(true));
                let never = (self.oracle.meets(at, &allowed) == Some(false)).then_some(FORBIDDEN);
                self.feature(place, at, FeatureKind::Form, form, never);
            }
        }
    }

    fn items(&mut self, at: SchemaId, place: usize) {
        let graph = self.bundle.graph();
        let node = &graph[at];
        if !types(node).contains(&JsonType::Array) && node.items().is_none() && node.prefix_items().is_empty() {
            return;
        }
        for (size, allowed) in sizes() {
            let never = (self.oracle.meets(at, &allowed) == Some(false)).then_some(FORBIDDEN);
            self.feature(place, at, FeatureKind::Size, size, never);
        }
        for (index, prefix) in node.prefix_items().iter().enumerate() {
            let value = self.value_below(place, &index.to_string());
            self.inner(*prefix, index.to_string(), value, place);
        }
        if let Some(items) = node.items().filter(|items| graph[*items].boolean.is_none()) {
            let value = self.value_below(place, "*");
            self.inner(items, "*".to_owned(), value, place);
        }
    }

    /// A place whose values have no key.
    fn inner(&mut self, at: SchemaId, label: String, value: String, above: usize) {
        let place = self.place(at, label, value, Some(above));
        if self.oracle.allows(at, &Value::Null) {
            self.feature(place, at, FeatureKind::Null, "", None);
        }
        self.schema(at, place, &mut BTreeSet::new());
    }

    fn keys(&mut self, at: SchemaId, place: usize, required: &BTreeSet<String>) {
        let graph = self.bundle.graph();
        let node = &graph[at];
        for (key, at) in node.properties() {
            let at = *at;
            let value = self.value_below(place, key);
            let below = self.place(at, key.to_string(), value, Some(place));
            let never = (self.oracle.meets(at, &Value::Bool(true)) == Some(false)).then_some("no value satisfies it");
            self.feature(below, at, FeatureKind::Present, "", never);
            let no_null = (!self.oracle.allows(at, &Value::Null)).then_some("the schema does not allow null");
            self.feature(below, at, FeatureKind::Null, "", no_null);
            let must = required.contains(&**key).then_some("the key is required");
            self.feature(below, at, FeatureKind::Absent, "", must);
            if never.is_none() {
                self.schema(at, below, &mut BTreeSet::new());
            }
        }
        for (pattern, at) in node.pattern_properties() {
            self.other(*at, format!("/{pattern}/"), place);
        }
        if let Some(more) = node
            .additional_properties()
            .filter(|more| graph[*more].boolean.is_none())
        {
            self.other(more, "(other keys)".to_owned(), place);
        }
    }

    fn other(&mut self, at: SchemaId, label: String, above: usize) {
        let value = self.value_below(above, "*");
        let place = self.place(at, label, value, Some(above));
        let never = (self.oracle.meets(at, &Value::Bool(true)) == Some(false)).then_some("no value satisfies it");
        self.feature(place, at, FeatureKind::OtherKey, "", never);
        self.schema(at, place, &mut BTreeSet::new());
    }
}

/// The keys that a schema requires of every object: its own, and those of its parts.
fn required_by(graph: &SchemaGraph, at: SchemaId) -> BTreeSet<String> {
    let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut rest = vec![at];
    while let Some(at) = rest.pop() {
        if seen.insert(at) {
            found.extend(graph[at].required().iter().map(|key| key.to_string()));
            rest.extend(graph[at].conjuncts());
        }
    }
    found
}
