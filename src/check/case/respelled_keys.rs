//! Keys of a map that a type writes in another spelling.

use crate::check::context::CheckContext;
use crate::diff::{Change, Difference};
use crate::json::{Kind, Node, Tree, same_number};
use std::collections::HashMap;

/// So many bytes of values of one case are compared.
const MOST_BYTES: usize = 1 << 20;

/// A key that is missing in the written text, and the key beside it that holds the same value there: one change, not two.
pub(super) struct Respelled<'d> {
    pub(super) dropped: &'d Difference,
    pub(super) added: &'d Difference,
    /// Both keys, as JSON.
    pub(super) keys: [String; 2],
}

/// The keys of maps that are written in another spelling. Where the document names keys, it tells which of them is meant.
pub(super) fn respelled_keys<'d>(
    context: &CheckContext<'_>,
    written: &Tree<'_>,
    differences: &'d [Difference],
) -> Vec<Respelled<'d>> {
    let Some(schema) = context.schema else {
        return Vec::new();
    };
    let mut added: HashMap<String, Vec<&Difference>> = HashMap::new();
    for difference in differences {
        if matches!(difference.change, Change::AddedKey | Change::AbsentBecameNull) {
            let place = difference.pointer.parent().as_str().to_owned();
            added.entry(place).or_default().push(difference);
        }
    }
    let mut found = Vec::new();
    let mut left = MOST_BYTES;
    let is_dropped = |one: &&Difference| matches!(one.change, Change::DroppedKey | Change::NullBecameAbsent);
    for dropped in differences.iter().filter(is_dropped) {
        let place = dropped.pointer.parent();
        let Some(others) = added.get_mut(place.as_str()) else {
            continue;
        };
        if !schema.guide().is_map(schema.guide().at(&place)) {
            continue;
        }
        let mut is_same = |other: &&Difference| {
            let (Some(before), Some(after)) = (dropped.before, other.after) else {
                return false;
            };
            let bytes = context.tree.source(before).len() + written.source(after).len();
            left = left.saturating_sub(bytes);
            left > 0 && is_same(&context.tree, before, written, after)
        };
        let is_near = |other: &&Difference| {
            let (one, other) = (dropped.pointer.as_str(), other.pointer.as_str());
            one.eq_ignore_ascii_case(other)
        };
        let near = others.iter().position(|other| is_near(other) && is_same(other));
        if let Some(position) = near.or_else(|| others.iter().position(is_same)) {
            let added = others.swap_remove(position);
            let key = |tree: &Tree<'_>, node: Option<Node>| node.map(|node| tree.key_token(node).to_owned());
            let keys = [key(&context.tree, dropped.before), key(written, added.after)];
            found.push(Respelled {
                dropped,
                added,
                keys: keys.map(Option::unwrap_or_default),
            });
        }
    }
    found
}

fn is_same(before: &Tree<'_>, old: Node, after: &Tree<'_>, new: Node) -> bool {
    let kinds = (before.kind(old), after.kind(new));
    let (old, new) = (before.source(old), after.source(new));
    let parsed = |json: &str| serde_json::from_str::<serde_json::Value>(json).ok();
    match kinds {
        (Kind::Number, Kind::Number) => same_number(old, new),
        (one, other) if one != other => false,
        _ => old == new || parsed(old).is_some_and(|old| Some(old) == parsed(new)),
    }
}
