//! The long arrays and objects of a value.

use serde_json::Value;
use std::collections::HashSet;
use std::rc::Rc;

use super::piece::{ITEMS, LONG_OBJECT};

/// One step from a container to a value in it.
#[derive(Clone, Copy)]
pub(super) enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

/// A container that is cut.
#[derive(Clone)]
pub(super) struct Long<'v> {
    /// The last step that leads there; `None` for the whole value.
    link: Option<usize>,
    pub(super) parts: Parts<'v>,
}

/// What is distributed over pieces: the items of an array, or those members of an object that no schema names.
#[derive(Clone)]
pub(super) enum Parts<'v> {
    Items(&'v [Value]),
    Members(Rc<[(&'v String, &'v Value)]>),
}

impl Parts<'_> {
    pub(super) fn count(&self) -> usize {
        match self {
            Parts::Items(items) => items.len(),
            Parts::Members(members) => members.len(),
        }
    }
}

/// How containers are reached: each step with the one before it. Pointers that are written out take the length of a long key for
/// each container below it.
pub(super) struct Links<'v>(Vec<(Option<usize>, Step<'v>)>);

impl<'v> Links<'v> {
    /// The steps to a container.
    pub(super) fn path(&self, long: &Long<'v>) -> Vec<Step<'v>> {
        let mut steps = Vec::new();
        let mut next = long.link;
        while let Some((before, step)) = next.and_then(|link| self.0.get(link)) {
            steps.push(*step);
            next = *before;
        }
        steps.reverse();
        steps
    }
}

/// The arrays with more items than a piece has, and the objects with very many members, outer ones first.
pub(super) fn long_containers<'v>(value: &'v Value, named: &HashSet<&str>) -> (Vec<Long<'v>>, Links<'v>) {
    let (mut found, mut links) = (Vec::new(), Links(Vec::new()));
    let mut level = vec![(None, value)];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (link, value) in level {
            let mut below = |step, value| {
                if matters(value) {
                    next.push((Some(links.0.len()), value));
                    links.0.push((link, step));
                }
            };
            let parts = match value {
                Value::Array(items) => {
                    let steps = items.iter().enumerate();
                    steps.for_each(|(index, value)| below(Step::Index(index), value));
                    Parts::Items(items)
                }
                Value::Object(members) => {
                    members.iter().for_each(|(key, value)| below(Step::Key(key), value));
                    let free = members.iter().filter(|(key, _)| !named.contains(key.as_str()));
                    Parts::Members(free.filter(|_| members.len() > LONG_OBJECT).collect())
                }
                _ => continue,
            };
            if parts.count() > ITEMS {
                found.push(Long { link, parts });
            }
        }
        level = next;
    }
    (found, links)
}

/// Whether a value is long, or something in it may be.
fn matters(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.len() > ITEMS || items.iter().any(is_container),
        Value::Object(members) => members.len() > LONG_OBJECT || members.values().any(is_container),
        _ => false,
    }
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}
