//! JSON values that are being made: with the text of each number, and with keys in order.

use crate::json::{Kind, Node, Tree, same_number};
use crate::pointer::Pointer;
use serde_json::Value;
use std::borrow::Cow;

/// Which part of a plan a value was made by.
pub type NodeId = u32;

/// GeneratedValue by no part of a plan.
pub const NOWHERE: NodeId = NodeId::MAX;

/// So many bytes of a text take as much room as a value.
pub(in crate::generate) const WEIGHT: usize = 64;

/// A JSON value that is being made.
#[derive(Debug, Clone, PartialEq)]
pub struct GeneratedValue<'p> {
    /// What made it.
    pub node: NodeId,
    /// What it holds.
    pub body: Body<'p>,
}

/// What a value holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Body<'p> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The text of a number.
    Number(Cow<'p, str>),
    /// A string, unescaped.
    String(Cow<'p, str>),
    /// Items.
    Array(Vec<GeneratedValue<'p>>),
    /// Keys, unescaped, and values; a key may stand twice.
    Object(Vec<(Cow<'p, str>, GeneratedValue<'p>)>),
}

impl<'p> GeneratedValue<'p> {
    /// A value that no part of a plan made.
    pub fn plain(body: Body<'p>) -> GeneratedValue<'p> {
        GeneratedValue { node: NOWHERE, body }
    }

    /// A value of `serde_json`, to be written with other choices.
    pub fn of(value: &Value) -> GeneratedValue<'static> {
        GeneratedValue::plain(match value {
            Value::Null => Body::Null,
            Value::Bool(bool) => Body::Bool(*bool),
            Value::Number(number) => Body::Number(number.to_string().into()),
            Value::String(string) => Body::String(string.clone().into()),
            Value::Array(items) => Body::Array(items.iter().map(GeneratedValue::of).collect()),
            Value::Object(members) => Body::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.clone().into(), GeneratedValue::of(value)))
                    .collect(),
            ),
        })
    }

    /// A JSON text, read with the text of each number; `None` if it is not JSON, or nests deeper than is ever made.
    pub fn read(text: &str) -> Option<GeneratedValue<'static>> {
        let tree = Tree::parse(text).ok()?;
        GeneratedValue::node(&tree, Tree::ROOT, 0)
    }

    fn node(tree: &Tree<'_>, node: Node, depth: u32) -> Option<GeneratedValue<'static>> {
        const DEEPEST: u32 = 256;
        let below = |node| GeneratedValue::node(tree, node, depth + 1);
        Some(GeneratedValue::plain(match tree.kind(node) {
            _ if depth > DEEPEST => return None,
            Kind::Null => Body::Null,
            Kind::Bool => Body::Bool(tree.source(node) == "true"),
            Kind::Number => Body::Number(tree.source(node).to_owned().into()),
            Kind::String => Body::String(tree.string(node)?.into_owned().into()),
            Kind::Array => Body::Array(tree.children(node).map(below).collect::<Option<_>>()?),
            Kind::Object => Body::Object(
                tree.children(node)
                    .map(|child| Some((tree.key(child).into_owned().into(), below(child)?)))
                    .collect::<Option<_>>()?,
            ),
        }))
    }

    /// The same, borrowing nothing.
    pub fn into_owned(self) -> GeneratedValue<'static> {
        let body = match self.body {
            Body::Null => Body::Null,
            Body::Bool(bool) => Body::Bool(bool),
            Body::Number(text) => Body::Number(text.into_owned().into()),
            Body::String(text) => Body::String(text.into_owned().into()),
            Body::Array(items) => Body::Array(items.into_iter().map(GeneratedValue::into_owned).collect()),
            Body::Object(members) => Body::Object(
                members
                    .into_iter()
                    .map(|(key, value)| (key.into_owned().into(), value.into_owned()))
                    .collect(),
            ),
        };
        GeneratedValue { node: self.node, body }
    }

    /// Whether two values are the same to JSON Schema: `1` is `1.0`, and the order of keys does not count.
    pub fn is_same(&self, other: &GeneratedValue<'_>) -> bool {
        match (&self.body, &other.body) {
            (Body::Number(ours), Body::Number(theirs)) => same_number(ours, theirs),
            (Body::Array(ours), Body::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| ours.is_same(theirs))
            }
            (Body::Object(ours), Body::Object(theirs)) => {
                let found = |key: &str| theirs.iter().find(|(other, _)| other == key);
                ours.len() == theirs.len()
                    && ours
                        .iter()
                        .all(|(key, value)| found(key).is_some_and(|(_, other)| value.is_same(other)))
            }
            (ours, theirs) => ours == theirs,
        }
    }

    /// How many values lie directly below.
    pub fn children(&self) -> usize {
        match &self.body {
            Body::Array(items) => items.len(),
            Body::Object(members) => members.len(),
            _ => 0,
        }
    }

    /// The value directly below, by its position.
    pub fn child(&self, position: usize) -> Option<&GeneratedValue<'p>> {
        match &self.body {
            Body::Array(items) => items.get(position),
            Body::Object(members) => members.get(position).map(|(_, value)| value),
            _ => None,
        }
    }

    fn child_mut(&mut self, position: usize) -> Option<&mut GeneratedValue<'p>> {
        match &mut self.body {
            Body::Array(items) => items.get_mut(position),
            Body::Object(members) => members.get_mut(position).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at a place: positions from the outermost value inwards.
    pub fn at(&self, place: &[u32]) -> Option<&GeneratedValue<'p>> {
        place
            .iter()
            .try_fold(self, |value, &position| value.child(position as usize))
    }

    /// The value to which steps lead: keys and indices, from the outermost value inwards.
    pub fn below(&self, steps: &[String]) -> Option<&GeneratedValue<'p>> {
        steps
            .iter()
            .try_fold(self, |value, step| value.child(value.position(step)?))
    }

    /// Where the value to which a step leads stands.
    pub(crate) fn position(&self, step: &str) -> Option<usize> {
        match &self.body {
            Body::Array(_) => step.parse().ok(),
            Body::Object(members) => members.iter().position(|(key, _)| key == step),
            _ => None,
        }
    }

    /// The value at a place, to be changed.
    pub fn at_mut(&mut self, place: &[u32]) -> Option<&mut GeneratedValue<'p>> {
        place
            .iter()
            .try_fold(self, |value, &position| value.child_mut(position as usize))
    }

    /// The JSON pointer of a place.
    pub fn pointer(&self, place: &[u32]) -> Pointer {
        let mut pointer = Pointer::root();
        let mut value = Some(self);
        for &position in place {
            match value.map(|value| &value.body) {
                Some(Body::Object(members)) if (position as usize) < members.len() => {
                    pointer.push(&members[position as usize].0);
                }
                _ => pointer.push(position),
            }
            value = value.and_then(|value| value.child(position as usize));
        }
        pointer
    }

    /// How many values it holds, itself included.
    pub(in crate::generate) fn size(&self) -> usize {
        let below = (0..self.children()).filter_map(|position| self.child(position));
        1 + below.map(GeneratedValue::size).sum::<usize>()
    }

    /// How large a value is, itself included: a long text counts like several values.
    pub(in crate::generate) fn weight(&self) -> usize {
        let own = match &self.body {
            Body::String(text) => text.len(),
            Body::Object(members) => members.iter().map(|(key, _)| key.len() / WEIGHT * WEIGHT).sum(),
            _ => 0,
        };
        let below = (0..self.children()).filter_map(|position| self.child(position));
        1 + own / WEIGHT + below.map(GeneratedValue::weight).sum::<usize>()
    }

    /// The first of the places, in the order of [`places`](Self::places), whose value is wanted.
    pub(in crate::generate) fn first_place(&self, is_wanted: impl Fn(&GeneratedValue<'p>) -> bool) -> Option<Vec<u32>> {
        // Each value with that around it, by its index here, and its position in that.
        let mut found: Vec<(&GeneratedValue<'p>, usize, u32)> = vec![(self, 0, 0)];
        let mut next = 0;
        loop {
            let (value, ..) = *found.get(next)?;
            if is_wanted(value) {
                break;
            }
            let below =
                (0..value.children()).filter_map(|position| Some((value.child(position)?, next, position as u32)));
            found.extend(below);
            next += 1;
        }
        let mut place = Vec::new();
        while next > 0 {
            let (_, around, position) = found[next];
            place.push(position);
            next = around;
        }
        place.reverse();
        Some(place)
    }

    /// The places of all values, outermost first, each before what lies in it.
    pub fn places(&self) -> Vec<Vec<u32>> {
        let mut found: Vec<(&GeneratedValue<'p>, Vec<u32>)> = vec![(self, Vec::new())];
        let mut next = 0;
        while let Some((value, place)) = found.get(next).map(|(value, place)| (*value, place.clone())) {
            found.extend((0..value.children()).filter_map(|position| {
                let mut below = place.clone();
                below.push(position as u32);
                Some((value.child(position)?, below))
            }));
            next += 1;
        }
        found.into_iter().map(|(_, place)| place).collect()
    }
}
