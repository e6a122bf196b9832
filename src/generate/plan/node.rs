//! What a plan is made of.

use super::super::value::{GeneratedValue, NodeId};
use jsonschema::Validator;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// What one value must be like.
#[derive(Debug)]
pub(in crate::generate) struct Entry {
    pub(in crate::generate) node: Node,
    /// What the node cannot promise by itself: schemas that its values are held against.
    pub(in crate::generate) guards: Vec<usize>,
    /// How many values the smallest value holds, itself included; `None` if there is none.
    pub(in crate::generate) size: Option<u32>,
    /// Whether a value may hold another of the same entry.
    pub(in crate::generate) recursive: bool,
}

/// What one value must be like, by kinds.
#[derive(Debug)]
pub(in crate::generate) enum Node {
    /// No value at all.
    Never,
    /// Anything.
    Any,
    /// One of several, the smallest first.
    Union(Vec<NodeId>),
    /// One of these values.
    Literal(Vec<GeneratedValue<'static>>),
    Number(Numbers),
    String(Strings),
    Array(Array),
    Object(Object),
}

/// Numbers between bounds.
#[derive(Debug)]
pub(in crate::generate) struct Numbers {
    /// Whole numbers alone.
    pub(in crate::generate) whole: bool,
    /// Whether whole numbers are written with digits alone.
    pub(in crate::generate) plain: bool,
    /// Those alone that a float of 32 bits holds, with as many digits as it takes to tell them apart.
    pub(in crate::generate) single: bool,
    pub(in crate::generate) low: f64,
    pub(in crate::generate) high: f64,
    /// Texts worth trying: the bounds, their neighbours, and where machine words end.
    pub(in crate::generate) special: Vec<String>,
    /// For whole numbers, and for multiples of something.
    pub(in crate::generate) grid: Option<Grid>,
}

impl Numbers {
    /// The same, with those of some values that are among them worth trying too.
    pub(super) fn with_named(mut self, named: &[Value]) -> Numbers {
        let first = self.special.len().min(1);
        for number in named.iter().filter(|value| value.is_number()) {
            let text = number.to_string();
            if self.allow(&text) && !self.special.contains(&text) {
                self.special.insert(first, text);
            }
        }
        self
    }

    /// Whether a number is one of them; not if that cannot be told from its digits.
    pub(in crate::generate) fn allow(&self, text: &str) -> bool {
        match &self.grid {
            Some(grid) => text.parse().is_ok_and(|number| grid.holds(number)),
            None => text
                .parse()
                .is_ok_and(|number: f64| (self.low..=self.high).contains(&number)),
        }
    }
}

/// Numbers in equal steps: `unit` × 10^-`places`, from the `first` multiple to the `last`.
#[derive(Debug)]
pub(in crate::generate) struct Grid {
    pub(in crate::generate) first: i128,
    pub(in crate::generate) last: i128,
    pub(in crate::generate) unit: i128,
    pub(in crate::generate) places: u32,
}

impl Grid {
    /// Whether a whole number is one of them.
    fn holds(&self, number: i128) -> bool {
        self.places == 0
            && number.checked_rem(self.unit) == Some(0)
            && (self.first..=self.last).contains(&(number / self.unit))
    }

