//! The schemas of a document that were read, as far as there is room for them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::budget::{self, BYTES_OF_SCHEMA};
use super::component::Schema;
use super::error::SpecError;

pub(super) type Compiled = Result<Arc<Schema>, SpecError>;

/// The schemas that were read, by their pointers. Each holds all that it refers to, so that all components of a document are many
/// times the document: those that were not asked for the longest time make room for others, and are read again when they are.
#[derive(Debug)]
pub(super) struct Known {
    most: u64,
    read: RwLock<HashMap<String, Kept>>,
    clock: AtomicU64,
}

#[derive(Debug)]
struct Kept {
    compiled: Compiled,
    weight: u64,
    asked: AtomicU64,
}

impl Default for Known {
    fn default() -> Known {
        Known::up_to(budget::bytes(2))
    }
}

impl Known {
    fn up_to(most: u64) -> Known {
        Known {
            most,
            read: RwLock::default(),
            clock: AtomicU64::new(0),
        }
    }

    /// The schema at a pointer, if it is kept.
    pub(super) fn get(&self, pointer: &str) -> Option<Compiled> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let kept = read.get(pointer)?;
        kept.asked.store(self.now(), Ordering::Relaxed);
        Some(kept.compiled.clone())
    }

    /// Keeps a schema. Two threads may read the same one at once: the results are equal, and the first one is kept.
    pub(super) fn keep(&self, pointer: &str, compiled: Compiled) -> Compiled {
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        let weight = compiled.as_ref().map_or(BYTES_OF_SCHEMA, |schema| {
            schema.parts() as u64 * BYTES_OF_SCHEMA + schema.bytes_of_patterns()
        });
        let kept = read.entry(pointer.to_owned()).or_insert_with(|| Kept {
            compiled,
            weight,
            asked: AtomicU64::new(self.now()),
        });
        let compiled = kept.compiled.clone();
        self.make_room(&mut read);
        compiled
    }

    /// Lets go of the oldest half, so that this is seldom done.
    fn make_room(&self, read: &mut HashMap<String, Kept>) {
        let mut weight: u64 = read.values().map(|kept| kept.weight).sum();
        if weight <= self.most {
            return;
        }
        let asked = |kept: &Kept| kept.asked.load(Ordering::Relaxed);
        let mut oldest: Vec<(u64, u64)> = read.values().map(|kept| (asked(kept), kept.weight)).collect();
        oldest.sort_unstable();
        let mut until = 0;
        for (asked, of_one) in oldest {
            if weight <= self.most / 2 {
                break;
            }
            (until, weight) = (asked + 1, weight - of_one);
        }
        read.retain(|_, kept| asked(kept) >= until);
    }

    fn now(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    #[test]
    fn what_was_not_asked_for_makes_room() {
        let document = Arc::new(Document::parse("t", br#"{"$defs": {"A": {}}}"#).unwrap());
        let one = || Schema::new(&document, Dialect::AsMeant.into(), "A", "/$defs/A").map(Arc::new);
        let weight = one().unwrap().parts() as u64 * BYTES_OF_SCHEMA;
        let known = Known::up_to(4 * weight);
        for pointer in ["/1", "/2", "/3", "/4"] {
            known.keep(pointer, one()).unwrap();
        }
        assert!(
            ["/1", "/2", "/3", "/4"]
                .iter()
                .all(|pointer| known.get(pointer).is_some())
        );
        known.get("/1");
        known.keep("/5", one()).unwrap();
        let left: Vec<&str> = ["/1", "/2", "/3", "/4", "/5"]
            .into_iter()
            .filter(|pointer| known.get(pointer).is_some())
            .collect();
        assert_eq!(left, ["/1", "/5"]);
    }
}
