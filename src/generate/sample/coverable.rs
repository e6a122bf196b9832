//! The choices that the covering phase makes one after the other.

use super::super::plan::{Entry, Node, Object};
use super::relation::Relation;
use super::string;
use std::ops::Range;

/// The lengths of an array that stand for themselves: none more than must be, one more, a few, and full.
pub(super) const ARRAY_LENGTHS: usize = 4;

/// The number of choices of an entry that the covering phase makes.
pub(in crate::generate) fn choices_of(entry: &Entry) -> usize {
    match &entry.node {
        Node::Never | Node::Any => 0,
        Node::Union(nodes) => nodes.len(),
        Node::Literal(values) => values.len().min(256),
        Node::Number(numbers) => numbers.special.len(),
        Node::String(strings) => string::kinds(strings),
        Node::Array(array) => {
            let lengths = (array.max - array.min.min(array.max)).min(ARRAY_LENGTHS - 1) + 1;
            lengths
                + if lengths == ARRAY_LENGTHS {
                    array.counts.len()
                } else {
                    0
                }
        }
        Node::Object(object) => object_choices(object).relations.end,
    }
}

/// How many of the choices say something about the structure of values; behind them are those about single values.
pub(in crate::generate) fn structural_choices_of(entry: &Entry) -> usize {
    /// As many of the texts and numbers as stand for kinds of them.
    const KINDS: usize = 8;
    match &entry.node {
        Node::Number(_) | Node::String(_) => choices_of(entry).min(KINDS),
        Node::Array(_) => choices_of(entry).min(ARRAY_LENGTHS),
        Node::Object(object) => object_choices(object).keys.start,
        _ => choices_of(entry),
    }
}

/// Whether a choice of an entry is a size at which code cuts or refuses. There are few such values, so that as little as
/// may be that a type refuses for another reason should stand beside one.
pub(in crate::generate) fn is_large(entry: &Entry, choice: usize) -> bool {
    match &entry.node {
        Node::String(strings) => choice >= string::end_of_kinds(strings, false),
        Node::Array(_) => choice >= ARRAY_LENGTHS,
        Node::Object(object) => object_choices(object).counts.contains(&choice),
        _ => false,
    }
}

/// The choices of an object, by what they are about.
pub(super) struct ObjectChoices {
    /// A key that is not named; then the keys of other branches.
    pub(super) extra: Range<usize>,
    /// The names of keys, in objects whose keys are data.
    pub(super) keys: Range<usize>,
    /// How many keys there are, in such objects.
    pub(super) counts: Range<usize>,
    /// What numbers or times of the object are to one another.
    pub(super) relations: Range<usize>,
}

/// First come, for each property, that it is absent and that it is present.
pub(super) fn object_choices(object: &Object) -> ObjectChoices {
    let named = object.properties.len() * 2;
    let extra = named
        + if object.extra.is_some() {
            1 + object.foreign.len()
        } else {
            0
        };
    let keys = extra + if object.is_map() { object.keys.len() } else { 0 };
    let counts = keys + object.counts.len();
    ObjectChoices {
        extra: named..extra,
        keys: extra..keys,
        counts: keys..counts,
        relations: counts..counts + usize::from(object.has_relations) * Relation::ALL.len(),
    }
}
