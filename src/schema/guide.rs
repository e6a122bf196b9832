//! What a component says of the places in a value: which keys it names, which strings it lists, and what it leaves open.

use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

use super::schema::Schema;

/// A component with more different places than this says nothing of the rest.
const MOST_STATES: usize = 20_000;

/// A place in a value, as far as a component speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The component describes it; only a [`Guide`] makes sense of the number.
    Expectations(u32),
    /// The component does not name it.
    Unnamed,
    /// The component leaves it to the sender: what is in a map of any values.
    Free,
}

/// The places of one component.
///
/// Where a union stands, a place is what all its branches say of it together.
#[derive(Debug)]
pub struct Guide {
    states: Vec<State>,
}

#[derive(Debug, Default)]
struct State {
    members: HashMap<String, u32>,
    additional: Option<u32>,
    items: Option<u32>,
    listed: Option<BTreeSet<String>>,
    /// Some branch takes any string.
    any_string: bool,
    /// It takes objects whose members it does not describe.
    open: bool,
}

impl Guide {
    /// Lays out the places of a component.
    pub fn new(schema: &Schema) -> Guide {
        let root = schema.json_schema();
        let mut builder = Builder {
            root,
            numbers: HashMap::new(),
            waiting: Vec::new(),
        };
        let start: Vec<&Value> = root.pointer(super::bundle::ROOT).into_iter().collect();
        builder.number(start);
        let mut states = Vec::new();
        while let Some(set) = builder.waiting.get(states.len()).cloned() {
            let state = builder.state(&set);
            states.push(state);
        }
        Guide { states }
    }

    /// The place of the whole value.
    pub fn root(&self) -> Place {
        Place::Expectations(0)
    }

    /// The place of a member of the object at `place`.
    pub fn member(&self, place: Place, key: &str) -> Place {
        let Some(state) = self.state(place) else { return place };
        match (state.members.get(key), state.additional) {
            (Some(member), _) => Place::Expectations(*member),
            (None, Some(additional)) => Place::Expectations(additional),
            (None, None) if self.is_map(place) => Place::Free,
            (None, None) => Place::Unnamed,
        }
    }

    /// The place of the items of the array at `place`.
    pub fn item(&self, place: Place) -> Place {
        match self.state(place) {
            None => place,
            Some(state) => match state.items {
                Some(items) => Place::Expectations(items),
                None if state.open => Place::Free,
                None => Place::Unnamed,
            },
        }
    }

    /// The keys that the component names at `place`.
    pub fn names(&self, place: Place) -> impl Iterator<Item = &str> {
        self.state(place)
            .into_iter()
            .flat_map(|state| state.members.keys().map(String::as_str))
    }

    /// Whether the component names this key at `place`.
    pub fn is_named(&self, place: Place, key: &str) -> bool {
        self.state(place).is_some_and(|state| state.members.contains_key(key))
    }

    /// Whether the keys of an object at `place` are the sender's own.
    pub fn is_map(&self, place: Place) -> bool {
        match self.state(place) {
            Some(state) => state.members.is_empty() && (state.open || state.additional.is_some()),
            None => place == Place::Free,
        }
    }

    /// Whether the component lists this string at `place`; `None` where it lists none, or takes any string too.
    pub fn lists(&self, place: Place, text: &str) -> Option<bool> {
        let state = self.state(place)?;
        let listed = state.listed.as_ref()?.contains(text);
        (listed || !state.any_string).then_some(listed)
    }

    fn state(&self, place: Place) -> Option<&State> {
        match place {
            Place::Expectations(number) => self.states.get(number as usize),
            Place::Unnamed | Place::Free => None,
        }
    }
}

struct Builder<'s> {
    root: &'s Value,
    /// Sets of schemas, each by where its members lie in memory.
    numbers: HashMap<Vec<usize>, u32>,
    waiting: Vec<Vec<&'s Map<String, Value>>>,
}

impl<'s> Builder<'s> {
    fn number(&mut self, schemas: Vec<&'s Value>) -> Option<u32> {
        let set = self.in_place(schemas);
        let key: Vec<usize> = set.iter().map(|schema| std::ptr::from_ref(*schema) as usize).collect();
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        let number = u32::try_from(self.waiting.len()).ok()?;
        if self.waiting.len() >= MOST_STATES {
            return None;
        }
        self.numbers.insert(key, number);
        self.waiting.push(set);
        Some(number)
    }

