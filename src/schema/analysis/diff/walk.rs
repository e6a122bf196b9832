//! Two schemas side by side.

use super::algebra::Answer;
use super::change::{Change, ChangeKind, Definitions, reaching};
use super::changes::Changes;
use super::side::{Side, constrains, published, rename};
use crate::schema::Schema;
use crate::schema::ir::{JsonType, SchemaId, SchemaNode};
use crate::schema::keyword::is_assertion;
use crate::schema::pointer::{child, item};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Adds what changed in a component; what is known from another one gets a further place.
pub(super) fn changes(found: &mut Changes, component: &str, old: &Schema, new: &Schema) {
    let mut definitions = Definitions::new();
    let sides = [(old, "old"), (new, "new")].map(|(schema, prefix)| {
        let mut bundle = schema.json_schema().clone();
        rename(&mut bundle, prefix);
        let units = bundle.get("$defs").and_then(Value::as_object).into_iter().flatten();
        definitions.extend(units.map(|(name, unit)| (format!("{prefix}{name}"), Arc::new(unit.clone()))));
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
        null_met: HashSet::new(),
        found,
    };
    walk.compare(walk.old.bundle.root(), walk.new.bundle.root(), "");
}

struct Walk<'w> {
    old: Side<'w>,
    new: Side<'w>,
    definitions: Definitions,
    component: &'w str,
    met: HashSet<(SchemaId, SchemaId)>,
    /// The pairs of which it was said that only one of them allows null.
    null_met: HashSet<(SchemaId, SchemaId)>,
    found: &'w mut Changes,
}

/// The schemas that are compared, and the place of their values.
#[derive(Clone, Copy)]
struct Here<'h> {
    old: SchemaId,
    new: SchemaId,
    place: &'h str,
}

