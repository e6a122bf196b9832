//! Questions to the schema algebra of `jsonschema`, within limits: it writes out references and combines the branches of unions, so that
//! a small schema may become a huge one, and it panics on some numbers.

use jsonschema::Draft;
use jsonschema::canonical::{CanonicalSchema, Containment, Satisfiability};
use serde_json::{Map, Value};
use std::collections::HashMap;

use super::budget;
use super::depth::with_stack;
use crate::subject::catch_panic;

/// How deep the schemas may nest once references are written out.
const MAX_LEVELS: usize = 500;
/// So many pairs of words of an enum count as much as a schema: each is compared with each.
const PAIRS: u64 = 2500;
/// The same for pairs of items that have a place of their own, and of patterns of keys, with the keys.
const PAIRS_OF_SCHEMAS: u64 = 20;
/// The same for pairs of properties, where one schema is taken from another: each may be what breaks it, and meets all others.
const PAIRS_OF_PROPERTIES: u64 = 100;
/// Counts of items, keys and characters beyond this are not passed on: the algebra takes steps for each.
const MAX_COUNT: u64 = 10_000;

/// Whether any value satisfies a schema; `None` if the algebra cannot tell.
pub(crate) fn satisfiable(schema: &Value) -> Option<bool> {
    asked(Question::Meeting, &[schema], |canonical| {
        match canonical.first()?.satisfiability() {
            Satisfiability::Yes => Some(true),
            Satisfiability::No => Some(false),
            _ => None,
        }
    })
}

/// Whether the first schema allows all that the second one allows, and the other way round; `None` where the algebra cannot tell.
pub(crate) fn cover(one: &Value, other: &Value) -> (Option<bool>, Option<bool>) {
    let covers = |one: &CanonicalSchema, other: &CanonicalSchema| match one.covers(other) {
        Ok(Containment::Yes) => Some(true),
        Ok(Containment::No) => Some(false),
        _ => None,
    };
    let both = asked(Question::Difference, &[one, other], |canonical| match canonical {
        [one, other] => Some((covers(one, other), covers(other, one))),
        _ => None,
    });
    both.unwrap_or_default()
}

/// What is done with schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    /// Those of one schema meet.
    Meeting,
    /// One is taken from the other.
    Difference,
}

/// What it takes to take one schema from another, in schemas that have to be written out. One that is too large is not written out.
pub(crate) fn cost(schema: &Value) -> u64 {
    let total = Estimate::of(schema, Question::Difference).map_or(0, |cost| cost.total);
    if total > max_cost() { 0 } else { total }
}

/// The schemas that may have to be written out, each as often as references and unions repeat it.
fn max_cost() -> u64 {
    budget::steps(3000)
}

/// Asks about the canonical forms of schemas; `None` if one is too large, or the algebra does not bear it.
fn asked<T: Send>(
    question: Question,
    schemas: &[&Value],
    answer: impl FnOnce(&[CanonicalSchema]) -> Option<T> + Send,
) -> Option<T> {
    let mut levels = 0;
    let max_cost = max_cost();
    for schema in schemas {
        let cost = Estimate::of(schema, question)?;
        if cost.total > max_cost {
            return None;
        }
        levels = levels.max(cost.levels);
    }
    let work = || {
        let canonical: Result<Vec<CanonicalSchema>, _> = schemas
            .iter()
            .map(|schema| {
                jsonschema::canonical::options()
                    .with_draft(Draft::Draft202012)
                    .offline()
                    .canonicalize(schema)
            })
            .collect();
        answer(&canonical.ok()?)
    };
    // Some levels of the schema take several calls each.
    with_stack(levels * 8, || catch_panic(work)).ok()?
}

/// What it takes to write a schema out.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// The combinations of branches that look at the same value.
    alternatives: u64,
    /// The schemas of all combinations, and all that is in them.
    total: u64,
    levels: usize,
}

/// Adds up what it takes to write a schema out, without doing so: each definition is looked at once.
struct Estimate<'s> {
    question: Question,
    definitions: Option<&'s Map<String, Value>>,
    known: HashMap<&'s str, Cost>,
}

