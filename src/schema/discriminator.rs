//! Discriminators: how OpenAPI says which branch of a union, or which extension of a component, an object follows.
//!
//! A `discriminator` names a key. In the schemas that it tells apart, the value under that key is one of the words that its
//! `mapping` has for the schema, or the schema's name. Validators know nothing of that, so the dialect as meant adds it to each
//! of the schemas. What the schemas themselves say of the key comes first: where it contradicts, validators
//! and generated code have followed the schema, and the schema is left as it is.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::discriminated::{Discriminated, Discriminators};
use super::document::Document;
use super::pointer::{child, item, split_last, unescape};
use super::refs;
use super::tag_words::{TagWords, Walk};

/// The most extensions that are followed, of all components and all that extend them in turn.
const MAX_EXTENSIONS: usize = 200_000;
/// The most words that are collected from all discriminators of a document; a union of very many branches may give each of them
/// very many words.
const MAX_WORDS: usize = 200_000;
/// References in a row lead somewhere before this, or nowhere.
const MOST_HOPS: usize = 16;
/// A component that stands for more extensions is left as it is.
const MOST_LISTED: usize = 64;
const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

/// What the discriminators of a document say.
pub(super) fn collect(document: &Document) -> Discriminators {
    let mut collector = Collector {
        document,
        walk: Walk::new(document),
        found: Discriminators::default(),
        room: MAX_WORDS,
        followed: 0,
    };
    let places = places(document.value());
    // A branch of a union may be an extension, which has its words already.
    collector.extensions(&places);
    for place in &places {
        for keyword in UNIONS {
            collector.union(place, keyword);
        }
    }
    collector.found
}

/// A `discriminator`, and the schema in which it stands.
struct Place<'d> {
    /// The JSON pointer of the schema.
    schema: String,
    members: &'d Map<String, Value>,
    property: &'d str,
    /// The JSON pointer of what names the property.
    property_at: String,
    mapping: Option<&'d Map<String, Value>>,
}

impl<'d> Place<'d> {
    fn new(schema: &str, members: &'d Map<String, Value>) -> Option<Place<'d>> {
        let at = child(schema, "discriminator");
        let (property, property_at, mapping) = match members.get("discriminator")? {
            // Swagger 2.0 names the property only.
            Value::String(name) => (name.as_str(), at, None),
            Value::Object(says) => (
                says.get("propertyName")?.as_str()?,
                child(&at, "propertyName"),
                says.get("mapping").and_then(Value::as_object),
            ),
            _ => return None,
        };
        Some(Place {
            schema: schema.to_owned(),
            members,
            property,
            property_at,
            mapping: mapping.filter(|mapping| !mapping.is_empty()),
        })
    }

    fn mapping_at(&self) -> String {
        format!("{}/discriminator/mapping", self.schema)
    }
}

/// All discriminators of a document, in the order of their pointers. Some may stand in examples, where nothing reads them.
fn places(document: &Value) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    let mut rest = vec![(String::new(), document)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Array(items) => {
                let below = items.iter().enumerate().filter(|(_, held)| is_holder(held));
                rest.extend(below.map(|(index, held)| (item(&at, index), held)));
            }
            Value::Object(members) => {
                found.extend(Place::new(&at, members));
                let below = members.iter().filter(|(_, held)| is_holder(held));
                rest.extend(below.map(|(key, held)| (child(&at, key), held)));
            }
            _ => {}
        }
    }
    found.sort_by(|a, b| a.schema.cmp(&b.schema));
    found
}

fn is_holder(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// The words of one schema.
struct Words {
    words: Vec<String>,
    /// The JSON pointer of what gives the first of them.
    at: String,
    /// They are the schema's name, which no mapping gives.
    is_name: bool,
}

struct Collector<'d> {
    document: &'d Document,
    walk: Walk<'d>,
    found: Discriminators,
    /// How many more words may be collected.
    room: usize,
    /// How many extensions were followed.
    followed: usize,
}

