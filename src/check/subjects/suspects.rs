//! The keys that the document names at a place and the type does not ask for there.

use super::spelling::misspelling;
use crate::schema::{Guide, Place};
use crate::subject::{OtherKeys, Reads, Trace, TracedObject, TracedTagging, TracedType};
use std::collections::{BTreeSet, VecDeque};

/// The most places that are visited.
const MOST_PLACES: usize = 4_000;
/// The key under which the values of a map are examined.
const ANY_KEY: &str = "key";

/// One level of the way to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Item,
}

/// A key that the type may not read.
#[derive(Debug, Clone)]
pub(super) struct Suspect {
    /// The way to the key, which is its last step.
    pub(super) way: Vec<Step>,
    /// What the trace says of it; never [`Reads::Yes`].
    pub(super) reads: Reads,
    /// Whether the document names no other key there. The type may take any value then, and that is no question left open.
    pub(super) is_alone: bool,
    /// A key that the type asks for instead, and the document does not name.
    pub(super) instead: Option<String>,
}

impl Suspect {
    /// The key.
    pub(super) fn key(&self) -> &str {
        match self.way.last() {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }
}

/// A place in the document's schema and in the type.
struct Visit {
    place: Place,
    /// The names of the types that read a value there: several for the variants of an enum.
    types: BTreeSet<String>,
    way: Vec<Step>,
}

/// Compares the places of a component with what a type asks for, as far as the trace leads.
pub(super) fn suspects(trace: &Trace, guide: &Guide) -> Vec<Suspect> {
    let mut found = Vec::new();
    // What is wrong in a type is told of the first place that holds it.
    let mut told = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([Visit {
        place: guide.root(),
        types: BTreeSet::from([trace.root.clone()]),
        way: Vec::new(),
    }]);
    while let Some(visit) = waiting.pop_front() {
        let Place::Expectations(number) = visit.place else {
            continue;
        };
        if visit.types.is_empty() || seen.len() == MOST_PLACES || !seen.insert((number, visit.types.clone())) {
            continue;
        }
        let types: Vec<&TracedType> = visit.types.iter().filter_map(|name| trace.behind(name)).collect();
        let next = |step: Step, place: Place, types: BTreeSet<String>| Visit {
            place,
            types,
            way: visit.way.iter().cloned().chain([step]).collect(),
        };
        let items = types.iter().filter_map(|traced| traced.list.as_ref());
        let items: BTreeSet<String> = items
            .filter(|list| list.length.is_none())
            .flat_map(|list| list.items.iter().cloned())
            .collect();
        waiting.push_back(next(Step::Item, guide.item(visit.place), items));
        let objects: Vec<View<'_>> = types.iter().flat_map(|traced| View::of(trace, traced)).collect();
        let names: BTreeSet<&str> = guide.names(visit.place).collect();
        if names.is_empty() {
            let values = objects.iter().filter_map(View::value_of_others).collect();
            let place = guide.member(visit.place, ANY_KEY);
            waiting.push_back(next(Step::Key(ANY_KEY.to_owned()), place, values));
            continue;
        }
        let is_read = |name: &str| reads(&objects, name) == Some(Reads::Yes);
        // If the type reads none of several keys, it is a map on purpose, or stands for something else.
        let may_be_open = names.len() > 1 || objects.iter().any(View::is_map);
        if may_be_open && !names.iter().any(|name| is_read(name)) {
            continue;
        }
        for name in &names {
            let step = Step::Key((*name).to_owned());
            match reads(&objects, name) {
                None => {}
                Some(Reads::Yes) => {
                    let values = objects.iter().flat_map(|object| object.values(name)).collect();
                    waiting.push_back(next(step, guide.member(visit.place, name), values));
                }
                // A type that takes any JSON apart by itself gives no sign of a key whose value it takes as it is.
                Some(Reads::Unknown) if objects.iter().any(View::takes_apart) => {}
                Some(_) if !told.insert((visit.types.clone(), *name)) => {}
                Some(reads) => {
                    let asked = objects.iter().flat_map(View::names);
                    let unnamed = asked.filter(|asked| !names.contains(asked));
                    found.push(Suspect {
                        way: next(step, visit.place, BTreeSet::new()).way,
                        reads,
                        is_alone: names.len() == 1,
                        instead: misspelling(name, unnamed).map(str::to_owned),
                    });
                }
            }
        }
    }
    found
}

/// Whether the type reads a key: yes if one of its variants does. `None` if it reads no objects of which anything is known.
fn reads(objects: &[View<'_>], key: &str) -> Option<Reads> {
    let answers = objects.iter().map(|object| object.reads(key));
    let weight = |reads: &Reads| match reads {
        Reads::Yes => 3,
        Reads::Unknown => 2,
        Reads::NoSign => 1,
        Reads::No => 0,
    };
    answers.max_by_key(weight)
}

/// One way in which a type reads an object.
enum View<'t> {
    Object(&'t TracedObject),
    /// The key is the name of a variant, with the type of its content.
    Variant(&'t str, Option<&'t String>),
    /// The tag and the content of an adjacently tagged enum.
    Adjacent(&'t str, &'t str, Vec<&'t String>),
}

impl<'t> View<'t> {
    fn of(trace: &'t Trace, traced: &'t TracedType) -> Vec<View<'t>> {
        let Some(variants) = &traced.variants else {
            return traced.object.iter().map(View::Object).collect();
        };
        let contents = variants.variants.iter().filter_map(|variant| variant.content.as_ref());
        match &variants.tagging {
            TracedTagging::Internal { .. } => {
                let contents = contents.filter_map(|name| trace.types.get(name));
                contents
                    .filter_map(|content| content.object.as_ref())
                    .map(View::Object)
                    .collect()
            }
            TracedTagging::Adjacent { tag, content } => vec![View::Adjacent(tag, content, contents.collect())],
            TracedTagging::External => {
                let variants = variants.variants.iter();
                variants
                    .map(|variant| View::Variant(&variant.word, variant.content.as_ref()))
                    .collect()
            }
        }
    }

    fn reads(&self, key: &str) -> Reads {
        let is_known = match self {
            View::Object(object) => return object.reads(key),
            View::Variant(word, _) => *word == key,
            View::Adjacent(tag, content, _) => *tag == key || *content == key,
        };
        if is_known { Reads::Yes } else { Reads::No }
    }

    /// The types of the value under a key.
    fn values(&self, key: &str) -> Vec<String> {
        match self {
            View::Object(object) => object.key(key).and_then(|key| key.value.clone()).into_iter().collect(),
            View::Variant(word, content) if *word == key => content.iter().map(|&name| name.clone()).collect(),
            View::Adjacent(_, content, of) if *content == key => of.iter().map(|&name| name.clone()).collect(),
            View::Variant(..) | View::Adjacent(..) => Vec::new(),
        }
    }

    fn is_map(&self) -> bool {
        matches!(self, View::Object(object) if matches!(object.others, OtherKeys::Kept { is_map: true, .. }))
    }

    fn takes_apart(&self) -> bool {
        let is_value = |value: &Option<String>| value.as_deref() == Some("serde_json::value::Value");
        matches!(self, View::Object(object)
            if matches!(&object.others, OtherKeys::Kept { is_map: false, value } if is_value(value)))
    }

    fn value_of_others(&self) -> Option<String> {
        match self {
            View::Object(TracedObject {
                others: OtherKeys::Kept { value, .. },
                ..
            }) => value.clone(),
            _ => None,
        }
    }

    /// The keys that it reads.
    fn names(&self) -> Vec<&str> {
        match self {
            View::Object(object) => {
                let read = object.keys.iter().filter(|key| key.read == Reads::Yes);
                read.map(|key| key.name.as_str()).collect()
            }
            View::Variant(word, _) => vec![word],
            View::Adjacent(tag, content, _) => vec![tag, content],
        }
    }
}