impl<'s> Estimate<'s> {
    /// The cost of a schema; `None` if it nests too deep, or has a count that is too large.
    fn of(schema: &'s Value, question: Question) -> Option<Cost> {
        let mut estimate = Estimate {
            question,
            definitions: schema.get("$defs").and_then(Value::as_object),
            known: HashMap::new(),
        };
        estimate.schema(schema, 0)
    }

    fn schema(&mut self, schema: &'s Value, depth: usize) -> Option<Cost> {
        let mut cost = Cost {
            alternatives: 1,
            total: 1,
            levels: 1,
        };
        let Value::Object(members) = schema else {
            return Some(cost);
        };
        if depth > MAX_LEVELS {
            return None;
        }
        let mut parts: u64 = 0;
        for (keyword, value) in members {
            match (keyword.as_str(), value) {
                ("$defs" | "const" | "default" | "examples", _) => {}
                ("$ref", Value::String(reference)) => {
                    let target = self.reference(reference, depth + 1)?;
                    cost.combine(target, target.alternatives, &mut parts);
                }
                ("allOf", Value::Array(list)) => {
                    let before = parts;
                    for part in list {
                        let part = self.schema(part, depth + 1)?;
                        cost.combine(part, part.alternatives, &mut parts);
                    }
                    // Each part is combined with all that came before it.
                    let pairs = (parts - before).saturating_mul(list.len() as u64);
                    parts = parts.saturating_add(pairs / PAIRS_OF_SCHEMAS);
                }
                ("anyOf" | "oneOf", Value::Array(list)) => {
                    let mut all: u64 = 0;
                    for branch in list {
                        let branch = self.schema(branch, depth + 1)?;
                        all = all.saturating_add(branch.alternatives);
                        cost.combine(branch, 1, &mut parts);
                    }
                    cost.alternatives = cost.alternatives.saturating_mul(all.max(1));
                }
                ("minItems" | "minLength" | "minProperties" | "minContains", Value::Number(count))
                    if count.as_f64().is_none_or(|count| count > MAX_COUNT as f64) =>
                {
                    return None;
                }
                ("if", test) => {
                    // Either it is met, or its opposite is.
                    let test = self.schema(test, depth + 1)?;
                    let ways = test.alternatives.saturating_add(test.opposite());
                    cost.combine(test, ways, &mut parts);
                }
                ("not", denied) => {
                    let denied = self.schema(denied, depth + 1)?;
                    cost.combine(denied, denied.opposite(), &mut parts);
                }
                ("dependentSchemas" | "dependentRequired", Value::Object(members)) => {
                    // Each key is there, with what depends on it, or is not there.
                    for held in members.values() {
                        let held = self.schema(held, depth + 1)?;
                        cost.combine(held, held.alternatives.saturating_add(1), &mut parts);
                    }
                }
                ("enum", Value::Array(words)) => {
                    let words = words.len() as u64;
                    parts = parts.saturating_add(words.saturating_mul(words) / PAIRS);
                }
                (_, Value::Object(_) | Value::Array(_)) => {
                    let count = |value: &Value| match value {
                        Value::Object(members) => members.len() as u64,
                        Value::Array(items) => items.len() as u64,
                        _ => 0,
                    };
                    let own = count(value);
                    let pairs = match keyword.as_str() {
                        "prefixItems" => own * own / PAIRS_OF_SCHEMAS,
                        "patternProperties" => {
                            own * (own + members.get("properties").map_or(0, count)) / PAIRS_OF_SCHEMAS
                        }
                        "properties" if self.question == Question::Difference => own * own / PAIRS_OF_PROPERTIES,
                        _ => 0,
                    };
                    parts = parts.saturating_add(pairs);
                    for held in held(keyword, value) {
                        let held = self.schema(held, depth + 1)?;
                        cost.combine(held, 1, &mut parts);
                    }
                }
                _ => {}
            }
        }
        cost.total = cost.alternatives.saturating_mul(parts.saturating_add(1));
        Some(cost)
    }

