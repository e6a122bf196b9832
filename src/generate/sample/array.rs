//! Arrays: how many items they have, and which.

use super::super::plan::{Array, Entry};
use super::super::value::{GeneratedValue, NodeId};
use super::aim::{Aim, Step};
use super::alike::alike;
use super::coverable::ARRAY_LENGTHS;
use super::distinct::Distinct;
use super::{FULL, USUAL, ValueBuilder};

impl<'p> ValueBuilder<'p, '_, '_, '_, '_> {
    pub(super) fn array(
        &mut self,
        id: NodeId,
        entry: &Entry,
        array: &'p Array,
        depth: u32,
        aim: Aim<'_>,
    ) -> Vec<GeneratedValue<'p>> {
        let needed = array
            .contains
            .iter()
            .fold(0, |sum: usize, (_, least)| sum.saturating_add(*least))
            .min(array.max);
        let (choice, mut length, repeats) = self.length(entry, array, depth, aim);
        self.heard(id, choice);
        length = length.max(array.min).max(needed);
        let at_item = match aim.step() {
            Some(Step::Prefix(index)) => Some(index),
            Some(Step::Item) => Some(array.prefix.len()),
            _ => None,
        };
        if let Some(index) = at_item {
            length = length.max(index + 1).min(array.max);
        }
        let mut contained = array
            .contains
            .iter()
            .flat_map(|(node, least)| std::iter::repeat_n(*node, *least));
        let mut items: Vec<GeneratedValue<'p>> = Vec::with_capacity(length.min(64));
        let mut distinct = Distinct::default();
        let mut cost = 0;
        let least = array.min.max(needed).max(at_item.map_or(0, |index| index + 1));
        while items.len() < length {
            let index = items.len();
            if self.is_spent() && index >= least {
                break;
            }
            let own = array.prefix.get(index).copied();
            let node = own.or_else(|| contained.next()).or(array.items);
            let Some(node) = node else { break };
            let below = match at_item == Some(index) {
                true => aim.beyond(),
                false => Aim::NOTHING,
            };
            let before = self.left;
            let mut item = match index >= USUAL && choice >= ARRAY_LENGTHS && at_item != Some(index) {
                true => self.smallest(node, depth + 1),
                false => self.make(node, depth + 1, below),
            };
            cost = before - self.left;
            for _ in 0..8 {
                if !array.unique || !distinct.has(&items, &item) {
                    break;
                }
                item = self.make(node, depth + 1, below);
            }
            if array.unique && index >= array.min && distinct.has(&items, &item) {
                break;
            }
            if array.unique {
                distinct.add(&item);
            }
            items.push(item);
        }
        // What was made for a place of its own may be wrong in the next.
        let may_add = items.len() > array.prefix.len() && items.len() < array.max && array.contains.is_empty();
        if repeats && may_add && cost < self.left {
            self.left -= cost;
            let again = items.last().filter(|_| !array.unique).cloned();
            let near = match array.unique || self.choices.chance(128) {
                true => items.last().and_then(|last| alike(self.plan, last, self.choices)),
                false => None,
            };
            let is_new = |near: &GeneratedValue<'_>| !array.unique || !distinct.has(&items, near);
            let added = near.filter(is_new).or(again);
            items.extend(added);
        }
        items
    }

    /// How many items: as few as may be, one more, a few, many; and whether the last one, or one that is nearly the same, stands
    /// there once more.
    fn length(&mut self, entry: &Entry, array: &Array, depth: u32, aim: Aim<'_>) -> (usize, usize, bool) {
        let (choice, repeats) = match aim.choice() {
            Some(choice) => (choice, false),
            None if self.small(depth) => (0, false),
            None if self.plunge && entry.recursive => (1, false),
            None => match self.choices.below(32) {
                0..10 => (0, false),
                10..22 => (1, false),
                22..28 => (2, false),
                28..31 => (2, true),
                _ => (3, false),
            },
        };
        let few = array.min + 2 + self.choices.below(3) * usize::from(choice == 2);
        let full = if array.max <= 128 { array.max } else { array.min + FULL };
        let lengths: [usize; ARRAY_LENGTHS] = [array.min, array.min + 1, few, full];
        let large = || array.counts.get(choice - ARRAY_LENGTHS).copied().unwrap_or(full);
        let length = lengths.get(choice).copied().unwrap_or_else(large);
        (choice, length.min(array.max), repeats)
    }
}
