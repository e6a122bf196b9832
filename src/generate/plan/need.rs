//! What all schemas that apply to one value demand of it together.

use super::super::catalogue;
use super::numbers::NumberNeed;
use super::terms::{Facet, Facets, Term, Terms};
use crate::schema::ir::TypeSet;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// What the leaves demand.
pub(super) struct Need {
    /// The types that are allowed, and those that the keywords constrain.
    pub(super) types: TypeSet,
    pub(super) spoken: TypeSet,
    /// The values that are allowed, if they are listed.
    pub(super) literals: Option<Vec<Value>>,
    /// Values that the document names beside those.
    pub(super) named: Vec<Value>,
    pub(super) number: NumberNeed,
    pub(super) min_length: usize,
    pub(super) max_length: Option<usize>,
    pub(super) patterns: Vec<String>,
    pub(super) format: Option<String>,
    pub(super) min_items: usize,
    pub(super) max_items: Option<usize>,
    pub(super) unique: bool,
    pub(super) min_properties: usize,
    pub(super) max_properties: Option<usize>,
    /// The keys that must be there, in the order in which the schemas name them, and the same as a set.
    pub(super) required: Vec<String>,
    pub(super) required_keys: HashSet<String>,
    /// The leaves themselves, for what they say about keys and items.
    pub(super) leaves: Vec<Term>,
    /// Sets of keys that are not all there together.
    pub(super) not_all: Vec<Vec<String>>,
    /// What must be tested, because it is not built in.
    pub(super) guards: BTreeSet<Term>,
}

impl Need {
    /// Combines leaves; the other facets are ignored.
    pub(super) fn of(terms: &Terms<'_>, facets: &Facets) -> Need {
        let mut need = Need {
            types: TypeSet::ALL,
            spoken: TypeSet::NONE,
            literals: None,
            named: Vec::new(),
            number: NumberNeed::default(),
            min_length: 0,
            max_length: None,
            patterns: Vec::new(),
            format: None,
            min_items: 0,
            max_items: None,
            unique: false,
            min_properties: 0,
            max_properties: None,
            required: Vec::new(),
            required_keys: HashSet::new(),
            leaves: Vec::new(),
            not_all: Vec::new(),
            guards: BTreeSet::new(),
        };
        for facet in facets {
            match facet {
                Facet::Leaf(term) => need.take(*term, terms),
                Facet::Guard(term) => drop(need.guards.insert(*term)),
                Facet::NotAll(term) => {
                    let keys = terms.node(*term).required().iter();
                    need.not_all.push(keys.map(ToString::to_string).collect());
                }
                _ => {}
            }
        }
        if need
            .not_all
            .iter()
            .any(|keys| keys.iter().all(|key| need.required_keys.contains(key)))
        {
            need.types = need.types.without(TypeSet::OBJECT);
        }
        if let Some(literals) = &mut need.literals {
            let has_all = |value: &Value| {
                need.not_all
                    .iter()
                    .any(|keys| keys.iter().all(|key| value.get(key).is_some()))
            };
            literals.retain(|value| TypeSet::of(value).meets(need.types) && !has_all(value));
        }
        need
    }

    fn take(&mut self, term: Term, terms: &Terms<'_>) {
        let node = terms.node(term);
        self.leaves.push(term);
        self.types &= node.type_set();
        for values in [node.constant.as_ref().map(std::slice::from_ref), node.listed.as_deref()] {
            values.into_iter().for_each(|values| self.allow(values));
        }
        self.named.extend(node.named.iter().cloned());
        if node.has_plain_integers {
            self.number.take_plain();
        }
        let mut guarded = false;
        if let Some(string) = node.string() {
            self.min_length = self.min_length.max(size(string.min_length).unwrap_or(0));
            self.max_length = least(self.max_length, size(string.max_length));
            if let Some(pattern) = &string.pattern {
                self.patterns.push(pattern.to_string());
                guarded = true;
            }
            if let Some(format) = &string.format {
                self.format.get_or_insert_with(|| format.to_string());
                self.number.take_format(format);
                guarded |= terms.asserts_formats();
            }
        }
        if let Some(number) = node.number() {
            self.number.take(number);
            // A validator that divides floats may not recognize a multiple.
            guarded |= number.multiple_of.as_ref().is_some_and(|step| !step.is_u64());
        }
        if let Some(array) = node.array() {
            self.min_items = self.min_items.max(size(array.min_items).unwrap_or(0));
            self.max_items = least(self.max_items, size(array.max_items));
            self.unique |= array.unique_items == Some(true);
            guarded |= array.unique_items == Some(true) || array.max_contains.is_some() || array.contains.is_some();
        }
        if let Some(object) = node.object() {
            self.min_properties = self.min_properties.max(size(object.min_properties).unwrap_or(0));
            self.max_properties = least(self.max_properties, size(object.max_properties));
            guarded |= object.property_names.is_some();
        }
        self.require(node.required());
        if guarded {
            self.guards.insert(term);
        }
        // A schema that the compiler added says nothing about what the author had in mind.
        if node.types.is_none() && !terms.is_added(term) {
            self.spoken |= node.spoken_types();
            let format = node.string().and_then(|string| string.format.as_deref());
            if format.is_some_and(catalogue::is_of_text) {
                self.spoken |= TypeSet::STRING;
            }
        }
    }

    fn allow(&mut self, values: &[Value]) {
        self.literals = Some(match self.literals.take() {
            None => values.to_vec(),
            Some(had) => {
                let allowed: HashSet<String> = values.iter().map(identity).collect();
                had.into_iter()
                    .filter(|value| allowed.contains(&identity(value)))
                    .collect()
            }
        });
    }

    fn require(&mut self, keys: &[Box<str>]) {
        for key in keys {
            if self.required_keys.insert(key.to_string()) {
                self.required.push(key.to_string());
            }
        }
    }

    /// The types to make values of: those that are allowed and, where none is named, those that the keywords constrain.
    pub(super) fn preferred(&self) -> TypeSet {
        match self.types & self.spoken {
            TypeSet::NONE => self.types,
            preferred => preferred,
        }
    }

    /// Whether nothing is demanded.
    pub(super) fn is_anything(&self) -> bool {
        let is_free = self.types == TypeSet::ALL && self.spoken.is_empty() && self.literals.is_none();
        is_free && self.not_all.is_empty() && self.guards.is_empty()
    }
}

fn size(count: Option<u64>) -> Option<usize> {
    count.map(|count| usize::try_from(count).unwrap_or(usize::MAX))
}

fn least(had: Option<usize>, new: Option<usize>) -> Option<usize> {
    match (had, new) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// A text that is the same for values that are equal as JSON Schema sees it: `1` is `1.0`.
pub(super) fn identity(value: &Value) -> String {
    match value.as_f64() {
        // Zero has two signs.
        Some(number) => format!("{:x}", (number + 0.0).to_bits()),
        None => value.to_string(),
    }
}