    fn reference(&mut self, reference: &'s str, depth: usize) -> Option<Cost> {
        const CIRCLE: Cost = Cost {
            alternatives: 1,
            total: 1,
            levels: 1,
        };
        let definition = reference.strip_prefix("#/$defs/")?;
        if let Some(known) = self.known.get(definition) {
            return (depth + known.levels <= MAX_LEVELS).then_some(*known);
        }
        let target = self.definitions.and_then(|definitions| definitions.get(definition));
        // What refers to itself is not written out again.
        self.known.insert(definition, CIRCLE);
        let cost = match target {
            Some(target) => self.schema(target, depth)?,
            None => CIRCLE,
        };
        self.known.insert(definition, cost);
        Some(cost)
    }
}

impl Cost {
    /// The alternatives of the values that the schema forbids: each break one part of each alternative.
    fn opposite(self) -> u64 {
        let parts = (self.total / self.alternatives.max(1)).max(2);
        let power = u32::try_from(self.alternatives).unwrap_or(u32::MAX);
        parts.saturating_pow(power)
    }

    /// Adds a schema in this one, which multiplies its alternatives.
    fn combine(&mut self, other: Cost, alternatives: u64, parts: &mut u64) {
        self.alternatives = self.alternatives.saturating_mul(alternatives);
        self.levels = self.levels.max(other.levels + 1);
        *parts = parts.saturating_add(other.total);
    }
}

/// The schemas that a keyword holds, for other keywords than those of unions.
fn held<'v>(keyword: &str, value: &'v Value) -> Vec<&'v Value> {
    match (keyword, value) {
        ("properties" | "patternProperties", Value::Object(members)) => members.values().collect(),
        ("prefixItems", Value::Array(items)) => items.iter().collect(),
        ("required" | "type", _) => Vec::new(),
        _ => vec![value],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chain(length: usize, keys: &[&str]) -> Value {
        let mut definitions = Map::new();
        for number in 0..length {
            let next = json!({"$ref": format!("#/$defs/{}", number + 1)});
            let properties: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), next.clone())).collect();
            definitions.insert(number.to_string(), json!({"type": "object", "properties": properties}));
        }
        definitions.insert(length.to_string(), json!({"type": "string"}));
        json!({"$ref": "#/$defs/0", "$defs": definitions})
    }

    #[test]
    fn schemas_that_grow_are_not_asked_about() {
        for schema in [
            chain(60, &["a", "b"]),
            chain(18, &["a", "b"]),
            chain(20_000, &["a"]),
            json!({"allOf": vec![json!({"oneOf": [{"type": "string"}, {"type": "null"}]}); 40]}),
            json!({"oneOf": [{"minProperties": 65536}, {"type": "object"}]}),
            json!({"minItems": 1e300}),
        ] {
            assert_eq!(satisfiable(&schema), None);
        }
        assert_eq!(satisfiable(&chain(8, &["a", "b"])), Some(true));
        assert_eq!(
            satisfiable(&json!({"allOf": [{"type": "string"}, {"type": "null"}]})),
            Some(false)
        );
    }

    #[test]
    fn a_panic_of_the_algebra_is_no_answer() {
        let schema = json!({"type": "number", "multipleOf": 1e20, "minimum": 1});
        let other = json!({"type": "number", "multipleOf": 1e19, "minimum": 1});
        let _ = satisfiable(&schema);
        let _ = cover(&schema, &other);
    }

    #[test]
    fn both_directions_have_their_answer() {
        let (text, more) = (json!({"type": "string"}), json!({"type": ["string", "null"]}));
        assert_eq!(cover(&text, &more), (Some(false), Some(true)));
        assert_eq!(cover(&text, &text), (Some(true), Some(true)));
    }

    #[test]
    fn objects_of_very_many_keys_are_not_taken_from_each_other() {
        let wide = |number: usize| {
            let properties: Map<String, Value> = (0..number)
                .map(|key| (format!("k{key}"), json!({"type": "null"})))
                .collect();
            json!({"type": "object", "properties": properties})
        };
        let (some, many) = (wide(200), wide(3000));
        assert_eq!(cover(&some, &wide(100)), (Some(false), Some(true)));
        assert_eq!(cover(&many, &some), (None, None));
        assert_eq!(satisfiable(&many), Some(true));
    }

    #[test]
    fn recursion_ends() {
        let schema = json!({"$ref": "#/$defs/0", "$defs": {"0": {"type": "object", "properties": {"next": {"$ref": "#/$defs/0"}}}}});
        assert_eq!(satisfiable(&schema), Some(true));
    }
}
