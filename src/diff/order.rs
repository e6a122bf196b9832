//! Arrays that have the same items in another order.

use super::same::same_values;
use crate::json::{Node, Tree};
use serde_json::Value;

/// The items of longer arrays are compared as they are written by `serde_json`, and not one by one.
const MOST_ITEMS: usize = 64;
/// So many bytes of arrays are examined in two texts: arrays in arrays are read once for each level.
pub(super) const MOST_BYTES: usize = 1 << 23;

/// Whether two arrays have the same items, at least two of them in another place. `left` is how many bytes may be examined.
pub(super) fn is_reordered(before: &Tree<'_>, old: Node, after: &Tree<'_>, new: Node, left: &mut usize) -> bool {
    let (ours, theirs): (Vec<Node>, Vec<Node>) = (before.children(old).collect(), after.children(new).collect());
    if ours.len() != theirs.len() || ours.len() < 2 {
        return false;
    }
    let Some(rest) = left.checked_sub(before.source(old).len().max(after.source(new).len())) else {
        return false;
    };
    *left = rest;
    let same = |a: &Node, b: &Node| same_values(before, *a, after, *b);
    let moved = ours.iter().zip(&theirs).filter(|(a, b)| !same(a, b));
    if moved.take(2).count() < 2 {
        return false;
    }
    if ours.len() > MOST_ITEMS {
        return plainly(before, &ours) == plainly(after, &theirs);
    }
    let mut left = theirs;
    ours.iter().all(|item| {
        let found = left.iter().position(|other| same(item, other));
        found.map(|at| left.swap_remove(at)).is_some()
    })
}

/// The items as one way to write them, sorted.
fn plainly(tree: &Tree<'_>, items: &[Node]) -> Vec<String> {
    let plain = |item: &Node| {
        let source = tree.source(*item);
        let value = serde_json::from_str::<Value>(source);
        value.map_or_else(|_| source.to_owned(), |value| value.to_string())
    };
    let mut texts: Vec<String> = items.iter().map(plain).collect();
    texts.sort_unstable();
    texts
}
