//! Strategies for `proptest`: values of a schema, in a user's own tests.

use crate::case::Fault;
use crate::generate::{Choices, Plan};
use crate::schema::Schema;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Reason, TestRunner};
use std::fmt;
use std::sync::Arc;

/// More bytes than this are never needed to choose a value by.
const BYTES: usize = 1024;

/// JSON texts that a schema allows, nasty on purpose; smaller ones when a test fails.
///
/// # Panics
/// When no value can be made of the schema: none satisfies it, or it is too large.
///
/// ```
/// use proptest::test_runner::TestRunner;
/// use wireproof::schema::{Dialect, Document, Spec};
///
/// let schema = br#"{"$defs": {"Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}"#;
/// let spec = Spec::new(Document::parse("pets.json", schema)?, Dialect::AsMeant);
/// TestRunner::default()
///     .run(&wireproof::samples(&*spec.component("Pet")?), |text| {
///         let pet: serde_json::Value = serde_json::from_str(&text).unwrap();
///         assert!(pet["name"].is_string());
///         Ok(())
///     })
///     .unwrap();
/// # Ok::<(), wireproof::schema::SpecError>(())
/// ```
pub fn samples(schema: &Schema) -> impl Strategy<Value = String> + Clone + use<> {
    Generated {
        plan: plan(schema),
        make: |plan, bytes| plan.sample(&mut Choices::from_bytes(bytes)).map(|made| made.text()),
    }
}

/// JSON texts with exactly one thing wrong, proven invalid; smaller ones, as wrong, when a test fails.
///
/// # Panics
/// As [`samples`].
pub fn mutants(schema: &Schema) -> impl Strategy<Value = MutantText> + Clone + use<> {
    Generated {
        plan: plan(schema),
        make: |plan, bytes| {
            let mutant = plan.mutant(&mut Choices::from_bytes(bytes))?;
            Some(MutantText {
                text: mutant.made.text(),
                fault: Fault {
                    operator: mutant.operator.to_owned(),
                    pointer: mutant.pointer,
                },
            })
        },
    }
}

/// A text with exactly one thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutantText {
    /// The JSON text.
    pub text: String,
    /// What is wrong, and where.
    pub fault: Fault,
}

fn plan(schema: &Schema) -> Arc<Plan> {
    match Plan::new(schema.json_schema()) {
        Ok(plan) => Arc::new(plan),
        Err(reason) => panic!("{}: {reason}", schema.name()),
    }
}

/// What bytes make of a plan.
struct Generated<T> {
    plan: Arc<Plan>,
    make: fn(&Plan, &[u8]) -> Option<T>,
}

impl<T> Clone for Generated<T> {
    fn clone(&self) -> Self {
        Generated {
            plan: Arc::clone(&self.plan),
            make: self.make,
        }
    }
}

impl<T> fmt::Debug for Generated<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Generated")
    }
}

impl<T: fmt::Debug> Strategy for Generated<T> {
    type Tree = Tree<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> Result<Tree<T>, Reason> {
        loop {
            let bytes = vec(any::<u8>(), 0..BYTES).new_tree(runner)?.current();
            if (self.make)(&self.plan, &bytes).is_some() {
                return Ok(Tree {
                    made_of: self.clone(),
                    last: bytes.clone(),
                    bytes,
                    step: Step::Cut(BYTES),
                    at: 0,
                });
            }
            runner.reject_local("the bytes make no value")?;
        }
    }
}

/// How the bytes are made smaller: parts go, then bytes become zero, then smaller.
#[derive(Debug, Clone, Copy)]
enum Step {
    Cut(usize),
    Zero,
    Halve,
    Over,
}

/// Bytes that make a value, on their way to the fewest and smallest.
#[derive(Debug)]
struct Tree<T> {
    made_of: Generated<T>,
    /// The smallest bytes that failed so far.
    last: Vec<u8>,
    /// What is tried.
    bytes: Vec<u8>,
    step: Step,
    at: usize,
}

impl<T> Tree<T> {
    /// The next smaller bytes.
    fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            let mut bytes = self.last.clone();
            match self.step {
                Step::Cut(0) => (self.step, self.at) = (Step::Zero, 0),
                Step::Cut(size) => {
                    if self.at >= bytes.len() || size > bytes.len() {
                        (self.step, self.at) = (Step::Cut(size / 2), 0);
                        continue;
                    }
                    bytes.drain(self.at..(self.at + size).min(bytes.len()));
                    self.at += size;
                    return Some(bytes);
                }
                Step::Zero | Step::Halve => {
                    let Some(byte) = bytes.get_mut(self.at) else {
                        (self.step, self.at) = match self.step {
                            Step::Zero => (Step::Halve, 0),
                            _ => (Step::Over, 0),
                        };
                        continue;
                    };
                    self.at += 1;
                    let smaller = if matches!(self.step, Step::Zero) { 0 } else { *byte / 2 };
                    if smaller < *byte {
                        *byte = smaller;
                        return Some(bytes);
                    }
                }
                Step::Over => return None,
            }
        }
    }

    fn try_next(&mut self) -> bool {
        while let Some(bytes) = self.next() {
            if (self.made_of.make)(&self.made_of.plan, &bytes).is_some() {
                self.bytes = bytes;
                return true;
            }
        }
        self.bytes.clone_from(&self.last);
        false
    }
}

impl<T: fmt::Debug> ValueTree for Tree<T> {
    type Value = T;

    fn current(&self) -> T {
        match (self.made_of.make)(&self.made_of.plan, &self.bytes) {
            Some(value) => value,
            // Bytes are only kept when they make a value, and the same bytes make the same.
            None => unreachable!("bytes that made a value make it again"),
        }
    }

    fn simplify(&mut self) -> bool {
        // What is there now fails: it is the smallest so far.
        if self.bytes != self.last {
            self.last.clone_from(&self.bytes);
            // What was cut away makes room for what stood behind it.
            if let Step::Cut(size) = self.step {
                self.at = self.at.saturating_sub(size);
            }
        }
        self.try_next()
    }

    fn complicate(&mut self) -> bool {
        self.bytes.clone_from(&self.last);
        false
    }
}