impl Walk<'_> {
    /// Recursion follows the schemas of both documents, each pair once; what nests without end is met again.
    fn compare(&mut self, old: SchemaId, new: SchemaId, place: &str) {
        let (before, after) = (self.old.resolve(old), self.new.resolve(new));
        if before.null != after.null && self.null_met.insert((old, new)) {
            let what = if after.null {
                "null is allowed"
            } else {
                "null is no longer allowed"
            };
            let whole = Here { old, new, place };
            self.add(whole, ChangeKind::Null, what.to_owned(), None, self.new.schema(new));
        }
        if self.found.cut_off.is_some() || !self.met.insert((before.at, after.at)) {
            return;
        }
        let here = Here {
            old: before.at,
            new: after.at,
            place,
        };
        // What became one branch of several, or the only one that is left, is compared with that branch.
        match (self.old.union(before.at), self.new.union(after.at)) {
            (None, Some((keyword, branches))) => self.matched(here, keyword, vec![before.entry], branches),
            (Some((keyword, branches)), None) => self.matched(here, keyword, branches, vec![after.entry]),
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
                "type" => self.types(here),
                "enum" => self.members(here),
                "required" => self.required(here),
                "properties" => self.properties(here),
                "patternProperties" | "dependentSchemas" => self.map(here, keyword, after),
                "anyOf" | "oneOf" | "allOf" => self.branches(here, keyword, after),
                "prefixItems" => self.list(here, keyword, after),
                "items" | "additionalProperties" => self.held(here, keyword, after),
                "$ref" => self.reference(here, after),
                _ if constrains(keyword) => self.keyword(here, keyword, after),
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
        let (old_pointer, new_pointer) = (
            self.old.bundle.published_of(here.old),
            self.new.bundle.published_of(here.new),
        );
        let place = (self.component.to_owned(), here.place.to_owned());
        let identity = (kind, what, old_pointer, new_pointer);
        if self.found.is_known(&identity, &place) {
            return;
        }
        if self.found.cut_off.is_some() {
            return;
        }
        let shares = (&self.found.steps, &self.found.bytes);
        let reaching = |schema| reaching(schema, &self.definitions, shares);
        let (Some(before), Some(after)) = (reaching(before), reaching(after)) else {
            return self.found.cut(self.component, here.place);
        };
        let (kind, what, old_pointer, new_pointer) = identity;
        self.found.add(Change {
            kind,
            what,
            places: vec![place],
            key: key.map(str::to_owned),
            old_pointer,
            new_pointer,
            wider: Answer::Unknown,
            narrower: Answer::Unknown,
            before,
            after,
        });
    }

    /// Takes steps for work at a place, and returns whether there were so many.
    fn spend(&mut self, here: Here<'_>, steps: usize) -> bool {
        self.found.spend(steps, self.component, here.place)
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

    fn types(&mut self, here: Here<'_>) {
        let (before, after) = (self.old.node(here.old), self.new.node(here.new));
        let without_null = |node: &SchemaNode| -> BTreeSet<&str> {
            let named = node.types.iter().flatten().map(|name| name.name());
            named.filter(|name| *name != "null").collect()
        };
        let (had, has) = (without_null(before), without_null(after));
        if had == has {
            return;
        }
        let words = |types: &BTreeSet<&str>| match types.is_empty() {
            true => "any".to_owned(),
            false => types.iter().copied().collect::<Vec<_>>().join(" or "),
        };
        let mut target = has.clone();
        // Whether null is allowed is a change of its own.
        if before.has_type(JsonType::Null) && !has.is_empty() {
            target.insert("null");
        }
        let value = (!target.is_empty()).then(|| json!(target));
        let changed = self.with(here, "type", value);
        let what = format!("type {} became {}", words(&had), words(&has));
        self.add(here, ChangeKind::Type, what, None, changed);
    }

    fn members(&mut self, here: Here<'_>) {
        let (before, after) = (self.old.node(here.old), self.new.node(here.new));
        let (Some(had), Some(has)) = (before.listed.clone(), after.listed.clone()) else {
            let what = match &after.listed {
                Some(_) => "values are listed",
                None => "values are no longer listed",
            };
            let changed = self.with(here, "enum", after.listed.as_ref().map(|listed| json!(listed)));
            return self.add(here, ChangeKind::Enum, what.to_owned(), None, changed);
        };
        let null_changed = before.has_type(JsonType::Null) != after.has_type(JsonType::Null);
        let counts = |member: &&Value| !(member.is_null() && null_changed);
        let texts = |listed: &[Value]| -> HashSet<String> { listed.iter().map(Value::to_string).collect() };
        let (in_had, in_has) = (texts(&had), texts(&has));
        let is_added = |member: &&Value| !in_had.contains(&member.to_string());
        for added in has.iter().filter(is_added).filter(counts) {
            if !self.spend(here, had.len()) {
                return;
            }
            let longer: Vec<&Value> = had.iter().chain([added]).collect();
            let changed = self.with(here, "enum", Some(json!(longer)));
            let what = format!("value {added} was added");
            self.add(here, ChangeKind::Enum, what, None, changed);
        }
        let is_removed = |member: &&Value| !in_has.contains(&member.to_string());
        for removed in had.iter().filter(is_removed).filter(counts) {
            if !self.spend(here, had.len()) {
                return;
            }
            let shorter: Vec<&Value> = had.iter().filter(|member| *member != removed).collect();
            let changed = self.with(here, "enum", Some(json!(shorter)));
            let what = format!("value {removed} was removed");
            self.add(here, ChangeKind::Enum, what, None, changed);
        }
    }

    fn required(&mut self, here: Here<'_>) {
        let list =
            |node: &SchemaNode| -> BTreeSet<String> { node.required().iter().map(|key| key.to_string()).collect() };
        let (had, has) = (list(self.old.node(here.old)), list(self.new.node(here.new)));
        for key in had.symmetric_difference(&has) {
            if !self.spend(here, had.len()) {
                return;
            }
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

    fn properties(&mut self, here: Here<'_>) {
        let had = self.old.node(here.old).properties().to_vec();
        let has = self.new.node(here.new).properties().to_vec();
        let keys: BTreeSet<&str> = had.iter().chain(&has).map(|(key, _)| &**key).collect();
        let written = |side: &Side<'_>, properties: &[(Box<str>, SchemaId)]| -> Map<String, Value> {
            let schemas = properties
                .iter()
                .map(|(key, schema)| (key.to_string(), side.schema(*schema)));
            schemas.collect()
        };
        let before = written(&self.old, &had);
        for key in keys {
            match (
                self.old.node(here.old).property(key),
                self.new.node(here.new).property(key),
            ) {
                (Some(old), Some(new)) => self.compare(old, new, &child(here.place, key)),
                _ if !self.spend(here, before.len()) => return,
                (None, Some(added)) => {
                    let mut more = before.clone();
                    more.insert(key.to_owned(), self.new.schema(added));
                    let changed = self.with(here, "properties", Some(Value::Object(more)));
                    let what = format!("the key `{key}` was added");
                    self.add(here, ChangeKind::Property, what, Some(key), changed);
                }
                _ => {
                    let mut less = before.clone();
                    less.remove(key);
                    let changed = self.with(here, "properties", Some(Value::Object(less)));
                    let what = format!("the key `{key}` was removed");
                    self.add(here, ChangeKind::Property, what, Some(key), changed);
                }
            }
        }
    }

    /// Schemas by names, other than those of properties.
    fn map(&mut self, here: Here<'_>, keyword: &str, after: &Map<String, Value>) {
        let had = self.old.node(here.old).map(keyword).to_vec();
        let has = self.new.node(here.new).map(keyword).to_vec();
        if !had.iter().map(|(key, _)| key).eq(has.iter().map(|(key, _)| key)) {
            return self.keyword(here, keyword, after);
        }
        let place = match keyword {
            "patternProperties" => child(here.place, "*"),
            _ => here.place.to_owned(),
        };
        for ((_, old), (_, new)) in had.iter().zip(&has) {
            self.compare(*old, *new, &place);
        }
    }

    fn list(&mut self, here: Here<'_>, keyword: &str, after: &Map<String, Value>) {
        let had = self.old.node(here.old).list(keyword).to_vec();
        let has = self.new.node(here.new).list(keyword).to_vec();
        if had.len() != has.len() {
            return self.keyword(here, keyword, after);
        }
        for (index, (old, new)) in had.into_iter().zip(has).enumerate() {
            self.compare(old, new, &item(here.place, index));
        }
    }

    fn held(&mut self, here: Here<'_>, keyword: &str, after: &Map<String, Value>) {
        let object = |side: &Side<'_>, at: SchemaId| {
            let held = side.node(at).alone(keyword);
            held.filter(|held| side.node(*held).boolean.is_none())
        };
        match (object(&self.old, here.old), object(&self.new, here.new)) {
            (Some(old), Some(new)) => self.compare(old, new, &child(here.place, "*")),
            _ => self.keyword(here, keyword, after),
        }
    }

    fn reference(&mut self, here: Here<'_>, after: &Map<String, Value>) {
        match (self.old.node(here.old).reference, self.new.node(here.new).reference) {
            (Some(old), Some(new)) => self.compare(old, new, here.place),
            _ => self.keyword(here, "$ref", after),
        }
    }

    fn branches(&mut self, here: Here<'_>, keyword: &str, after: &Map<String, Value>) {
        if self.old.node(here.old).list(keyword).is_empty() || self.new.node(here.new).list(keyword).is_empty() {
            return self.keyword(here, keyword, after);
        }
        let (old, new) = (
            self.old.branches(here.old, keyword),
            self.new.branches(here.new, keyword),
        );
        self.matched(here, keyword, old, new);
    }

    /// Branches, matched by what tells them from one another.
    fn matched(&mut self, here: Here<'_>, keyword: &str, old: Vec<SchemaId>, new: Vec<SchemaId>) {
        let labelled = |side: &Side<'_>, branches: &[SchemaId]| {
            let mut labels: BTreeMap<(String, usize), (SchemaId, bool)> = BTreeMap::new();
            let mut counts: HashMap<String, usize> = HashMap::new();
            for branch in branches {
                let (label, sure) = side.label(*branch);
                let count = counts.entry(label.clone()).or_default();
                labels.insert((label, *count), (*branch, sure));
                *count += 1;
            }
            labels
        };
        let (mut had, mut has) = (labelled(&self.old, &old), labelled(&self.new, &new));
        // Where nothing but its type tells what a branch is, one that is gone became one that has come.
        type Labels = BTreeMap<(String, usize), (SchemaId, bool)>;
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
                    self.compare(old, new, here.place);
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
            let (was, is) = (had.get(label), has.get(label));
            if let (Some(old), Some(new)) = (was, is) {
                self.compare(*old, *new, here.place);
                continue;
            }
            if !self.spend(here, old.len()) {
                return;
            }
            let kept = |without: Option<SchemaId>| -> Vec<Value> {
                let kept = old.iter().filter(|branch| Some(**branch) != without);
                kept.map(|branch| self.old.schema(*branch)).collect()
            };
            let mut changed = kept(was.copied());
            changed.extend(is.map(|new| self.new.schema(*new)));
            let (before, after) = (self.of(here, keyword, kept(None)), self.of(here, keyword, changed));
            let word_of_change = if is.is_some() { "added" } else { "removed" };
            let what = format!("{word} {} of {keyword} was {word_of_change}", label.0);
            self.add_both(here, ChangeKind::Branch, what, None, (before, after));
        }
    }

    /// The old schema with these branches; what was no union becomes one.
    fn of(&self, here: Here<'_>, keyword: &str, branches: Vec<Value>) -> Value {
        let is_union = !self.old.node(here.old).list(keyword).is_empty();
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
        let plain = |side: &Side<'_>, at: SchemaId| {
            let value = side.bundle.json(at).and_then(|schema| schema.get(keyword))?;
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
