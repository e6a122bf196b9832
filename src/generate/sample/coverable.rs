//! The choices that the covering phase makes one after the other.

use super::super::plan::{Entry, Node};
use super::string;

/// The number of choices of an entry that the covering phase makes.
pub(in crate::generate) fn choices_of(entry: &Entry) -> usize {
    match &entry.node {
        Node::Never | Node::Any => 0,
        Node::Union(nodes) => nodes.len(),
        Node::Literal(values) => values.len().min(256),
        Node::Number(numbers) => numbers.special.len(),
        Node::String(strings) => string::kinds(strings),
        Node::Array(array) => (array.max - array.min.min(array.max)).min(3) + 1,
        // Each property absent and present, one key that is not named, and the keys of other branches.
        Node::Object(object) => {
            let is_open = usize::from(object.extra.is_some());
            object.properties.len() * 2 + is_open * (1 + object.foreign.len())
        }
    }
}