    /// The text of one of them.
    pub(in crate::generate) fn text(&self, multiple: i128) -> String {
        let digits = multiple.saturating_mul(self.unit);
        if self.places == 0 {
            return digits.to_string();
        }
        let places = self.places as usize;
        let (sign, digits) = (
            if digits < 0 { "-" } else { "" },
            format!("{:0>1$}", digits.unsigned_abs(), places + 1),
        );
        let (whole, fraction) = digits.split_at(digits.len() - places);
        format!("{sign}{whole}.{fraction}")
    }
}

/// Texts that are shared by all entries for which they fit.
pub(in crate::generate) type Texts = Arc<[Cow<'static, str>]>;

/// Strings of some length, and of some form.
#[derive(Debug)]
pub(in crate::generate) struct Strings {
    /// In characters.
    pub(in crate::generate) min: usize,
    pub(in crate::generate) max: usize,
    /// Texts worth trying, the smallest first: members of a named format, or texts that code changes.
    pub(in crate::generate) texts: Texts,
    /// Lengths worth trying, in ascending order.
    pub(in crate::generate) lengths: Vec<usize>,
    /// Texts that are no members of the format but otherwise as they must be, where formats are asserted.
    pub(in crate::generate) near: Vec<String>,
    /// The regular expression that they match, if one can be taken apart.
    pub(in crate::generate) pattern: Option<Box<regex_syntax::hir::Hir>>,
}

impl Strings {
    /// Whether they are of a named format.
    pub(in crate::generate) fn is_named(&self) -> bool {
        self.lengths.is_empty() && self.pattern.is_none() && !self.texts.is_empty()
    }
}

#[derive(Debug)]
pub(in crate::generate) struct Array {
    pub(in crate::generate) prefix: Vec<NodeId>,
    /// What stands behind the prefix; `None` if nothing may.
    pub(in crate::generate) items: Option<NodeId>,
    /// Items of which some must be there, and how many.
    pub(in crate::generate) contains: Vec<(NodeId, usize)>,
    pub(in crate::generate) min: usize,
    pub(in crate::generate) max: usize,
    /// Larger counts that are worth trying.
    pub(in crate::generate) counts: Vec<usize>,
    pub(in crate::generate) unique: bool,
}

#[derive(Debug)]
pub(in crate::generate) struct Object {
    pub(in crate::generate) properties: Vec<Property>,
    /// For a property, the sets of properties with it that are not all there together, by their indices.
    pub(in crate::generate) not_all: HashMap<usize, Vec<Arc<[usize]>>>,
    /// What a key that is not named may hold; `None` if there may be none.
    pub(in crate::generate) extra: Option<NodeId>,
    /// What the names of such keys must be like, if not every name will do.
    pub(in crate::generate) names: Option<NodeId>,
    /// Names worth trying; none if names are restricted, or there may be no such keys.
    pub(in crate::generate) keys: Texts,
    /// Larger counts of keys that are worth trying, for objects that name no keys.
    pub(in crate::generate) counts: Vec<usize>,
    /// Whether several of the properties are numbers or texts in a named format, which may be related.
    pub(in crate::generate) has_relations: bool,
    pub(in crate::generate) patterns: Vec<KeyPattern>,
    /// Keys of the other branches of the union in which the object stands, and what they hold there.
    pub(in crate::generate) foreign: Vec<(Arc<str>, NodeId)>,
    /// The tags of the other branches: the key, and their values of it.
    pub(in crate::generate) rivals: Vec<(Arc<str>, GeneratedValue<'static>)>,
    pub(in crate::generate) min: usize,
    pub(in crate::generate) max: usize,
}

impl Object {
    /// Whether the object names no keys, so that the keys are data.
    pub(in crate::generate) fn is_map(&self) -> bool {
        self.properties.is_empty() && self.extra.is_some()
    }

    /// Whether a property makes a set complete that must not be, beside others that are there.
    pub(in crate::generate) fn is_barred(&self, index: usize, is_there: impl Fn(usize) -> bool) -> bool {
        let mut sets = self.not_all.get(&index).into_iter().flatten();
        sets.any(|set| set.iter().all(|other| *other == index || is_there(*other)))
    }

    /// Whether a key fits none of the patterns other than the one that it was made for.
    pub(in crate::generate) fn fits_only(&self, pattern: Option<usize>, key: &str) -> bool {
        let mut others = self.patterns.iter().enumerate().filter(|(at, _)| Some(*at) != pattern);
        !others.any(|(_, other)| other.test.as_ref().is_some_and(|test| fits(test, key)))
    }
}

/// A pattern of keys, and what keys that match it hold.
#[derive(Debug)]
pub(in crate::generate) struct KeyPattern {
    /// What makes such keys.
    pub(in crate::generate) name: NodeId,
    pub(in crate::generate) held: NodeId,
    /// Tells whether a key matches; `None` if the pattern cannot be compiled.
    pub(in crate::generate) test: Option<Arc<Validator>>,
}

/// Whether a text matches a compiled pattern.
pub(in crate::generate) fn fits(pattern: &Validator, text: &str) -> bool {
    pattern.is_valid(&Value::from(text))
}

#[derive(Debug)]
pub(in crate::generate) struct Property {
    pub(in crate::generate) key: Arc<str>,
    pub(in crate::generate) node: NodeId,
    pub(in crate::generate) required: bool,
}
