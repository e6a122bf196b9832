//! A plan: a schema made ready for making values.
//!
//! The schemas that look at one value together are brought into one entry: what `allOf` and `$ref` say is merged, each branch
//! of a union is merged with what stands beside the union, and only what cannot be built (a `not`, a pattern) is left to be
//! tested. Values that are made of entries satisfy the schema, so that making one costs no validation.

mod compile;
mod finish;
mod guard;
mod need;
mod no_plan;
mod node;
mod numbers;
mod outline;
mod strings;
mod terms;

use super::render::{Numbers as WrittenNumbers, Style};
use super::value::{GeneratedValue, NodeId};
use crate::schema::budget::{self, Steps};
use serde_json::Value;

pub use no_plan::NoPlan;
pub(in crate::generate) use node::{Array, Entry, Grid, Node, Numbers, Object, Property, Strings};
pub(in crate::generate) use numbers::{LARGEST_SINGLE, float_text, single_text};
pub(in crate::generate) use strings::matching;

/// One plan gets this part of the steps of a document.
const PART: u64 = 100;

/// A schema made ready for making values.
#[derive(Debug)]
pub struct Plan {
    entries: Vec<Entry>,
    guards: guard::Guards,
    whole: usize,
    steps: u64,
    has_plain_integers: bool,
}

impl Plan {
    /// Makes a JSON Schema (2020-12, references within it only) ready.
    ///
    /// # Errors
    /// When it has no value, or is too large.
    pub fn new(schema: &Value) -> Result<Plan, NoPlan> {
        let compiled = compile::Compiler::compile(schema, Steps::share(PART))?;
        let (mut entries, mut guards, steps) = (compiled.entries, compiled.guards, compiled.steps.spent());
        let whole = guards.whole(schema);
        finish::finish(&mut entries, &compiled.otherwise);
        match entries[Plan::ROOT as usize].size {
            Some(size) if size > finish::MAX_SIZE => Err(NoPlan::TooLarge(format!(
                "its smallest value has more than {} parts",
                finish::MAX_SIZE
            ))),
            Some(_) => Ok(Plan {
                has_plain_integers: entries.iter().any(has_plain_integers),
                entries,
                guards,
                whole,
                steps,
            }),
            None => Err(NoPlan::Unsatisfiable),
        }
    }

    pub(in crate::generate) const ROOT: NodeId = 0;

    pub(in crate::generate) fn entry(&self, id: NodeId) -> &Entry {
        &self.entries[id as usize]
    }

    /// Whether an entry has a value that is not too large.
    pub(in crate::generate) fn is_possible(&self, id: NodeId) -> bool {
        self.entry(id).size.is_some_and(|size| size <= finish::MAX_SIZE)
    }

    /// A style in which whole numbers are what every draft of JSON Schema takes for integers: to draft 4, `1.0` is none.
    pub(in crate::generate) fn allowed(&self, style: Style) -> Style {
        match self.has_plain_integers {
            true => Style {
                numbers: WrittenNumbers::AsMade,
                ..style
            },
            false => style,
        }
    }

    /// The entry that made a value, if one did.
    pub(in crate::generate) fn made_by(&self, made: &GeneratedValue<'_>) -> Option<&Entry> {
        self.entries.get(made.node as usize)
    }

    pub(in crate::generate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The most steps that a plan may take.
    pub(crate) fn max_steps() -> u64 {
        budget::steps(PART)
    }

    /// The steps that this one took.
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether the schema allows a value; `None` if that cannot be decided, because no `Value` holds it.
    pub fn allows(&self, made: &GeneratedValue<'_>) -> Option<bool> {
        let value = serde_json::from_str(&made.text()).ok()?;
        Some(self.guards.passes(self.whole, &value))
    }

    /// Whether every value is right by construction: nothing had to be left to be tested.
    pub fn is_certain(&self) -> bool {
        self.entries.iter().all(|entry| entry.guards.is_empty())
    }

    /// How many parts the schemas have that values of an entry are tested by.
    pub(in crate::generate) fn parts_of_tests(&self, entry: &Entry) -> u64 {
        entry.guards.iter().map(|guard| self.guards.parts(*guard)).sum()
    }

    /// Whether a value passes what its entry could not promise.
    pub(in crate::generate) fn passes(&self, entry: &Entry, made: &GeneratedValue<'_>) -> bool {
        if entry.guards.is_empty() {
            return true;
        }
        let Ok(value) = serde_json::from_str(&made.text()) else {
            return false;
        };
        entry.guards.iter().all(|guard| self.guards.passes(*guard, &value))
    }
}

fn has_plain_integers(entry: &Entry) -> bool {
    matches!(&entry.node, Node::Number(numbers) if numbers.plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Choices;
    use serde_json::json;

    /// Schemas that each have two properties of the next one.
    fn chain(length: usize, required: bool) -> Value {
        let mut definitions = serde_json::Map::new();
        for at in 0..length {
            let next = json!({"$ref": format!("#/$defs/{}", at + 1)});
            let mut schema = json!({"type": "object", "properties": {"a": next, "b": next}});
            if required {
                schema["required"] = json!(["a", "b"]);
            }
            definitions.insert(at.to_string(), schema);
        }
        definitions.insert(length.to_string(), json!({"type": "null"}));
        json!({"$ref": "#/$defs/0", "$defs": definitions})
    }

    #[test]
    fn a_schema_whose_smallest_value_is_huge_has_no_plan() {
        assert!(matches!(Plan::new(&chain(60, true)), Err(NoPlan::TooLarge(_))));
        assert!(Plan::new(&chain(10, true)).is_ok());
        // Nothing is required: the huge value is only not made.
        for schema in [
            chain(60, false),
            json!({"anyOf": [{"$ref": "#/$defs/0"}, {"type": "null"}], "$defs": chain(60, true)["$defs"]}),
        ] {
            let plan = Plan::new(&schema).unwrap();
            for seed in 0..50 {
                assert!(plan.sample(&mut Choices::from_seed(seed)).is_some());
            }
        }
    }
}
