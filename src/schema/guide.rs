//! What a component says of the places in a value: which keys it names, which strings it lists, and what it leaves open.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::bundle::Bundle;
use super::ir::{JsonType, SchemaGraph, SchemaId, SchemaNode};
use crate::pointer::Pointer;

/// A component with more different places than this says nothing of the rest.
const MAX_STATES: usize = 20_000;

/// Nor does one whose places have more members than this, all together.
const MAX_MEMBERS: usize = 250_000;

/// So many levels of what places hold are compared.
const ROUNDS: usize = 8;

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
#[derive(Debug, Default)]
pub struct Guide {
    states: Vec<State>,
    /// For each state, the first one that describes the same: it differs in references only, or in where it stands.
    alike: Vec<usize>,
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

/// What a state says: its members, other members and items by the first states like them, and what strings and members it takes.
type Description<'s> = (
    BTreeMap<&'s str, usize>,
    [Option<usize>; 2],
    Option<&'s BTreeSet<String>>,
    [bool; 2],
);

/// For each state, the first one of the same description. A state that says nothing of its values is like no other.
fn joined(states: &[State], alike: &[usize]) -> Vec<usize> {
    let mut first: HashMap<Description<'_>, usize> = HashMap::new();
    let described = states.iter().zip(alike);
    let described = described.map(|(state, own)| match state.describes_something() {
        true => *first.entry(state.description(alike)).or_insert(*own),
        false => *own,
    });
    described.collect()
}

impl State {
    fn describes_something(&self) -> bool {
        let is_string = self.any_string || self.listed.is_some();
        is_string || !self.members.is_empty() || self.additional.is_some() || self.items.is_some()
    }

    fn description(&self, alike: &[usize]) -> Description<'_> {
        let first = |number: u32| alike.get(number as usize).copied().unwrap_or(number as usize);
        let members = self.members.iter();
        (
            members.map(|(key, number)| (key.as_str(), first(*number))).collect(),
            [self.additional.map(first), self.items.map(first)],
            self.listed.as_ref(),
            [self.any_string, self.open],
        )
    }
}

