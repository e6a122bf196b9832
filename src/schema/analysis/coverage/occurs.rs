//! Whether a feature can occur, as far as the schema says.

use crate::schema::algebra;
use crate::schema::budget::Steps;
use crate::schema::bundle::Bundle;
use crate::schema::ir::SchemaId;
use crate::schema::validation;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// A part of a schema is copied, compiled and compared with others.
const STEPS_OF_PART: u64 = 20;

/// Asks a validator about single values, and the schema algebra about sets of them, as long as there are steps left.
pub(super) struct Oracle<'b> {
    bundle: &'b Bundle,
    steps: &'b Steps,
    validators: HashMap<SchemaId, Option<Validator>>,
    answers: HashMap<(SchemaId, String), Option<bool>>,
}

impl<'b> Oracle<'b> {
    pub(super) fn new(bundle: &'b Bundle, steps: &'b Steps) -> Oracle<'b> {
        Oracle {
            bundle,
            steps,
            validators: HashMap::new(),
            answers: HashMap::new(),
        }
    }

    /// Whether the schema at a pointer allows a value; `true` where that cannot be decided.
    pub(super) fn allows(&mut self, at: SchemaId, value: &Value) -> bool {
        let (bundle, steps) = (self.bundle, self.steps);
        let validator = self.validators.entry(at).or_insert_with(|| {
            validation::options()
                .build(&standalone(bundle, bundle.json(at)?, steps)?)
                .ok()
        });
        validator.as_ref().is_none_or(|validator| validator.is_valid(value))
    }

    /// Whether any value satisfies the schema at a pointer and another schema together; `None` if the algebra cannot tell.
    pub(super) fn meets(&mut self, at: SchemaId, more: &Value) -> Option<bool> {
        let question = (at, more.to_string());
        if let Some(answer) = self.answers.get(&question) {
            return *answer;
        }
        let answer = self.bundle.json(at).and_then(|schema| {
            let both = json!({"allOf": [schema, more]});
            algebra::satisfiable(&standalone(self.bundle, &both, self.steps)?)
        });
        self.answers.insert(question, answer);
        answer
    }
}

/// A schema of a bundle as a document of its own, with the definitions that it refers to, and no others; `None` if there are not as many
/// steps left as it has parts.
fn standalone(bundle: &Bundle, schema: &Value, steps: &Steps) -> Option<Value> {
    let mut defs = serde_json::Map::new();
    let mut wanted = BTreeSet::new();
    let mut rest = vec![schema];
    while let Some(schema) = rest.pop() {
        if !steps.spend(STEPS_OF_PART) {
            return None;
        }
        match schema {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str);
                let unit = target.and_then(|target| target.strip_prefix("#/$defs/"));
                if let Some(unit) = unit.and_then(|unit| unit.split('/').next())
                    && wanted.insert(unit.to_owned())
                    && let Some(definition) = bundle.get(&format!("/$defs/{unit}"))
                {
                    defs.insert(unit.to_owned(), definition.clone());
                    rest.push(definition);
                }
                rest.extend(members.values());
            }
            Value::Array(items) => rest.extend(items),
            _ => {}
        }
    }
    Some(json!({"allOf": [schema], "$defs": defs}))
}
