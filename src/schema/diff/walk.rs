//! Two schemas side by side.

use super::super::bundle::ROOT;
use super::super::keyword::{holds, is_assertion};
use super::super::pointer::{child, item};
use super::super::schema::Schema;
use super::side::{Side, published, rename, types};
use super::{Answer, Change, ChangeKind, document};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Adds what changed in a component; what is known from another one gets a further place.
pub(super) fn changes(found: &mut Vec<Change>, component: &str, old: &Schema, new: &Schema) {
    let mut definitions = Map::new();
    let sides = [(old, "old"), (new, "new")].map(|(schema, prefix)| {
        let mut bundle = schema.json_schema().clone();
        rename(&mut bundle, prefix);
        let units = bundle.get("$defs").and_then(Value::as_object).into_iter().flatten();
        definitions.extend(units.map(|(name, unit)| (format!("{prefix}{name}"), unit.clone())));
        Side {
            bundle: schema.bundle(),
            renamed: bundle,
        }
    });
    let [old, new] = sides;
    let mut walk = Walk {
        old,
        new,
        definitions,
        component,
        met: HashSet::new(),
        found,
    };
    walk.compare(ROOT, ROOT, "");
}

struct Walk<'w> {
    old: Side<'w>,
    new: Side<'w>,
    definitions: Map<String, Value>,
    component: &'w str,
    met: HashSet<(String, String)>,
    found: &'w mut Vec<Change>,
}

/// The schemas that are compared, and the place of their values.
#[derive(Clone, Copy)]
struct Here<'h> {
    old: &'h str,
    new: &'h str,
    place: &'h str,
}

