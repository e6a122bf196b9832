//! The branches of a union, pair by pair.

use super::disjointness::Prover;
use crate::generate::{Choices, GeneratedValue, NoPlan, Plan};
use crate::schema::algebra;
use crate::schema::budget::{Steps, size};
use crate::schema::ir::{SchemaGraph, SchemaId};
use crate::schema::validation;
use crate::schema::{Spec, SpecError, UnionPlace};
use crate::subject::catch_panic;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How two branches of a union meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PairRelation {
    /// No text satisfies both.
    Disjoint(Proof),
    /// This text satisfies both: their validators accept it.
    Overlapping(String),
    /// Neither was shown, and why. Millions of pairs may share a reason.
    Unknown(Arc<str>),
}

/// What proved that branches are disjoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// Types, constants, keys and bounds.
    Shapes,
    /// The generator, which found that the two together ask for what no value is.
    Plan,
    /// The algebra of schemas.
    Algebra,
}

/// Branches of one union, or of all unions of a document, as one JSON Schema document.
pub struct Branches {
    schema: Value,
    graph: SchemaGraph,
    validators: Vec<OnceCell<Option<Validator>>>,
    /// What may be spent on all pairs that shapes do not tell apart: a step is an entry of a plan, or a byte of a value.
    steps: Steps,
    /// What is said of the pairs for which no steps are left.
    exhausted: OnceCell<Arc<str>>,
}

/// The definition of what stands beside the union.
const AROUND: &str = "around";

/// The steps of a pair apart from these.
const STEPS_OF_PAIR: u64 = 1000;
/// A value is made, tested, written and read again by both.
const STEPS_OF_VALUE: u64 = 10;

/// So many values are made of a pair before it is given up.
const SAMPLES: u64 = 400;
/// What is tried before anything is made.
const SMALLEST: [&str; 9] = ["null", "0", "\"\"", "[]", "{}", "false", "0.5", "[null]", "\"a\""];

