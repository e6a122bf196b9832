//! Lays out the places of some schemas, and what values can show there.

use super::super::bundle::{Bundle, ROOT};
use super::super::pointer::{child, item, unescape};
use super::super::schema::Schema;
use super::occurs::Oracle;
use super::walk::{FORMS, sizes};
use super::{Coverage, Feature, FeatureKind, Spot};
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// The schema does not allow it.
const FORBIDDEN: &str = "the schema does not allow it";

pub(super) fn lay_out(coverage: &mut Coverage, schemas: &[Arc<Schema>]) {
    let mut known = HashSet::new();
    let bundles: Vec<&Bundle> = schemas.iter().map(|schema| schema.bundle()).collect();
    // The components that were asked for come first, then what they refer to.
    for (schema, bundle) in schemas.iter().zip(&bundles) {
        if known.insert(bundle.published(ROOT)) {
            Layout::new(coverage, bundle).section(ROOT, Some(schema.name()));
        }
    }
    for bundle in bundles {
        for unit in bundle.units() {
            if known.insert(bundle.published(&unit)) {
                Layout::new(coverage, bundle).section(&unit, None);
            }
        }
    }
}

/// The last token of a pointer, readable.
pub(super) fn name_of(pointer: &str) -> String {
    unescape(pointer.rsplit('/').next().unwrap_or(pointer)).into_owned()
}

/// Whether a schema allows null alone.
pub(super) fn is_null(bundle: &Bundle, at: &str) -> bool {
    let schema = bundle.get(at);
    schema.and_then(|schema| schema.get("type")) == Some(&json!("null"))
        || schema.and_then(|schema| schema.get("const")) == Some(&Value::Null)
}

/// The branches of the unions of a schema, without those that are null alone: the keyword, and the pointers.
pub(super) fn unions(bundle: &Bundle, at: &str, schema: &Map<String, Value>) -> Vec<(&'static str, Vec<String>)> {
    let branches = |keyword: &'static str| {
        let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        let list = child(at, keyword);
        let open = (0..count)
            .map(|index| item(&list, index))
            .filter(|branch| !is_null(bundle, branch));
        (keyword, open.collect::<Vec<_>>())
    };
    let found = ["anyOf", "oneOf"].map(branches);
    found.into_iter().filter(|(_, branches)| !branches.is_empty()).collect()
}

/// The types of a schema besides null.
pub(super) fn types(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
    .into_iter()
    .filter(|name| *name != "null")
    .collect()
}

struct Layout<'c, 'b> {
    coverage: &'c mut Coverage,
    bundle: &'b Bundle,
    oracle: Oracle<'b>,
    section: String,
}

impl<'c, 'b> Layout<'c, 'b> {
    fn new(coverage: &'c mut Coverage, bundle: &'b Bundle) -> Layout<'c, 'b> {
        Layout {
            coverage,
            bundle,
            oracle: Oracle::new(bundle),
            section: String::new(),
        }
    }

    fn section(&mut self, unit: &str, component: Option<&str>) {
        let pointer = self.bundle.published(unit);
        self.section = component.map_or_else(|| name_of(&pointer), str::to_owned);
        if component.is_none() && self.coverage.places.iter().any(|place| place.section == self.section) {
            self.section = pointer;
        }
        let place = self.place(unit, self.section.clone(), String::new(), None);
        if component.is_some() {
            self.feature(place, unit, FeatureKind::Present, "", None);
        }
        self.look(unit, place, &mut BTreeSet::new());
    }