impl Walk<'_> {
    /// Recursion follows the schemas of both documents, each pair once; what nests without end is met again.
    fn compare(&mut self, old: &str, new: &str, place: &str) {
        let (before, after) = (self.old.resolve(old), self.new.resolve(new));
        if before.null != after.null && self.met.insert((format!("null {old}"), new.to_owned())) {
            let what = if after.null {
                "null is allowed"
            } else {
                "null is no longer allowed"
            };
            let whole = Here { old, new, place };
            self.add(whole, ChangeKind::Null, what.to_owned(), None, self.new.schema(new));
        }
        if !self.met.insert((before.at.clone(), after.at.clone())) {
            return;
        }
        let here = Here {
            old: &before.at,
            new: &after.at,
            place,
        };
        // What became one branch of several, or the only one that is left, is compared with that branch.
        match (self.old.union(&before.at), self.new.union(&after.at)) {
            (None, Some((keyword, branches))) => self.matched(here, keyword, vec![before.entry.clone()], branches),
            (Some((keyword, branches)), None) => self.matched(here, keyword, branches, vec![after.entry.clone()]),
            _ => self.keywords(here),
        }
    }

    fn keywords(&mut self, here: Here<'_>) {
        let (before, after) = (self.old.schema(here.old), self.new.schema(here.new));
        let (Value::Object(before), Value::Object(after)) = (&before, &after) else {
            if before != after {
                self.add(
                    here,
                    ChangeKind::Keyword,
                    format!("{before} became {after}"),
                    None,
                    after,
                );
            }
            return;
        };
        let keywords: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for keyword in keywords {
            match keyword.as_str() {
                "type" => self.types(here, before, after),
                "enum" => self.members(here, before, after),
                "required" => self.required(here, before, after),
                "properties" => self.properties(here, before, after),
                "patternProperties" | "dependentSchemas" => self.map(here, keyword, before, after),
                "anyOf" | "oneOf" | "allOf" => self.branches(here, keyword, before, after),
                "prefixItems" => self.list(here, keyword, before, after),
                "items" | "additionalProperties" => self.held(here, keyword, before, after),
                "$ref" => self.reference(here, after),
                _ if is_assertion(keyword) || holds(keyword).is_some() => self.keyword(here, keyword, after),
                _ => {}
            }
        }
    }

    fn add(&mut self, here: Here<'_>, kind: ChangeKind, what: String, key: Option<&str>, after: Value) {
        let before = self.old.schema(here.old);
        self.add_both(here, kind, what, key, (before, after));
    }

    fn add_both(
        &mut self,
        here: Here<'_>,
        kind: ChangeKind,
        what: String,
        key: Option<&str>,
        (before, after): (Value, Value),
    ) {
        let (old_pointer, new_pointer) = (self.old.bundle.published(here.old), self.new.bundle.published(here.new));
        let place = (self.component.to_owned(), here.place.to_owned());
        let known = self.found.iter_mut().find(|change| {
            change.kind == kind
                && change.what == what
                && change.old_pointer == old_pointer
                && change.new_pointer == new_pointer
        });
        if let Some(change) = known {
            if !change.places.contains(&place) {
                change.places.push(place);
            }
            return;
        }
        self.found.push(Change {
            kind,
            what,
            places: vec![place],
            key: key.map(str::to_owned),
            old_pointer,
            new_pointer,
            wider: Answer::Unknown,
            narrower: Answer::Unknown,
            before: document(&before, &self.definitions),
            after: document(&after, &self.definitions),
        });
    }

    /// The old schema with one keyword as it should be.
    fn with(&self, here: Here<'_>, keyword: &str, value: Option<Value>) -> Value {
        let mut schema = self.old.object(here.old).cloned().unwrap_or_default();
        match value {
            Some(value) => schema.insert(keyword.to_owned(), value),
            None => schema.remove(keyword),
        };
        Value::Object(schema)
    }

    fn types(&mut self, here: Here<'_>, before: &Map<String, Value>, after: &Map<String, Value>) {
        let without_null = |schema| {
            let mut types = types(schema);
            types.remove("null");
            types
        };
        let (had, has) = (without_null(before), without_null(after));
        if had == has {
            return;
        }
        let words = |types: &BTreeSet<String>| match types.is_empty() {
            true => "any".to_owned(),
            false => types.iter().cloned().collect::<Vec<_>>().join(" or "),
        };
        let mut target = has.clone();
        // Whether null is allowed is a change of its own.
        if types(before).contains("null") && !has.is_empty() {
            target.insert("null".to_owned());
        }
        let value = (!target.is_empty()).then(|| json!(target));
        let changed = self.with(here, "type", value);
        let what = format!("type {} became {}", words(&had), words(&has));
        self.add(here, ChangeKind::Type, what, None, changed);
    }

    fn members(&mut self, here: Here<'_>, before: &Map<String, Value>, after: &Map<String, Value>) {
        let list = |schema: &Map<String, Value>| schema.get("enum").and_then(Value::as_array).cloned();
        let (had, has) = match (list(before), list(after)) {
            (Some(had), Some(has)) => (had, has),
            (had, has) => {
                let what = if has.is_some() {
                    "values are listed"
                } else {
                    "values are no longer listed"
                };
                let changed = self.with(
                    here,
                    "enum",
                    has.or(had.filter(|_| after.contains_key("enum"))).map(Value::Array),
                );
                return self.add(here, ChangeKind::Enum, what.to_owned(), None, changed);
            }
        };
        let null_changed = types(before).contains("null") != types(after).contains("null");
        let counts = |member: &&Value| !(member.is_null() && null_changed);
        for added in has.iter().filter(|member| !had.contains(member)).filter(counts) {
            let longer: Vec<&Value> = had.iter().chain([added]).collect();
            let changed = self.with(here, "enum", Some(json!(longer)));
            self.add(
                here,
                ChangeKind::Enum,
                format!("value {added} was added"),
                None,
                changed,
            );
        }
        for removed in had.iter().filter(|member| !has.contains(member)).filter(counts) {
            let shorter: Vec<&Value> = had.iter().filter(|member| *member != removed).collect();
            let changed = self.with(here, "enum", Some(json!(shorter)));
            self.add(
                here,
                ChangeKind::Enum,
                format!("value {removed} was removed"),
                None,
                changed,
            );
        }
    }

    fn required(&mut self, here: Here<'_>, before: &Map<String, Value>, after: &Map<String, Value>) {
        let list = |schema: &Map<String, Value>| -> BTreeSet<String> {
            let names = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            names.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let (had, has) = (list(before), list(after));
        for key in had.symmetric_difference(&has) {
            let mut names = had.clone();
            let what = match names.remove(key) {
                true => format!("the key `{key}` is no longer required"),
                false => {
                    names.insert(key.clone());
                    format!("the key `{key}` is required")
                }
            };
            let changed = self.with(here, "required", Some(json!(names)));
            self.add(here, ChangeKind::Required, what, Some(key), changed);
        }
    }

    fn properties(&mut self, here: Here<'_>, before: &Map<String, Value>, after: &Map<String, Value>) {
        let map = |schema: &Map<String, Value>| -> Map<String, Value> {
            schema
                .get("properties")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default()
        };
        let (had, has) = (map(before), map(after));
        let keys: BTreeSet<&String> = had.keys().chain(has.keys()).collect();
        for key in keys {
            let below = |at: &str| child(&child(at, "properties"), key);
            match (had.get(key), has.get(key)) {
                (Some(_), Some(_)) => {
                    self.compare(&below(here.old), &below(here.new), &child(here.place, key));
                }
                (None, Some(schema)) => {
                    let mut more = had.clone();
                    more.insert(key.clone(), schema.clone());
                    let changed = self.with(here, "properties", Some(Value::Object(more)));
                    self.add(
                        here,
                        ChangeKind::Property,
                        format!("the key `{key}` was added"),
                        Some(key),
                        changed,
                    );
                }
                _ => {
                    let mut less = had.clone();
                    less.remove(key);
                    let changed = self.with(here, "properties", Some(Value::Object(less)));
                    self.add(
                        here,
                        ChangeKind::Property,
                        format!("the key `{key}` was removed"),
                        Some(key),
                        changed,
                    );
                }
            }
        }
    }

    /// Schemas by names, other than those of properties.
    fn map(&mut self, here: Here<'_>, keyword: &str, before: &Map<String, Value>, after: &Map<String, Value>) {
        let keys = |schema: &Map<String, Value>| -> BTreeSet<String> {
            let map = schema.get(keyword).and_then(Value::as_object);
            map.map(|map| map.keys().cloned().collect()).unwrap_or_default()
        };
        if keys(before) != keys(after) {
            return self.keyword(here, keyword, after);
        }
        for key in keys(before) {
            let place = match keyword {
                "patternProperties" => child(here.place, "*"),
                _ => here.place.to_owned(),
            };
            let below = |at: &str| child(&child(at, keyword), &key);
            self.compare(&below(here.old), &below(here.new), &place);
        }
    }

    fn list(&mut self, here: Here<'_>, keyword: &str, before: &Map<String, Value>, after: &Map<String, Value>) {
        let length = |schema: &Map<String, Value>| schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        if length(before) != length(after) {
            return self.keyword(here, keyword, after);
        }
        for index in 0..length(before) {
            let below = |at: &str| item(&child(at, keyword), index);
            self.compare(&below(here.old), &below(here.new), &item(here.place, index));
        }
    }

    fn held(&mut self, here: Here<'_>, keyword: &str, before: &Map<String, Value>, after: &Map<String, Value>) {
        match (before.get(keyword), after.get(keyword)) {
            (Some(Value::Object(_)), Some(Value::Object(_))) => {
                let place = child(here.place, "*");
                self.compare(&child(here.old, keyword), &child(here.new, keyword), &place);
            }
            _ => self.keyword(here, keyword, after),
        }
    }

    fn reference(&mut self, here: Here<'_>, after: &Map<String, Value>) {
        let follow = |side: &Side<'_>, at: &str| side.bundle.follow(at).map(str::to_owned);
        match (follow(&self.old, here.old), follow(&self.new, here.new)) {
            (Some(old), Some(new)) => self.compare(&old, &new, here.place),
            _ => self.keyword(here, "$ref", after),
        }
    }

    fn branches(&mut self, here: Here<'_>, keyword: &str, before: &Map<String, Value>, after: &Map<String, Value>) {
        if !before.contains_key(keyword) || !after.contains_key(keyword) {
            return self.keyword(here, keyword, after);
        }
        let (old, new) = (
            self.old.branches(here.old, keyword),
            self.new.branches(here.new, keyword),
        );
        self.matched(here, keyword, old, new);
    }

    /// Branches, matched by what tells them from one another.
    fn matched(&mut self, here: Here<'_>, keyword: &str, old: Vec<String>, new: Vec<String>) {
        let labelled = |side: &Side<'_>, branches: &[String]| {
            let mut labels: BTreeMap<(String, usize), (String, bool)> = BTreeMap::new();
            for branch in branches {
                let (label, sure) = side.label(branch);
                let number = labels.keys().filter(|(other, _)| *other == label).count();
                labels.insert((label, number), (branch.clone(), sure));
            }
            labels
        };
        let (mut had, mut has) = (labelled(&self.old, &old), labelled(&self.new, &new));
        // Where nothing but its type tells what a branch is, one that is gone became one that has come.
        type Labels = BTreeMap<(String, usize), (String, bool)>;
        let unsure = |here: &Labels, there: &Labels| -> Vec<(String, usize)> {
            let here = here
                .iter()
                .filter(|(label, (_, sure))| !sure && !there.contains_key(*label));
            here.map(|(label, _)| label.clone()).collect()
        };
        let (gone, come) = (unsure(&had, &has), unsure(&has, &had));
        if gone.len() == come.len() {
            for (gone, come) in gone.iter().zip(&come) {
                if let (Some((old, _)), Some((new, _))) = (had.remove(gone), has.remove(come)) {
                    self.compare(&old, &new, here.place);
                }
            }
        }
        let (had, has): (BTreeMap<_, _>, BTreeMap<_, _>) = (
            had.into_iter().map(|(label, (branch, _))| (label, branch)).collect(),
            has.into_iter().map(|(label, (branch, _))| (label, branch)).collect(),
        );
        let labels: BTreeSet<_> = had.keys().chain(has.keys()).collect();
        let word = if keyword == "allOf" { "part" } else { "branch" };
        for label in labels {
            let kept = |without: Option<&String>| -> Vec<Value> {
                let kept = old.iter().filter(|branch| Some(*branch) != without);
                kept.map(|branch| self.old.schema(branch)).collect()
            };
            match (had.get(label), has.get(label)) {
                (Some(old), Some(new)) => self.compare(old, new, here.place),
                (None, Some(new)) => {
                    let mut more = kept(None);
                    more.push(self.new.schema(new));
                    let (before, after) = (self.of(here, keyword, kept(None)), self.of(here, keyword, more));
                    let what = format!("{word} {} of {keyword} was added", label.0);
                    self.add_both(here, ChangeKind::Branch, what, None, (before, after));
                }
                (Some(old), None) => {
                    let (before, after) = (
                        self.of(here, keyword, kept(None)),
                        self.of(here, keyword, kept(Some(old))),
                    );
                    let what = format!("{word} {} of {keyword} was removed", label.0);
                    self.add_both(here, ChangeKind::Branch, what, None, (before, after));
                }
                (None, None) => {}
            }
        }
    }

    /// The old schema with these branches; what was no union becomes one.
    fn of(&self, here: Here<'_>, keyword: &str, branches: Vec<Value>) -> Value {
        let is_union = self
            .old
            .object(here.old)
            .is_some_and(|schema| schema.contains_key(keyword));
        match (branches.is_empty(), is_union) {
            // No branch at all would be no JSON Schema.
            (true, _) => Value::Bool(keyword == "allOf"),
            (false, true) => self.with(here, keyword, Some(Value::Array(branches))),
            (false, false) => json!({keyword: branches}),
        }
    }

    /// A keyword that is looked at as a whole.
    fn keyword(&mut self, here: Here<'_>, keyword: &str, after: &Map<String, Value>) {
        // References differ in their names alone.
        let plain = |side: &Side<'_>, at: &str| {
            let value = side.bundle.get(at).and_then(|schema| schema.get(keyword))?;
            Some(published(side.bundle, value))
        };
        let (had, has) = (plain(&self.old, here.old), plain(&self.new, here.new));
        if had == has {
            return;
        }
        let shown = |value: &Value| crate::finding::shortened(value.to_string());
        let what = match (&had, &has) {
            (Some(had), Some(has)) if is_assertion(keyword) => {
                format!("`{keyword}` {} became {}", shown(had), shown(has))
            }
            (Some(_), Some(_)) => format!("`{keyword}` changed"),
            (Some(had), None) => format!("`{keyword}` {} was removed", shown(had)),
            (_, has) => format!("`{keyword}` {} was added", has.as_ref().map(shown).unwrap_or_default()),
        };
        let has = after.get(keyword);
        let changed = self.with(here, keyword, has.cloned());
        self.add(here, ChangeKind::Keyword, what, None, changed);
    }
}
