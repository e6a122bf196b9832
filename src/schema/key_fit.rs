//! Which component the keys of an object fit best.

use super::ir::{SchemaGraph, SchemaId};
use crate::json::{Kind, Tree};
use std::collections::BTreeSet;

/// Schemas that apply to one value are followed this far.
const MAX_DEPTH: usize = 32;
/// And so many of them: behind that, nothing counts as required or named.
const MOST_VISITS: usize = 20_000;
/// An object without a constant fits a component by its keys if the component requires at least this many,
const LEAST_REQUIRED: usize = 2;
/// and if of this many of its keys, at most one has no name in the component.
const KEYS_PER_STRANGER: usize = 5;

/// The keys that a component requires of an object, and those that it names.
#[derive(Debug, Default)]
pub(super) struct KeyFit {
    required: BTreeSet<Box<str>>,
    named: BTreeSet<Box<str>>,
}

impl KeyFit {
    pub(super) fn new(graph: &SchemaGraph, root: SchemaId) -> KeyFit {
        let mut visits = MOST_VISITS;
        collect(graph, root, 0, &mut visits)
    }

    /// Whether the object has all keys that the component requires.
    pub(super) fn has_required(&self, tree: &Tree<'_>) -> bool {
        let keys: BTreeSet<_> = tree.children(Tree::ROOT).map(|child| tree.key(child)).collect();
        self.required.iter().all(|key| keys.contains(&**key))
    }

    /// How well the keys alone tell that an object belongs to the component: the number of keys that it names, and of keys that it
    /// requires; `None` if they do not tell.
    pub(super) fn rank(&self, tree: &Tree<'_>) -> Option<(usize, usize)> {
        let is_object = tree.kind(Tree::ROOT) == Kind::Object;
        if !is_object || self.required.len() < LEAST_REQUIRED || !self.has_required(tree) {
            return None;
        }
        let (mut count, mut named) = (0, 0);
        for child in tree.children(Tree::ROOT) {
            count += 1;
            named += usize::from(self.named.contains(&*tree.key(child)));
        }
        ((count - named) * KEYS_PER_STRANGER <= count).then_some((named, self.required.len()))
    }
}

/// The keys of a schema: what one branch of a union requires, the others need not.
fn collect(graph: &SchemaGraph, id: SchemaId, depth: usize, visits: &mut usize) -> KeyFit {
    let node = &graph[id];
    match visits.checked_sub(1) {
        Some(left) => *visits = left,
        None => return KeyFit::default(),
    }
    let mut fit = KeyFit {
        required: node.required().iter().cloned().collect(),
        named: node.properties().iter().map(|(key, _)| key.clone()).collect(),
    };
    if depth >= MAX_DEPTH {
        return fit;
    }
    for part in node.conjuncts() {
        let part = collect(graph, part, depth + 1, visits);
        fit.required.extend(part.required);
        fit.named.extend(part.named);
    }
    for (_, branches) in node.unions() {
        let mut common: Option<BTreeSet<Box<str>>> = None;
        for branch in branches.iter().filter(|branch| !graph[**branch].is_null_type()) {
            let branch = collect(graph, *branch, depth + 1, visits);
            fit.named.extend(branch.named);
            common = Some(match common {
                Some(common) => common.intersection(&branch.required).cloned().collect(),
                None => branch.required,
            });
        }
        fit.required.extend(common.unwrap_or_default());
    }
    fit
}