impl Guide {
    /// Lays out the places of a bundle.
    pub(super) fn of_bundle(bundle: &Bundle) -> Guide {
        let mut builder = Builder {
            graph: bundle.graph(),
            numbers: HashMap::new(),
            waiting: Vec::new(),
        };
        builder.number(vec![bundle.root()]);
        let (mut states, mut members): (Vec<State>, usize) = (Vec::new(), 0);
        while let Some(set) = builder.waiting.get(states.len()).cloned() {
            if members > MAX_MEMBERS {
                break;
            }
            let state = builder.state(&set);
            members += state.members.len();
            states.push(state);
        }
        let mut alike: Vec<usize> = (0..states.len()).collect();
        // States whose parts are alike are alike, from the inside out.
        for _ in 0..ROUNDS {
            let joined = joined(&states, &alike);
            if joined == alike {
                break;
            }
            alike = joined;
        }
        Guide { states, alike }
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

    /// Whether the component names this key at any place.
    pub fn names_anywhere(&self, key: &str) -> bool {
        self.states.iter().any(|state| state.members.contains_key(key))
    }

    /// The place of the value at a pointer.
    pub fn at(&self, pointer: &Pointer) -> Place {
        pointer.steps().fold(self.root(), |place, step| self.step(place, &step))
    }

    fn step(&self, place: Place, step: &str) -> Place {
        let is_index = self.state(place).is_none_or(|state| state.items.is_some()) && is_index(step);
        match self.is_named(place, step) || !is_index {
            true => self.member(place, step),
            false => self.item(place),
        }
    }

    /// Whether the component lists this string at any place.
    pub fn lists_anywhere(&self, text: &str) -> bool {
        let mut listed = self.states.iter().filter_map(|state| state.listed.as_ref());
        listed.any(|listed| listed.contains(text))
    }

    /// A pointer without what differs from one value of the component to another: indices, keys that the component names nowhere, and
    /// what leads back to a place of the same schemas. In a tree, `/left/left/name` and `/name` are the same.
    pub fn folded(&self, pointer: &Pointer) -> String {
        let mut place = self.root();
        let mut kept: Vec<String> = Vec::new();
        let mut met = vec![self.alike(place)];
        for step in pointer.steps() {
            place = self.step(place, &step);
            kept.push(if self.names_anywhere(&step) {
                step
            } else {
                "*".to_owned()
            });
            let alike = self.alike(place);
            match met.iter().position(|had| alike.is_some() && *had == alike) {
                Some(had) => {
                    kept.truncate(had);
                    met.truncate(had + 1);
                }
                None => met.push(alike),
            }
        }
        kept.iter().flat_map(|step| ["/", step]).collect()
    }

    /// Whether the component describes values at two places in the same way.
    pub(crate) fn describes_alike(&self, one: Place, other: Place) -> bool {
        self.alike(one).is_some_and(|alike| Some(alike) == self.alike(other))
    }

    /// Whether a place leads back to one that is described in the same way.
    pub(crate) fn has_circle(&self) -> bool {
        let next = |number: usize| {
            let state = &self.states[number];
            let below = state
                .members
                .values()
                .copied()
                .chain(state.additional)
                .chain(state.items);
            below.filter_map(|below| self.alike.get(below as usize).copied())
        };
        // A place that is left when all below it are left is in no circle.
        let mut above = vec![0_usize; self.states.len()];
        (0..self.states.len()).for_each(|number| next(number).for_each(|below| above[below] += 1));
        let mut free: Vec<usize> = (0..above.len()).filter(|number| above[*number] == 0).collect();
        let mut left = above.len();
        while let Some(number) = free.pop() {
            left -= 1;
            for below in next(number) {
                above[below] -= 1;
                if above[below] == 0 {
                    free.push(below);
                }
            }
        }
        left > 0
    }

    /// The first state that says the same as that of a place.
    fn alike(&self, place: Place) -> Option<usize> {
        match place {
            Place::Expectations(number) => self.alike.get(number as usize).copied(),
            Place::Unnamed | Place::Free => None,
        }
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

    /// The strings that the component lists at `place`.
    pub fn words(&self, place: Place) -> impl Iterator<Item = &str> {
        let listed = self.state(place).and_then(|state| state.listed.as_ref());
        listed.into_iter().flatten().map(String::as_str)
    }

    /// Whether any string may stand at `place`.
    pub fn takes_any_string(&self, place: Place) -> bool {
        self.state(place).is_some_and(|state| state.any_string)
    }

    fn state(&self, place: Place) -> Option<&State> {
        match place {
            Place::Expectations(number) => self.states.get(number as usize),
            Place::Unnamed | Place::Free => None,
        }
    }
}

fn is_index(step: &str) -> bool {
    !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit())
}

struct Builder<'g> {
    graph: &'g SchemaGraph,
    /// Sets of schemas that apply to one value together, and the states made of them.
    numbers: HashMap<Vec<SchemaId>, u32>,
    waiting: Vec<Vec<SchemaId>>,
}

