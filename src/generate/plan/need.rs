//! What all schemas that look at one value ask of it together.

use super::numbers::NumberNeed;
use super::terms::{Facet, Facets, SchemaRef, Term, Terms};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

pub(super) const NULL: u8 = 1;
pub(super) const BOOL: u8 = 2;
pub(super) const WHOLE: u8 = 4;
pub(super) const FRACTION: u8 = 8;
pub(super) const STRING: u8 = 16;
pub(super) const ARRAY: u8 = 32;
pub(super) const OBJECT: u8 = 64;
pub(super) const ALL: u8 = 127;

/// What the leaves ask for.
pub(super) struct Need {
    /// The types that are allowed, and those that the keywords speak of.
    pub(super) types: u8,
    pub(super) spoken: u8,
    /// The values that are allowed, if they are listed.
    pub(super) literals: Option<Vec<Value>>,
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
    pub(super) required: Vec<String>,
    /// The leaves themselves, for what they say of keys and items.
    pub(super) leaves: Vec<Term>,
    /// What must be tested, because it is not built in.
    pub(super) guards: BTreeSet<Term>,
}

impl Need {
    /// Brings leaves together; the other facets are left aside.
    pub(super) fn of(terms: &Terms<'_>, facets: &Facets) -> Need {
        let mut need = Need {
            types: ALL,
            spoken: 0,
            literals: None,
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
            leaves: Vec::new(),
            guards: BTreeSet::new(),
        };
        for facet in facets {
            match facet {
                Facet::Leaf(term) => need.take(*term, &terms.schema(*term)),
                Facet::Guard(term) => drop(need.guards.insert(*term)),
                _ => {}
            }
        }
        if let Some(literals) = &mut need.literals {
            literals.retain(|value| type_of(value) & need.types != 0);
        }
        need
    }

    fn take(&mut self, term: Term, schema: &SchemaRef<'_>) {
        let Some(members) = schema.value().as_object() else {
            return;
        };
        self.leaves.push(term);
        let mut guarded = false;
        for (keyword, value) in members {
            let count = || value.as_f64().map(|count| count as usize);
            match keyword.as_str() {
                "type" => self.types &= types_of(value),
                "const" => self.allow(std::slice::from_ref(value)),
                "enum" => self.allow(value.as_array().map_or(&[], Vec::as_slice)),
                "minLength" => self.min_length = self.min_length.max(count().unwrap_or(0)),
                "maxLength" => self.max_length = least(self.max_length, count()),
                "minItems" => self.min_items = self.min_items.max(count().unwrap_or(0)),
                "maxItems" => self.max_items = least(self.max_items, count()),
                "uniqueItems" => {
                    self.unique |= value == true;
                    guarded |= value == true;
                }
                // A validator that divides floats may not see a multiple in what is one.
                "multipleOf" if !value.is_u64() => {
                    self.number.take(keyword, value);
                    guarded = true;
                }
                "minProperties" => self.min_properties = self.min_properties.max(count().unwrap_or(0)),
                "maxProperties" => self.max_properties = least(self.max_properties, count()),
                "pattern" => {
                    self.patterns.extend(value.as_str().map(str::to_owned));
                    guarded = true;
                }
                "required" => self.require(value),
                "patternProperties" | "propertyNames" | "maxContains" | "contains" => guarded = true,
                "format" => {
                    self.format = self.format.take().or(value.as_str().map(str::to_owned));
                    self.number.take(keyword, value);
                }
                _ => self.number.take(keyword, value),
            }
        }
        if guarded {
            self.guards.insert(term);
        }
        // A schema that was made up on the way speaks of nothing.
        if let (SchemaRef::Bundle(_), false) = (schema, members.contains_key("type")) {
            self.spoken |= spoken_of(members);
        }
    }

    fn allow(&mut self, values: &[Value]) {
        self.literals = Some(match self.literals.take() {
            None => values.to_vec(),
            Some(had) => had
                .into_iter()
                .filter(|value| values.iter().any(|other| same(value, other)))
                .collect(),
        });
    }

    fn require(&mut self, value: &Value) {
        for key in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !self.required.iter().any(|had| had == key) {
                self.required.push(key.to_owned());
            }
        }
    }

    /// The types to make values of: those that are allowed and, where none is named, those that the keywords speak of.
    pub(super) fn preferred(&self) -> u8 {
        match self.types & self.spoken {
            0 => self.types,
            preferred => preferred,
        }
    }

    /// Whether nothing is asked for.
    pub(super) fn is_anything(&self) -> bool {
        self.types == ALL && self.spoken == 0 && self.literals.is_none() && self.guards.is_empty()
    }
}

fn least(had: Option<usize>, new: Option<usize>) -> Option<usize> {
    match (had, new) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Equal as JSON Schema sees it: `1` is `1.0`.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    a == b || matches!((a, b), (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64())
}

/// The types that `type` names.
fn types_of(value: &Value) -> u8 {
    let named = |name: &Value| match name.as_str() {
        Some("null") => NULL,
        Some("boolean") => BOOL,
        Some("integer") => WHOLE,
        Some("number") => WHOLE | FRACTION,
        Some("string") => STRING,
        Some("array") => ARRAY,
        Some("object") => OBJECT,
        _ => 0,
    };
    match value {
        Value::Array(names) => names.iter().map(named).fold(0, std::ops::BitOr::bitor),
        name => named(name),
    }
}

/// The type of a value.
pub(super) fn type_of(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOL,
        Value::Number(number) if number.is_f64() && number.as_f64().is_some_and(|float| float.fract() != 0.0) => {
            FRACTION
        }
        Value::Number(_) => WHOLE,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// The types that keywords speak of: where `type` is missing, the author had these in mind.
fn spoken_of(members: &Map<String, Value>) -> u8 {
    let speaks = |keyword: &String| match keyword.as_str() {
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "unevaluatedProperties" => OBJECT,
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains" | "unevaluatedItems" => ARRAY,
        "minLength" | "maxLength" | "pattern" => STRING,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => WHOLE | FRACTION,
        _ => 0,
    };
    members.keys().map(speaks).fold(0, std::ops::BitOr::bitor)
}
