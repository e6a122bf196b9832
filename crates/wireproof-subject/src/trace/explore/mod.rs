//! Traces a type: runs it on one sketch after the other, each made to answer one question about one place.
//!
//! A place is reached by the JSON around it ([`Context`]), with the key that leads there in front of all others, so that the type
//! reads it before it misses anything. A run need not succeed: what counts is what was asked and said on the way. Types are
//! examined once, wherever they stand, so recursion ends. What needs a value that a type reads (which keys are required, aliases,
//! the later items of a tuple) is done last, when the values have been found.

mod buffered;
mod dispatch;
mod explorer;
mod finish;
mod kinds;
mod list;
mod object;
mod repair;
mod run;
mod signs;
mod variants;

use super::candidates::Candidates;
use super::context::Context;
use super::model::{Accepts, JsonKind, Request, Trace};
use super::name;
use super::reader;
use super::sketch::Sketch;
use explorer::Explorer;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::marker::PhantomData;
use std::panic::{self, AssertUnwindSafe};

/// How often what needs values is tried again, after more values were found.
const ROUNDS: usize = 12;

/// Traces a type.
pub(crate) fn trace<T: DeserializeOwned>(candidates: &Candidates) -> Trace {
    Explorer::new(run_type::<T>, candidates).explore(type_name::<T>())
}

/// Whether the type reads a sketch; `None` if it panics.
fn run_type<T: DeserializeOwned>(sketch: &Sketch) -> Option<bool> {
    let read = || reader::read(PhantomData::<T>, sketch).is_ok();
    panic::catch_unwind(AssertUnwindSafe(read)).ok()
}

impl Explorer {
    fn explore(mut self, root: &'static str) -> Trace {
        let first = self.probe(&Context::default(), Sketch::Null);
        let asked = first.and_then(|run| run.request().cloned());
        let root = match asked {
            Some(asked) => self.meet(&asked, Context::default()).unwrap_or_default(),
            None => {
                self.gaps.insert(format!("`{root}` panics before it asks for anything"));
                root.to_owned()
            }
        };
        for _ in 0..ROUNDS {
            while let Some(index) = self.waiting.pop_front() {
                self.examine(index);
            }
            if !self.finish_all() && self.waiting.is_empty() {
                break;
            }
        }
        let types = self.nodes.into_iter().map(|node| (node.name, node.traced));
        Trace {
            root,
            types: types.collect(),
            gaps: self.gaps.into_iter().collect(),
            runs: self.runs,
        }
    }

    /// Finds out all about a type that needs no values.
    fn examine(&mut self, index: usize) {
        let Some(asked) = self.nodes[index].asked else {
            return;
        };
        match asked.request {
            Request::Ignored | Request::Nothing | Request::RawJson => return self.anything(index, asked.request),
            Request::Enum => self.examine_enum(index, &asked),
            _ => {}
        }
        self.kinds(index, &asked);
        if matches!(asked.request, Request::Option | Request::Newtype | Request::Enum) {
            return;
        }
        if name::is_buffer(asked.value) {
            return self.examine_untagged(index);
        }
        if name::is_tagged_buffer(asked.visitor) {
            return self.examine_tagged(index);
        }
        let may_be = |kind| self.nodes[index].traced.kinds.get(&kind) != Some(&Accepts::No);
        let (object, list) = (may_be(JsonKind::Object), may_be(JsonKind::List));
        if object {
            self.examine_object(index, &asked);
        }
        if list {
            self.examine_list(index, &asked);
        }
    }
}
