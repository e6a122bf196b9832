//! A witness inside the smallest valid object around it.

use super::smallest::smallest;
use crate::generate::{Choices, Plan};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::{Schema, Spec, SpecError, UnionPlace, Way, WayStep};
use serde_json::{Value, json};

/// The ways from a component to a union: what lies around the union, as a schema that forces one value in its place.
pub struct Embedding {
    bundle: Value,
    way: Way,
}

/// So many values are made before the way is given up.
const SAMPLES: u64 = 60;

impl Embedding {
    /// The shortest way from a component to a union; `None` if there is none.
    ///
    /// # Errors
    /// When a schema on the way cannot be read.
    pub fn find(spec: &Spec, component: &str, place: &UnionPlace) -> Result<Option<Embedding>, SpecError> {
        let Some(way) = spec.way(component, place)? else {
            return Ok(None);
        };
        let mut pointers = vec![way.start.clone()];
        pointers.extend(way.steps.iter().filter_map(|step| match step {
            WayStep::Branch(pointer) => Some(pointer.clone()),
            WayStep::Key(_) | WayStep::Item => None,
        }));
        let bundle = spec.bundled(&pointers)?;
        Ok(Some(Embedding { bundle, way }))
    }

    /// Where the union stands in an object that is made around it.
    pub fn pointer(&self) -> Pointer {
        let mut pointer = Pointer::root();
        for step in &self.way.steps {
            match step {
                WayStep::Key(key) => pointer.push(key),
                WayStep::Item => pointer.push(0),
                WayStep::Branch(_) => {}
            }
        }
        pointer
    }

    /// The smallest valid object with the witness in the union's place, as far as it is found. `shows` says whether an object
    /// shows what is to be shown.
    pub fn object(&self, schema: &Schema, witness: &str, shows: impl Fn(&str) -> bool) -> Option<String> {
        let value: Value = serde_json::from_str(witness).ok()?;
        let mut branch = self
            .way
            .steps
            .iter()
            .filter(|step| matches!(step, WayStep::Branch(_)))
            .count();
        let mut inner = json!({ "const": value });
        for step in self.way.steps.iter().rev() {
            inner = match step {
                WayStep::Key(key) => json!({"type": "object", "required": [key], "properties": {key: inner}}),
                WayStep::Item => json!({"type": "array", "minItems": 1, "items": inner}),
                WayStep::Branch(_) => {
                    let number = branch;
                    branch -= 1;
                    json!({"allOf": [{"$ref": format!("#/$defs/{number}")}, inner]})
                }
            };
        }
        let forced = json!({"allOf": [{"$ref": "#/$defs/0"}, inner], "$defs": self.bundle["$defs"]});
        let plan = Plan::new(&forced).ok()?;
        let pointer = self.pointer();
        let fits = |text: &str| {
            let value: Option<Value> = serde_json::from_str(text).ok();
            let there = Tree::parse(text).is_ok_and(|tree| {
                tree.at(&pointer).is_some_and(|node| {
                    serde_json::from_str::<Value>(tree.source(node)).ok() == serde_json::from_str(witness).ok()
                })
            });
            there && value.is_some_and(|value| schema.is_valid(&value)) && shows(text)
        };
        let made = (0..SAMPLES).find_map(|seed| {
            let mut choices = match seed {
                0 => Choices::from_bytes(&[]),
                seed => Choices::from_seed(seed),
            };
            let text = plan.sample(&mut choices)?.text();
            fits(&text).then_some(text)
        })?;
        Some(smallest(&made, fits))
    }
}