impl Branches {
    /// The branches of a union.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn new(spec: &Spec, union: &UnionPlace) -> Result<Branches, SpecError> {
        let mut pointers: Vec<String> = (0..union.branches).map(|index| union.branch(index)).collect();
        let around = spec.document().value().pointer(&union.schema);
        if union.keyword.is_empty() || !around.is_some_and(|around| says_more(around, union.keyword)) {
            return Branches::of(spec, &pointers);
        }
        pointers.push(union.schema.clone());
        let mut schema = spec.bundled(&pointers)?;
        // What stands beside the union holds for the values of each branch.
        if let Some(definitions) = schema["$defs"].as_object_mut()
            && let Some(Value::Object(mut around)) = definitions.get(&union.branches.to_string()).cloned()
        {
            around.retain(|keyword, _| keyword != union.keyword && !keyword.starts_with("unevaluated"));
            definitions.insert(AROUND.to_owned(), Value::Object(around));
        }
        Ok(Branches::of_bundle(schema, union.branches))
    }

    /// Schemas at JSON pointers.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn of(spec: &Spec, pointers: &[String]) -> Result<Branches, SpecError> {
        Ok(Branches::of_bundle(spec.bundled(pointers)?, pointers.len()))
    }

    fn of_bundle(schema: Value, count: usize) -> Branches {
        Branches {
            graph: SchemaGraph::build(&schema),
            schema,
            validators: (0..count).map(|_| OnceCell::new()).collect(),
            steps: Steps::share(4),
            exhausted: OnceCell::new(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.validators.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.validators.is_empty()
    }

    /// Whether a branch allows a value; `None` if its validator cannot be built.
    pub fn allows(&self, branch: usize, value: &Value) -> Option<bool> {
        let validator = self.validators[branch].get_or_init(|| validation::build(&self.only(&[branch])));
        Some(validator.as_ref()?.is_valid(value))
    }

    /// The pointer of what in the value breaks a branch first, if something does.
    pub fn violation(&self, branch: usize, value: &Value) -> Option<String> {
        self.allows(branch, value)?;
        let validator = self.validators[branch].get()?.as_ref()?;
        let first = validator.iter_errors(value).next();
        first.map(|error| error.instance_path().as_str().to_owned())
    }

    /// Some branches, all to be satisfied, with what they refer to.
    pub fn only(&self, branches: &[usize]) -> Value {
        let around = self.graph.definition(AROUND);
        let names = branches.iter().map(ToString::to_string);
        let all: Vec<Value> = names
            .chain(around.map(|_| AROUND.to_owned()))
            .map(|name| json!({"$ref": format!("#/$defs/{name}")}))
            .collect();
        let each = branches.iter().filter_map(|branch| self.definition(*branch));
        let reached = self.graph.reached(each.chain(around));
        // There may be very many other branches.
        let pointers = reached.into_iter().map(|id| self.graph.pointer(id));
        let names = pointers.filter_map(|pointer| pointer.strip_prefix("/$defs/").map(str::to_owned));
        let definitions = &self.schema["$defs"];
        let wanted = names.filter_map(|name| Some((name.clone(), definitions.get(&name)?.clone())));
        let defs: Map<String, Value> = wanted.collect();
        let asserts = validation::asserts_formats(&self.schema);
        validation::asserting(json!({"allOf": all, "$defs": defs}), asserts)
    }

    /// The keys that a branch names or requires, itself and in what it refers to or is put together of.
    pub(super) fn names(&self, branch: usize) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for id in self.in_place(branch) {
            let node = &self.graph[id];
            names.extend(node.properties().iter().map(|(key, _)| key.to_string()));
            // A key may be described by a pattern alone.
            names.extend(node.required().iter().map(ToString::to_string));
        }
        names
    }

    /// The words that a branch demands under a key, itself and in what it refers to or is put together of: keys, each with its
    /// word.
    pub(super) fn constants(&self, branch: usize) -> BTreeSet<(String, String)> {
        let mut constants = BTreeSet::new();
        for id in self.in_place(branch) {
            for (key, property) in self.graph[id].properties() {
                if let Some(word) = self.only_word(*property) {
                    constants.insert((key.to_string(), word.to_owned()));
                }
            }
        }
        constants
    }

    /// The only text that a schema allows, or one that it refers to.
    fn only_word(&self, schema: SchemaId) -> Option<&str> {
        let mut node = &self.graph[schema];
        // The bundle bounds how many references follow one another.
        loop {
            if let Some(only) = node.only_value() {
                return only.as_str();
            }
            node = &self.graph[node.reference?];
        }
    }

    /// The schemas that look at the value of a branch: its own, and those that it refers to or is put together of.
    fn in_place(&self, branch: usize) -> BTreeSet<SchemaId> {
        let mut rest: Vec<SchemaId> = self.definition(branch).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = rest.pop() {
            if seen.insert(id) {
                let node = &self.graph[id];
                rest.extend(node.conjuncts());
                rest.extend(node.unions().flat_map(|(_, branches)| branches));
            }
        }
        seen
    }

    fn definition(&self, branch: usize) -> Option<SchemaId> {
        self.graph.definition(&branch.to_string())
    }

    /// How each pair of branches meets: `pairs` are positions.
    pub fn meetings(&self, pairs: impl IntoIterator<Item = (usize, usize)>) -> Vec<PairRelation> {
        let prover = Prover::new(&self.graph);
        pairs
            .into_iter()
            .map(|(a, b)| match (self.definition(a), self.definition(b)) {
                (Some(x), Some(y)) if prover.apart(x, y) => PairRelation::Disjoint(Proof::Shapes),
                _ => catch_panic(|| self.closer(a, b))
                    .unwrap_or_else(|message| PairRelation::Unknown(format!("wireproof panicked: {message}").into())),
            })
            .collect()
    }

    /// A pair whose shapes do not tell.
    fn closer(&self, a: usize, b: usize) -> PairRelation {
        let reason = || format!("with the pairs before {}", self.steps.reason()).into();
        let exhausted = || PairRelation::Unknown(Arc::clone(self.exhausted.get_or_init(reason)));
        if !self.steps.spend(STEPS_OF_PAIR) {
            return exhausted();
        }
        let both = |text: &str| -> Option<bool> {
            let value: Value = serde_json::from_str(text).ok()?;
            Some(self.allows(a, &value)? && self.allows(b, &value)?)
        };
        for text in SMALLEST {
            match both(text) {
                Some(true) => return PairRelation::Overlapping(text.to_owned()),
                Some(false) => {}
                None => return PairRelation::Unknown("a branch cannot be compiled".into()),
            }
        }
        let schema = self.only(&[a, b]);
        if !self.steps.spend(size(&schema)) {
            return exhausted();
        }
        let mut tried = match Plan::new(&schema) {
            Err(NoPlan::Unsatisfiable) => return PairRelation::Disjoint(Proof::Plan),
            Err(reason) => vec![reason.to_string()],
            Ok(plan) => {
                if !self.steps.spend(plan.steps()) {
                    return exhausted();
                }
                for seed in 0..SAMPLES {
                    // The smallest first: a stream of zeros.
                    let mut choices = match seed {
                        0 => Choices::from_bytes(&[]),
                        seed => Choices::from_seed(seed),
                    };
                    let mut work = 0;
                    let made = plan.sample_counted(&mut choices, &mut work);
                    let text = made.map(|made: GeneratedValue<'_>| made.text());
                    let bytes = text.as_ref().map_or(0, String::len) as u64;
                    if !self.steps.spend(bytes + work * STEPS_OF_VALUE) {
                        return exhausted();
                    }
                    if let Some(text) = text.filter(|text| both(text) == Some(true)) {
                        return PairRelation::Overlapping(text);
                    }
                }
                vec![format!("none of {SAMPLES} values made of both satisfied both")]
            }
        };
        match algebra::satisfiable(&schema) {
            Some(false) => return PairRelation::Disjoint(Proof::Algebra),
            Some(true) => tried.push("the schema algebra says that there is one".to_owned()),
            None => tried.push("the schema algebra cannot tell".to_owned()),
        }
        PairRelation::Unknown(tried.join("; ").into())
    }
}

/// Whether a schema says anything of its values beside what its union says.
fn says_more(schema: &Value, union: &str) -> bool {
    const CONSTRAINTS: [&str; 10] = [
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "items",
        "allOf",
        "not",
        "enum",
        "pattern",
    ];
    CONSTRAINTS
        .iter()
        .any(|keyword| *keyword != union && schema.get(keyword).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    fn meeting(a: &str, b: &str) -> PairRelation {
        let document = format!(r#"{{"$defs": {{"U": {{"oneOf": [{a}, {b}]}}}}}}"#);
        let spec = Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant);
        let place = spec.union_at("U").unwrap().unwrap();
        Branches::new(&spec, &place).unwrap().meetings([(0, 1)]).remove(0)
    }

    #[test]
    fn required_keys_are_named() {
        let document = br##"{"$defs": {"U": {"oneOf": [{"type": "object", "required": ["$ref"], "patternProperties": {"^.ref$": {}}},
            {"properties": {"a": {}}, "required": ["a", "b"]}]}}}"##;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let branches = Branches::new(&spec, &spec.union_at("U").unwrap().unwrap()).unwrap();
        let names = |branch| branches.names(branch).into_iter().collect::<Vec<_>>();
        assert_eq!(
            (names(0), names(1)),
            (vec!["$ref".to_owned()], vec!["a".to_owned(), "b".to_owned()])
        );
    }

    #[test]
    fn what_stands_beside_a_union_holds_for_its_branches() {
        let document = br##"{"$defs": {"U": {"type": "object", "required": ["in"], "properties": {"in": {"type": "string"}},
            "oneOf": [{"properties": {"in": {"const": "a"}}}, {"properties": {"in": {"const": "b"}, "u": {"$ref": "#/$defs/U"}}}]}}}"##;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let place = spec.union_at("U").unwrap().unwrap();
        let branches = Branches::new(&spec, &place).unwrap();
        let allows = |branch, value: Value| branches.allows(branch, &value).unwrap();
        assert!(!allows(0, json!({})) && !allows(1, json!({"in": "a"})));
        assert!(allows(0, json!({"in": "a"})) && allows(1, json!({"in": "b", "u": {"in": "a"}})));
        assert!(!allows(1, json!({"in": "b", "u": {}})));
        let schema = branches.only(&[1]);
        let plan = Plan::new(&schema).unwrap();
        let made = plan.sample(&mut Choices::from_bytes(&[])).unwrap().text();
        assert!(made.contains(r#""in":"b""#), "{made}");
        assert_eq!(branches.len(), 2);
    }

    #[test]
    fn pairs_are_disjoint_only_if_proved_and_overlap_only_with_a_text() {
        let overlap = |text: &str| PairRelation::Overlapping(text.to_owned());
        assert_eq!(
            meeting(r#"{"type": "integer"}"#, r#"{"type": "string"}"#),
            PairRelation::Disjoint(Proof::Shapes)
        );
        assert_eq!(meeting(r#"{"type": "integer"}"#, r#"{"type": "number"}"#), overlap("0"));
        assert_eq!(
            meeting(r#"{"type": "integer", "minimum": 7}"#, r#"{"type": "number"}"#),
            overlap("7")
        );
        // Open objects overlap, whatever each of them requires.
        let requires = |key: &str| {
            format!(r#"{{"type": "object", "properties": {{"{key}": {{"type": "null"}}}}, "required": ["{key}"]}}"#)
        };
        assert_eq!(
            meeting(&requires("a"), &requires("b")),
            overlap(r#"{"b":null,"a":null}"#)
        );
        // Neither shapes nor texts tell: what is not decided is said to be so, or proved otherwise.
        let odd = meeting(
            r#"{"type": "integer", "multipleOf": 2}"#,
            r#"{"not": {"multipleOf": 2}}"#,
        );
        assert!(!matches!(odd, PairRelation::Overlapping(_)), "{odd:?}");
    }
}