impl Collector<'_> {
    /// The branches of one union. Those that are no references have no name, and nothing is said of them.
    fn union(&mut self, place: &Place<'_>, keyword: &str) {
        let Some(Value::Array(list)) = place.members.get(keyword) else {
            return;
        };
        let at = child(&place.schema, keyword);
        let named = (0..list.len()).filter_map(|index| {
            let branch = item(&at, index);
            let target = self.target(&branch)?;
            Some((branch, target))
        });
        let named: Vec<(String, String)> = named.collect();
        let mapped = self.mapped(place);
        let ends: HashSet<String> = named.iter().map(|(_, target)| self.end(target)).collect();
        // A word that leads to a schema inside of a branch shows that the branch is not called by its own name.
        let has_others = mapped.keys().any(|end| !ends.contains(end));
        let mut said = Vec::new();
        for (branch, target) in named {
            let words = match mapped.get(&self.end(&target)) {
                Some(words) => Words {
                    words: words.clone(),
                    at: child(&place.mapping_at(), &words[0]),
                    is_name: false,
                },
                None if has_others => continue,
                None => match self.name(&target) {
                    Some(name) => Words {
                        words: vec![name],
                        at: child(&branch, "$ref"),
                        is_name: true,
                    },
                    None => continue,
                },
            };
            let own = self.own(&target, place.property);
            said.push((branch, words, own));
        }
        // One schema that has another word than its name shows that the document does not mean the names.
        let has_names = !said
            .iter()
            .any(|(_, words, own)| words.is_name && own.contradicts(&words.words));
        for (branch, words, own) in said {
            if has_names || !words.is_name {
                self.add(&branch, place, words, &own);
            }
        }
    }

    /// The components that extend, by `allOf`, one that has a discriminator. What is read as one of them may be an extension of it
    /// in turn, so it has their words as well.
    fn extensions(&mut self, places: &[Place<'_>]) {
        let is_component = |place: &&Place<'_>| {
            self.name(&place.schema).is_some() && !UNIONS.iter().any(|keyword| place.members.contains_key(*keyword))
        };
        let bases: Vec<&Place<'_>> = places.iter().filter(is_component).collect();
        if bases.is_empty() {
            return;
        }
        let extended = self.extended();
        for base in bases {
            let mapped = self.mapped(base);
            let mut listed = Vec::new();
            for (extension, reference) in self.below(&extended, &base.schema) {
                let further = self.below(&extended, extension);
                if self.followed >= MAX_EXTENSIONS {
                    return;
                }
                if mapped.contains_key(extension) {
                    listed.push(extension.to_owned());
                }
                let mut words = Words {
                    words: Vec::new(),
                    at: reference.to_owned(),
                    is_name: base.mapping.is_none(),
                };
                for schema in std::iter::once(extension).chain(further.into_keys()) {
                    match mapped.get(schema) {
                        Some(keys) => words.words.extend(keys.iter().cloned()),
                        // A mapping lists what it is about; what it does not list uses the component for its keys alone.
                        None if base.mapping.is_some() => {}
                        None => words.words.extend(self.name(schema)),
                    }
                }
                if let (Some(first), false) = (words.words.first(), words.is_name) {
                    words.at = child(&base.mapping_at(), first);
                }
                let own = self.own(extension, base.property);
                self.add(extension, base, words, &own);
            }
            // One that the mapping leads to is a value itself.
            let is_value = mapped.contains_key(&base.schema);
            if !is_value && (1..=MOST_LISTED).contains(&listed.len()) {
                self.found.extend(&base.schema, listed);
            }
        }
    }

    /// Which components refer to each component in their `allOf`, with the pointers of the references.
    fn extended(&self) -> HashMap<String, BTreeMap<String, String>> {
        let mut extended: HashMap<String, BTreeMap<String, String>> = HashMap::new();
        for (_, at) in self.document.components().iter() {
            let parts = self
                .document
                .value()
                .pointer(at)
                .and_then(|schema| schema.get("allOf")?.as_array());
            for index in 0..parts.map_or(0, Vec::len) {
                let part = item(&child(at, "allOf"), index);
                if let Some(target) = self.target(&part) {
                    let extensions = extended.entry(self.end(&target)).or_default();
                    extensions.entry(at.to_owned()).or_insert_with(|| child(&part, "$ref"));
                }
            }
        }
        extended
    }

    /// The words of a mapping, by the pointers of the schemas to which they lead.
    fn mapped(&self, place: &Place<'_>) -> BTreeMap<String, Vec<String>> {
        let mut mapped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (word, target) in place.mapping.into_iter().flatten() {
            let Some(text) = target.as_str() else { continue };
            let at = child(&place.mapping_at(), word);
            let target = match self.document.components().pointer(text) {
                Some(named) => named.to_owned(),
                // What leads nowhere leads to no branch either.
                None => refs::resolve(self.document, &at, text).unwrap_or(at),
            };
            mapped.entry(self.end(&target)).or_default().push(word.clone());
        }
        mapped
    }

    fn add(&mut self, schema: &str, place: &Place<'_>, words: Words, own: &TagWords) {
        if words.words.is_empty() || own.contradicts(&words.words) || words.words.len() > self.room {
            return;
        }
        let all: BTreeSet<String> = words.words.into_iter().filter(|word| own.allows(word)).collect();
        self.room -= all.len();
        let says = Discriminated {
            property: place.property.to_owned(),
            words: (own.words.as_ref() != Some(&all)).then(|| all.into_iter().collect()),
            adds_required: !own.is_required,
            property_at: place.property_at.clone(),
            words_at: words.at,
        };
        if says.words.is_some() || says.adds_required {
            self.found.add(schema, says);
        }
    }

    /// What a schema says of a key, and the discriminators of which it is an extension.
    fn own(&mut self, schema: &str, property: &str) -> TagWords {
        let end = self.end(schema);
        let mut own = self.walk.of(&end, property);
        if let Some(says) = self.found.word_list(&end, property) {
            own.is_required = true;
            if let Some(words) = &says.words {
                own = own.and(words.iter().cloned().collect());
            }
        }
        own
    }

    /// The pointer to which the schema at a pointer refers, if it refers to one.
    fn target(&self, at: &str) -> Option<String> {
        let members = self.document.value().pointer(at)?.as_object()?;
        refs::target(self.document, at, members)
    }

    /// The schema to which a row of references leads.
    fn end(&self, at: &str) -> String {
        let mut end = at.to_owned();
        for _ in 0..MOST_HOPS {
            let Some(target) = self.target(&end) else { break };
            end = target;
        }
        end
    }

    /// The name of the schema at a pointer, if it is one of the named schemas of a file.
    fn name(&self, at: &str) -> Option<String> {
        let (container, name) = split_last(at)?;
        let containers = self.document.kind().containers();
        let is_named = containers.iter().any(|one| container.ends_with(one));
        is_named.then(|| unescape(name).into_owned())
    }

    /// All that extend a component, directly or in turn, with the references by which they do.
    fn below<'e>(
        &mut self,
        extended: &'e HashMap<String, BTreeMap<String, String>>,
        base: &str,
    ) -> BTreeMap<&'e str, &'e str> {
        let mut found: BTreeMap<&str, &str> = BTreeMap::new();
        let mut rest = vec![base];
        while let Some(at) = rest.pop() {
            for (extension, reference) in extended.get(at).into_iter().flatten() {
                if extension != base && self.followed < MAX_EXTENSIONS && !found.contains_key(extension.as_str()) {
                    found.insert(extension, reference);
                    rest.push(extension);
                    self.followed += 1;
                }
            }
        }
        found
    }
}

#[cfg(test)]
#[path = "discriminator_tests.rs"]
mod tests;