    fn place(&mut self, at: &str, label: String, value: String, above: Option<usize>) -> usize {
        let pointer = self.bundle.published(at);
        let number = self.coverage.places.len();
        self.coverage.at.entry(pointer.clone()).or_insert(number);
        self.coverage.places.push(Spot {
            section: self.section.clone(),
            depth: above.map_or(0, |above| self.coverage.places[above].depth + 1),
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

    fn feature(&mut self, place: usize, at: &str, kind: FeatureKind, detail: &str, never: Option<&str>) {
        let key = (self.bundle.published(at), kind, detail.to_owned());
        let features = &mut self.coverage.places[place].features;
        if let std::collections::hash_map::Entry::Vacant(vacant) = self.coverage.features.entry(key) {
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
        child(&self.coverage.places[place].value, step)
    }

    /// What the schema at a pointer adds to a place. Recursion follows the schemas of one section, which a document's depth
    /// bounds; references end it.
    fn look(&mut self, at: &str, place: usize, required: &mut BTreeSet<String>) {
        let bundle = self.bundle;
        let Some(Value::Object(schema)) = bundle.get(at) else {
            return;
        };
        if let Some(target) = bundle.follow(at) {
            let name = name_of(&bundle.published(target));
            let refers = &mut self.coverage.places[place].refers;
            if !refers.contains(&name) {
                refers.push(name);
            }
        }
        required.extend(required_by(bundle, at, 0));
        self.scalars(at, schema, place);
        self.items(at, schema, place);
        self.keys(at, schema, place, required);
        for part in list(schema, at, "allOf") {
            self.look(&part, place, required);
        }
        for keyword in ["then", "else"] {
            if schema.contains_key(keyword) {
                self.branch(&child(at, keyword), keyword.to_owned(), place, required);
            }
        }
        let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
        for key in dependent.into_iter().flat_map(Map::keys) {
            let at = child(&child(at, "dependentSchemas"), key);
            self.branch(&at, format!("with {key}"), place, required);
        }
        for (keyword, branches) in unions(bundle, at, schema) {
            if let [only] = branches.as_slice() {
                self.look(only, place, required);
                continue;
            }
            for branch in branches {
                let label = format!(
                    "{keyword}/{}{}",
                    name_of(&branch),
                    self.says(&branch).map_or(String::new(), |says| format!(" {says}"))
                );
                self.branch(&branch, label, place, required);
            }
        }
    }

    fn branch(&mut self, at: &str, label: String, above: usize, required: &BTreeSet<String>) {
        let value = self.coverage.places[above].value.clone();
        let never =
            (self.oracle.meets(at, &Value::Bool(true)) == Some(false)).then_some("no value satisfies the branch");
        let place = self.place(at, label, value, Some(above));
        self.feature(place, at, FeatureKind::Branch, "taken", never);
        if never.is_none() {
            self.look(at, place, &mut required.clone());
        }
    }

    /// What tells a branch from the others: its constants, or its type.
    fn says(&self, branch: &str) -> Option<String> {
        let mut at = branch;
        if let Some(target) = self.bundle.follow(at) {
            at = target;
            let published = self.bundle.published(at);
            if published.contains("/schemas/") || published.contains("/$defs/") || published.contains("/definitions/") {
                return Some(name_of(&published));
            }
        }
        let schema = self.bundle.get(at)?.as_object()?;
        let tags = super::super::tags::alternatives_at(self.bundle, at);
        let constant = tags.first().and_then(|tags| tags.values().next());
        match constant {
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
            None => types(schema).first().map(|name| (*name).to_owned()),
        }
    }

    fn scalars(&mut self, at: &str, schema: &Map<String, Value>, place: usize) {
        let constant = schema.get("const").map(std::slice::from_ref);
        let listed = constant.or(schema.get("enum").and_then(Value::as_array).map(Vec::as_slice));
        let types = types(schema);
        if types.len() > 1 {
            for name in &types {
                let never = (self.oracle.meets(at, &json!({"type": name})) == Some(false)).then_some(FORBIDDEN);
                self.feature(place, at, FeatureKind::Type, name, never);
            }
        }
        for member in listed.into_iter().flatten().filter(|member| !member.is_null()) {
            let never = (!self.oracle.allows(at, member)).then_some("the schema lists it, and does not allow it");
            self.feature(place, at, FeatureKind::Member, &member.to_string(), never);
        }
        if listed.is_some() {
            return;
        }
        if types.contains(&"boolean") {
            for member in ["true", "false"] {
                let never = (!self.oracle.allows(at, &json!(member == "true"))).then_some(FORBIDDEN);
                self.feature(place, at, FeatureKind::Member, member, never);
            }
        }
        if types.contains(&"integer") || types.contains(&"number") {
            for (form, allowed) in FORMS {
                let allowed: Value = serde_json::from_str(allowed).unwrap_or(Value::Bool(true));
                let never = (self.oracle.meets(at, &allowed) == Some(false)).then_some(FORBIDDEN);
                self.feature(place, at, FeatureKind::Form, form, never);
            }
        }
    }

    fn items(&mut self, at: &str, schema: &Map<String, Value>, place: usize) {
        if !types(schema).contains(&"array") && !schema.contains_key("items") && !schema.contains_key("prefixItems") {
            return;
        }
        for (size, allowed) in sizes() {
            let never = (self.oracle.meets(at, &allowed) == Some(false)).then_some(FORBIDDEN);
            self.feature(place, at, FeatureKind::Size, size, never);
        }
        for (index, prefix) in list(schema, at, "prefixItems").into_iter().enumerate() {
            let value = self.value_below(place, &index.to_string());
            self.inner(&prefix, index.to_string(), value, place);
        }
        if schema.get("items").is_some_and(Value::is_object) {
            let value = self.value_below(place, "*");
            self.inner(&child(at, "items"), "*".to_owned(), value, place);
        }
    }

    /// A place whose values have no key.
    fn inner(&mut self, at: &str, label: String, value: String, above: usize) {
        let place = self.place(at, label, value, Some(above));
        if self.oracle.allows(at, &Value::Null) {
            self.feature(place, at, FeatureKind::Null, "", None);
        }
        self.look(at, place, &mut BTreeSet::new());
    }

    fn keys(&mut self, at: &str, schema: &Map<String, Value>, place: usize, required: &BTreeSet<String>) {
        let named = schema.get("properties").and_then(Value::as_object);
        for key in named.into_iter().flat_map(Map::keys) {
            let at = child(&child(at, "properties"), key);
            let value = self.value_below(place, key);
            let below = self.place(&at, key.clone(), value, Some(place));
            let never = (self.oracle.meets(&at, &Value::Bool(true)) == Some(false)).then_some("no value satisfies it");
            self.feature(below, &at, FeatureKind::Present, "", never);
            let no_null = (!self.oracle.allows(&at, &Value::Null)).then_some("the schema does not allow null");
            self.feature(below, &at, FeatureKind::Null, "", no_null);
            let must = required.contains(key).then_some("the key is required");
            self.feature(below, &at, FeatureKind::Absent, "", must);
            if never.is_none() {
                self.look(&at, below, &mut BTreeSet::new());
            }
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        for pattern in patterns.into_iter().flat_map(Map::keys) {
            let at = child(&child(at, "patternProperties"), pattern);
            self.other(&at, format!("/{pattern}/"), place);
        }
        if schema.get("additionalProperties").is_some_and(Value::is_object) {
            self.other(&child(at, "additionalProperties"), "(other keys)".to_owned(), place);
        }
    }

    fn other(&mut self, at: &str, label: String, above: usize) {
        let value = self.value_below(above, "*");
        let place = self.place(at, label, value, Some(above));
        let never = (self.oracle.meets(at, &Value::Bool(true)) == Some(false)).then_some("no value satisfies it");
        self.feature(place, at, FeatureKind::OtherKey, "", never);
        self.look(at, place, &mut BTreeSet::new());
    }
}

/// The keys that a schema requires of every object: its own, and those of its parts.
fn required_by(bundle: &Bundle, at: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Some(Value::Object(schema)) = bundle.get(at) else {
        return found;
    };
    let own = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    found.extend(own.filter_map(Value::as_str).map(str::to_owned));
    // The bundle has bounded how many schemas look at one value in a row.
    if depth < 256 {
        let parts = list(schema, at, "allOf").into_iter();
        for part in parts.chain(bundle.follow(at).map(str::to_owned)) {
            found.extend(required_by(bundle, &part, depth + 1));
        }
    }
    found
}

fn list(schema: &Map<String, Value>, at: &str, keyword: &str) -> Vec<String> {
    let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).map(|index| item(&child(at, keyword), index)).collect()
}
