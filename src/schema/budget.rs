//! How much work a document may ask for. It is counted in steps and bytes and not in seconds, so that the same document always gets the
//! same answers.
//!
//! A step is a part of a schema, or a byte of a text, that is looked at once. Each kind of work has a share of the whole: what does not
//! fit into it is `unknown`, and the rest goes on.

use serde_json::Value;
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// The steps of a document, unless [`set_budget`] says otherwise. Documents as they are published take a tenth of them.
const DEFAULT_STEPS: u64 = 200_000_000;
/// The bytes of a document, unless [`set_budget`] says otherwise: 1 GiB.
const DEFAULT_BYTES: u64 = 1 << 30;

/// The bytes that a schema takes: as a value, in the graph, in tables of pointers, and compiled.
pub(super) const BYTES_OF_SCHEMA: u64 = 4 << 10;

/// A document that has more values than this gets more steps.
const PARTS: u64 = 400_000;

static MAX_STEPS: AtomicU64 = AtomicU64::new(DEFAULT_STEPS);
static MAX_BYTES: AtomicU64 = AtomicU64::new(DEFAULT_BYTES);

/// Sets what may be spent on a document in this process. A program calls it once, before it reads one.
pub(crate) fn set_budget(steps: Option<u64>, mebibytes: Option<u64>) {
    let steps = steps.unwrap_or(DEFAULT_STEPS);
    let bytes = mebibytes.map_or(DEFAULT_BYTES, |mebibytes| mebibytes.saturating_mul(1 << 20));
    MAX_STEPS.store(steps, Ordering::Relaxed);
    MAX_BYTES.store(bytes, Ordering::Relaxed);
}

/// One of so many parts of the steps.
pub(crate) fn steps(parts: u64) -> u64 {
    MAX_STEPS.load(Ordering::Relaxed) / parts
}

/// One of so many parts of the bytes.
pub(crate) fn bytes(parts: u64) -> u64 {
    MAX_BYTES.load(Ordering::Relaxed) / parts
}

/// How many values a value is made of.
pub(crate) fn size(value: &Value) -> u64 {
    let mut parts = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        parts += 1;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    parts
}

/// The most branches, or patterns of keys, that one part of a schema has: each value is tried with all of them.
pub(crate) fn widest(schema: &Value) -> u64 {
    let mut most = 0;
    let mut rest = vec![schema];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                for (key, value) in members {
                    let count = match (key.as_str(), value) {
                        ("oneOf" | "anyOf" | "allOf", Value::Array(branches)) => branches.len(),
                        ("patternProperties", Value::Object(patterns)) => patterns.len(),
                        _ => 0,
                    };
                    most = most.max(count);
                    rest.push(value);
                }
            }
            _ => {}
        }
    }
    most as u64
}

/// Why a question is not answered.
pub(crate) fn exhausted(steps: u64) -> String {
    format!("it takes more than {steps} steps, see --max-schema-steps")
}

/// What is left of a share.
#[derive(Debug)]
pub(crate) struct Steps {
    all: u64,
    left: Cell<u64>,
    are_bytes: bool,
}

impl Steps {
    fn new(all: u64, are_bytes: bool) -> Steps {
        Steps {
            all,
            left: Cell::new(all),
            are_bytes,
        }
    }

    /// One of so many parts of the steps.
    pub(crate) fn share(parts: u64) -> Steps {
        Steps::new(steps(parts), false)
    }

    /// One of so many parts of the bytes, for what is kept.
    pub(crate) fn share_of_bytes(parts: u64) -> Steps {
        Steps::new(bytes(parts), true)
    }

    /// The same for a document, which gets more if it is large.
    pub(crate) fn share_of(parts: u64, document: &Value) -> Steps {
        let large = size(document) / PARTS + 1;
        Steps::new(steps(parts).saturating_mul(large), false)
    }

    /// Takes steps, and returns whether there were so many. If not, nothing is left for smaller ones either: what is answered does
    /// not depend on which question fits by chance.
    pub(crate) fn spend(&self, steps: u64) -> bool {
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// How much was taken.
    pub(crate) fn spent(&self) -> u64 {
        self.all - self.left.get()
    }

    /// How much is left.
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }

    /// Whether nothing is left.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }

    /// Why a question was not answered.
    pub(crate) fn reason(&self) -> String {
        match self.are_bytes {
            true => format!("it takes more than {} KiB, see --max-memory", self.all >> 10),
            false => exhausted(self.all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_part_counts() {
        let schema = serde_json::json!({"oneOf": [{"patternProperties": {"a": {}, "b": {}, "c": {}}}, {"properties": {"oneOf": {}}}]});
        assert_eq!(widest(&schema), 3);
    }

    #[test]
    fn what_does_not_fit_leaves_nothing() {
        let steps = Steps::share(DEFAULT_STEPS / 10);
        assert!(steps.spend(4) && !steps.is_exhausted());
        assert!(!steps.spend(7) && steps.is_exhausted());
        assert!(!steps.spend(1));
        assert_eq!(steps.reason(), "it takes more than 10 steps, see --max-schema-steps");
        let bytes = Steps::share_of_bytes(DEFAULT_BYTES >> 12);
        assert!(bytes.spend(4096) && !bytes.spend(1));
        assert_eq!(bytes.reason(), "it takes more than 4 KiB, see --max-memory");
    }
}
