//! The state of a trace: the types that were met, and how one run is made.

use super::run::Run;
use crate::trace::candidates::Candidates;
use crate::trace::context::{self, Context};
use crate::trace::log::Asked;
use crate::trace::model::TracedType;
use crate::trace::name;
use crate::trace::sketch::Sketch;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most types of a trace.
const MOST_TYPES: usize = 3_000;
/// What a trace may cost: the values that are given plus the requests that are made, in all runs.
const BUDGET: usize = 3_000_000;

/// A type that was met.
pub(super) struct Node {
    pub(super) name: String,
    pub(super) context: Context,
    /// The request by which it was met.
    pub(super) asked: Option<Asked>,
    pub(super) traced: TracedType,
    /// A value that it reads.
    pub(super) filler: Option<Sketch>,
    pub(super) is_finished: bool,
    /// Whether it was examined for a tag.
    pub(super) is_dispatch_known: bool,
    /// What every object that it reads must have: the tag of a variant.
    pub(super) fixed: Vec<(String, Sketch)>,
}

pub(super) struct Explorer {
    run: fn(&Sketch) -> Option<bool>,
    pub(super) candidates: Candidates,
    pub(super) nodes: Vec<Node>,
    pub(super) by_name: BTreeMap<String, usize>,
    pub(super) waiting: VecDeque<usize>,
    pub(super) budget: usize,
    pub(super) runs: usize,
    pub(super) gaps: BTreeSet<String>,
}

impl Explorer {
    pub(super) fn new(run: fn(&Sketch) -> Option<bool>, candidates: &Candidates) -> Explorer {
        let mut gaps = BTreeSet::new();
        if candidates.are_too_many() {
            gaps.insert("there are more candidates than are tried".to_owned());
        }
        Explorer {
            run,
            candidates: candidates.bounded(),
            nodes: Vec::new(),
            by_name: BTreeMap::new(),
            waiting: VecDeque::new(),
            budget: BUDGET,
            runs: 0,
            gaps,
        }
    }

    /// Runs the type with a value at a place; `None` if the trace has cost too much.
    pub(super) fn probe(&mut self, context: &Context, value: Sketch) -> Option<Run> {
        let whole = Box::new(context.around(value));
        let cost = whole.size();
        if self.budget < cost {
            self.budget = 0;
            self.gaps
                .insert("the type is too large: not every question was put".to_owned());
            return None;
        }
        let run = Run::of(self.run, whole, context);
        self.budget = self.budget.saturating_sub(cost + run.requests());
        self.runs += 1;
        if run.panicked() {
            self.gaps.insert("the type panics on some input".to_owned());
        }
        Some(run)
    }

    /// The name of the type behind a request. It is examined later if it is new.
    pub(super) fn meet(&mut self, asked: &Asked, context: Context) -> Option<String> {
        let name = name::of(asked, context.last_key());
        self.meet_named(name, asked, context)
    }

    pub(super) fn meet_named(&mut self, name: String, asked: &Asked, context: Context) -> Option<String> {
        if self.by_name.contains_key(&name) {
            return Some(name);
        }
        if self.nodes.len() >= MOST_TYPES || context.depth() > context::DEEPEST {
            self.gaps
                .insert("types that are nested deeper, or are more, than a trace follows".to_owned());
            return None;
        }
        self.by_name.insert(name.clone(), self.nodes.len());
        self.waiting.push_back(self.nodes.len());
        self.nodes.push(Node {
            name: name.clone(),
            context,
            asked: Some(*asked),
            traced: TracedType {
                value: asked.value.to_owned(),
                visitor: match name::is_of_serde(asked.visitor) {
                    true => String::new(),
                    false => asked.visitor.to_owned(),
                },
                request: asked.request,
                name: Some(asked.name).filter(|name| !name.is_empty()).map(str::to_owned),
                ..TracedType::default()
            },
            filler: None,
            is_finished: false,
            is_dispatch_known: false,
            fixed: Vec::new(),
        });
        Some(name)
    }

    pub(super) fn node(&self, name: &str) -> Option<&Node> {
        self.by_name.get(name).and_then(|&index| self.nodes.get(index))
    }

    /// A value that the type of that name reads.
    pub(super) fn filler(&self, name: Option<&String>) -> Option<Sketch> {
        self.node(name?)?.filler.clone()
    }
}