    /// The schemas, and all that look at the same value, each once.
    fn in_place(&self, mut rest: Vec<&'s Value>) -> Vec<&'s Map<String, Value>> {
        let mut found: Vec<(usize, &Map<String, Value>)> = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some(schema) = rest.pop() {
            let Value::Object(schema) = schema else { continue };
            let at = std::ptr::from_ref(schema) as usize;
            if !seen.insert(at) {
                continue;
            }
            found.push((at, schema));
            if let Some(Value::String(reference)) = schema.get("$ref") {
                rest.extend(reference.strip_prefix('#').and_then(|at| self.root.pointer(at)));
            }
            for keyword in ["allOf", "anyOf", "oneOf"] {
                rest.extend(schema.get(keyword).and_then(Value::as_array).into_iter().flatten());
            }
            rest.extend(["if", "then", "else"].iter().filter_map(|keyword| schema.get(*keyword)));
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, schema)| schema).collect()
    }

    fn state(&mut self, set: &[&'s Map<String, Value>]) -> State {
        let mut state = State::default();
        let mut members: HashMap<&str, Vec<&Value>> = HashMap::new();
        let (mut additional, mut items) = (Vec::new(), Vec::new());
        for schema in set {
            for (key, member) in schema
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                members.entry(key).or_default().push(member);
            }
            let patterns = schema.get("patternProperties").and_then(Value::as_object);
            additional.extend(patterns.into_iter().flat_map(Map::values));
            match schema.get("additionalProperties") {
                Some(any @ Value::Object(schema)) if !schema.is_empty() => additional.push(any),
                Some(Value::Object(_) | Value::Bool(true)) => state.open = true,
                _ => {}
            }
            items.extend(schema.get("items"));
            items.extend(
                schema
                    .get("prefixItems")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten(),
            );
            let strings = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
            let strings = strings.chain(schema.get("const")).filter_map(Value::as_str);
            let mut listed: BTreeSet<String> = strings.map(str::to_owned).collect();
            let lists = schema.contains_key("enum") || schema.contains_key("const");
            if !listed.is_empty() {
                state.listed.get_or_insert_default().append(&mut listed);
            }
            let takes = |kind: &str| match schema.get("type") {
                Some(Value::String(one)) => one == kind,
                Some(Value::Array(several)) => several.iter().any(|one| one == kind),
                _ => false,
            };
            state.any_string |= takes("string") && !lists;
            let describes = [
                "properties",
                "patternProperties",
                "additionalProperties",
                "$ref",
                "allOf",
                "anyOf",
                "oneOf",
            ];
            state.open |= takes("object") && !describes.iter().any(|keyword| schema.contains_key(*keyword));
            state.open |= schema.is_empty();
        }
        let mut members: Vec<_> = members.into_iter().collect();
        members.sort_unstable_by_key(|(key, _)| *key);
        for (key, schemas) in members {
            if let Some(number) = self.number(schemas) {
                state.members.insert(key.to_owned(), number);
            }
        }
        state.additional = (!additional.is_empty()).then(|| self.number(additional)).flatten();
        state.items = (!items.is_empty()).then(|| self.number(items)).flatten();
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};

    fn guide(schema: &str) -> Guide {
        let document = Document::parse("t", format!("{{\"$defs\": {{\"T\": {schema}}}}}").as_bytes()).unwrap();
        Guide::new(&Spec::new(document, Dialect::AsMeant).component("T").unwrap())
    }

    #[test]
    fn branches_speak_together_and_maps_are_free() {
        let guide = guide(
            r##"{"type": "object", "properties": {
                "tools": {"type": "array", "items": {"anyOf": [
                    {"type": "object", "properties": {"type": {"enum": ["a"]}}},
                    {"type": "object", "properties": {"type": {"const": "b"}, "next": {"$ref": "#/$defs/T"}}}]}},
                "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
                "parameters": {"type": "object", "additionalProperties": true},
                "model": {"anyOf": [{"type": "string"}, {"enum": ["m"], "type": "string"}]}}}"##,
        );
        let tool = guide.item(guide.member(guide.root(), "tools"));
        let kind = guide.member(tool, "type");
        assert_eq!(
            (guide.lists(kind, "a"), guide.lists(kind, "b"), guide.lists(kind, "c")),
            (Some(true), Some(true), Some(false))
        );
        let again = guide.member(guide.member(tool, "next"), "model");
        assert_eq!((guide.lists(again, "m"), guide.lists(again, "x")), (Some(true), None));
        assert!(guide.is_map(guide.member(guide.root(), "metadata")));
        let parameters = guide.member(guide.root(), "parameters");
        assert_eq!(guide.member(parameters, "x"), Place::Free);
        assert_eq!(guide.member(guide.root(), "x"), Place::Unnamed);
        assert!(guide.is_named(guide.root(), "tools") && !guide.is_map(guide.root()));
    }
}
