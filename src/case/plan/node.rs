//! What a plan is made of.

use super::super::made::{Made, NodeId};
use std::sync::Arc;

/// What one value must be like.
#[derive(Debug)]
pub(in crate::case) struct Entry {
    pub(in crate::case) node: Node,
    /// What the node cannot promise by itself: schemas that its values are held against.
    pub(in crate::case) guards: Vec<usize>,
    /// How many values the smallest value holds, itself included; `None` if there is none.
    pub(in crate::case) size: Option<u32>,
    /// Whether a value may hold another of the same entry.
    pub(in crate::case) recursive: bool,
}

/// What one value must be like, by kinds.
#[derive(Debug)]
pub(in crate::case) enum Node {
    /// No value at all.
    Never,
    /// Anything.
    Any,
    /// One of several, the smallest first.
    Union(Vec<NodeId>),
    /// One of these values.
    Literal(Vec<Made<'static>>),
    Number(Numbers),
    String(Strings),
    Array(Array),
    Object(Object),
}

/// Numbers between bounds.
#[derive(Debug)]
pub(in crate::case) struct Numbers {
    /// Whole numbers alone.
    pub(in crate::case) whole: bool,
    pub(in crate::case) low: f64,
    pub(in crate::case) high: f64,
    /// Texts worth trying: the bounds, their neighbours, and where machine words end.
    pub(in crate::case) special: Vec<String>,
    /// For whole numbers, and for multiples of something.
    pub(in crate::case) grid: Option<Grid>,
}

/// Numbers in equal steps: `unit` × 10^-`places`, from the `first` multiple to the `last`.
#[derive(Debug)]
pub(in crate::case) struct Grid {
    pub(in crate::case) first: i128,
    pub(in crate::case) last: i128,
    pub(in crate::case) unit: i128,
    pub(in crate::case) places: u32,
}

impl Grid {
    /// The text of one of them.
    pub(in crate::case) fn text(&self, multiple: i128) -> String {
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

/// Strings of some length, and of some form.
#[derive(Debug)]
pub(in crate::case) struct Strings {
    /// In characters.
    pub(in crate::case) min: usize,
    pub(in crate::case) max: usize,
    pub(in crate::case) form: Form,
}

/// The form of a string.
#[derive(Debug)]
pub(in crate::case) enum Form {
    Free,
    /// What a regular expression matches.
    Pattern(Box<regex_syntax::hir::Hir>),
    /// Texts in a named format.
    Examples(&'static [&'static str]),
}

#[derive(Debug)]
pub(in crate::case) struct Array {
    pub(in crate::case) prefix: Vec<NodeId>,
    /// What stands behind the prefix; `None` if nothing may.
    pub(in crate::case) items: Option<NodeId>,
    /// Items of which some must be there, and how many.
    pub(in crate::case) contains: Vec<(NodeId, usize)>,
    pub(in crate::case) min: usize,
    pub(in crate::case) max: usize,
    pub(in crate::case) unique: bool,
}

#[derive(Debug)]
pub(in crate::case) struct Object {
    pub(in crate::case) properties: Vec<Property>,
    /// What a key that is not named may hold; `None` if there may be none.
    pub(in crate::case) extra: Option<NodeId>,
    /// What the names of such keys must be like, if not every name will do.
    pub(in crate::case) names: Option<NodeId>,
    /// Patterns of names, and what such keys hold.
    pub(in crate::case) patterns: Vec<(NodeId, NodeId)>,
    /// Keys of the other branches of the union in which the object stands, and what they hold there.
    pub(in crate::case) foreign: Vec<(Arc<str>, NodeId)>,
    /// The tags of the other branches: the key, and their values of it.
    pub(in crate::case) rivals: Vec<(Arc<str>, Made<'static>)>,
    pub(in crate::case) min: usize,
    pub(in crate::case) max: usize,
}

#[derive(Debug)]
pub(in crate::case) struct Property {
    pub(in crate::case) key: Arc<str>,
    pub(in crate::case) node: NodeId,
    pub(in crate::case) required: bool,
}