impl Builder<'_> {
    fn number(&mut self, schemas: Vec<SchemaId>) -> Option<u32> {
        let set = self.in_place(schemas);
        if let Some(number) = self.numbers.get(&set) {
            return Some(*number);
        }
        let number = u32::try_from(self.waiting.len()).ok()?;
        if self.waiting.len() >= MAX_STATES {
            return None;
        }
        self.numbers.insert(set.clone(), number);
        self.waiting.push(set);
        Some(number)
    }

    /// The schemas, and all that apply to the same value, each once and in order, without those that only refer to others: where many
    /// refer to one, they are all the same place.
    fn in_place(&self, mut rest: Vec<SchemaId>) -> Vec<SchemaId> {
        let mut found = BTreeSet::new();
        while let Some(id) = rest.pop() {
            let node = &self.graph[id];
            if node.boolean.is_some() || !found.insert(id) {
                continue;
            }
            rest.extend(node.conjuncts());
            rest.extend(node.unions().flat_map(|(_, branches)| branches));
            rest.extend(node.conditions());
        }
        let is_more = |id: &SchemaId| self.graph[*id].reference.is_none() || self.graph[*id].keywords > 1;
        found.into_iter().filter(is_more).collect()
    }

    fn state(&mut self, set: &[SchemaId]) -> State {
        let graph = self.graph;
        let mut state = State::default();
        let mut members: BTreeMap<&str, Vec<SchemaId>> = BTreeMap::new();
        let (mut additional, mut items) = (Vec::new(), Vec::new());
        for &id in set {
            let node = &graph[id];
            for (key, member) in node.properties() {
                members.entry(key).or_default().push(*member);
            }
            additional.extend(node.pattern_properties().iter().map(|(_, schema)| *schema));
            if let Some(more) = node.additional_properties() {
                match &graph[more] {
                    SchemaNode { is_empty: true, .. }
                    | SchemaNode {
                        boolean: Some(true), ..
                    } => state.open = true,
                    SchemaNode { boolean: None, .. } => additional.push(more),
                    _ => {}
                }
            }
            items.extend(node.items());
            items.extend(node.prefix_items());
            let listed = node.listed.iter().flatten().chain(&node.constant);
            let listed: BTreeSet<String> = listed.filter_map(Value::as_str).map(str::to_owned).collect();
            if !listed.is_empty() {
                state.listed.get_or_insert_default().extend(listed);
            }
            state.any_string |= node.has_type(JsonType::String) && node.literals().is_none();
            state.open |= node.is_empty || (node.has_type(JsonType::Object) && !describes_members(node));
        }
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

/// Whether a schema, or one that it is composed of, may say what the members of an object are.
fn describes_members(node: &SchemaNode) -> bool {
    let own = node.object().is_some_and(|object| {
        object.properties.is_some() || !object.pattern_properties.is_empty() || object.additional_properties.is_some()
    });
    own || node.conjuncts().next().is_some() || node.unions().next().is_some()
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
    fn places_that_differ_in_references_alone_are_one() {
        let spoke = |number: usize| format!(r##""S{number}": {{"properties": {{"hub": {{"$ref": "#/$defs/T"}}}}}}"##);
        let key = |number: usize| format!(r##""k{number}": {{"$ref": "#/$defs/S{number}"}}"##);
        let all = |one: &dyn Fn(usize) -> String| (0..100).map(one).collect::<Vec<String>>().join(", ");
        let guide = guide(&format!(r#"{{"properties": {{{}}}}}, {}"#, all(&key), all(&spoke)));
        let members: usize = guide.states.iter().map(|state| state.members.len()).sum();
        assert_eq!(members, 200, "each key once");
    }

    #[test]
    fn places_of_one_recursion_are_one() {
        let guide = guide(
            r##"{"type": "object", "properties": {"name": {"type": "string"}, "left": {"$ref": "#/$defs/T"},
                "kids": {"type": "array", "items": {"$ref": "#/$defs/T"}},
                "data": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}}}"##,
        );
        for (pointer, folded) in [
            ("", ""),
            ("/unknown_key", "/*"),
            ("/name", "/name"),
            ("/left/left/name", "/name"),
            ("/kids/0/left/kids/7/name", "/name"),
            ("/kids/0/left/kids", "/kids"),
            ("/data/3/name", "/data/*/name"),
            ("/left/data/3/x/0", "/data/*/*/*"),
        ] {
            assert_eq!(guide.folded(&Pointer::from(pointer)), folded, "{pointer}");
        }
        assert_eq!(Guide::default().folded(&Pointer::from("/0/1/a")), "/*/*/*");
    }

    #[test]
    fn a_recursion_through_other_keywords_is_the_same() {
        let guide = guide(
            r##"{"type": "object", "properties": {"name": {"type": "string"},
                "not": {"oneOf": [{"$ref": "#/$defs/T"}, {"type": "object", "properties": {"ref": {"type": "string"}}}]},
                "size": {"type": "object", "properties": {"n": {"type": "integer"},
                    "size": {"type": "object", "properties": {"n": {"type": "boolean"}, "size": {"type": "null"}}}}},
                "all": {"type": "array", "items": {
                    "oneOf": [{"$ref": "#/$defs/T"}, {"type": "object", "properties": {"ref": {"type": "string"}}}]}}}}"##,
        );
        for (pointer, folded) in [
            ("/not/all/3/name", "/not/name"),
            ("/all/0/not/ref", "/all/*/ref"),
            ("/name", "/name"),
            ("/size/size/n", "/size/size/n"),
        ] {
            assert_eq!(guide.folded(&Pointer::from(pointer)), folded, "{pointer}");
        }
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
        assert_eq!(guide.words(kind).collect::<Vec<_>>(), ["a", "b"]);
        assert!(guide.takes_any_string(again) && !guide.takes_any_string(kind));
    }
}
