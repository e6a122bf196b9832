//! Copies of values in which containers are cut.

use serde_json::{Map, Value};
use std::collections::HashSet;

use super::long::{Parts, Step};
use super::piece::{ITEMS, LONG_OBJECT, Piece, Window};
use crate::schema::pointer::{child, item};

/// Makes one copy, and counts the values in it.
pub(super) struct Cut<'n> {
    /// The keys that schemas name: what holds them is judged by whether they are there.
    named: &'n HashSet<&'n str>,
    pub(super) copied: usize,
}

impl<'n> Cut<'n> {
    pub(super) fn new(named: &'n HashSet<&'n str>) -> Cut<'n> {
        Cut { named, copied: 0 }
    }

    /// The value with the first parts of its containers.
    pub(super) fn inside(&mut self, value: &Value) -> Value {
        self.copy(value, ITEMS)
    }

    /// The piece with the parts of a container from a number on. What stands beside the way there is as small as may be.
    pub(super) fn piece(&mut self, value: &Value, path: &[Step<'_>], parts: &Parts<'_>, start: usize) -> Piece {
        let mut window = Window {
            inside: String::new(),
            whole: String::new(),
            first_item: None,
        };
        let value = self.around(value, path, (parts, start), &mut window);
        Piece {
            value,
            window: Some(window),
        }
    }

    /// Recursion follows the depth of the value, which is bounded.
    fn around(&mut self, value: &Value, path: &[Step<'_>], shown: (&Parts<'_>, usize), window: &mut Window) -> Value {
        self.copied += 1;
        match (value, path.split_first()) {
            (_, None) => match shown {
                (Parts::Items(items), start) => {
                    window.first_item = Some(start);
                    let kept = items.iter().skip(start).take(ITEMS);
                    kept.map(|value| self.inside(value)).collect()
                }
                (Parts::Members(free), start) => {
                    let mut kept = value
                        .as_object()
                        .map(|members| self.named(members, ITEMS))
                        .unwrap_or_default();
                    for (key, value) in free.iter().skip(start).take(ITEMS) {
                        kept.insert((*key).clone(), self.inside(value));
                    }
                    Value::Object(kept)
                }
            },
            (Value::Array(items), Some((Step::Index(index), path))) => {
                // All items before the one on the way stay, since schemas may be for the items of a number; but not very many.
                let first = if *index < ITEMS { 0 } else { *index };
                window.inside = item(&window.inside, index - first);
                window.whole = item(&window.whole, *index);
                let before = items.iter().take(*index).skip(first);
                let mut kept: Vec<Value> = before.map(|value| self.copy(value, 1)).collect();
                kept.extend(items.get(*index).map(|value| self.around(value, path, shown, window)));
                Value::Array(kept)
            }
            (Value::Object(members), Some((Step::Key(key), path))) => {
                window.inside = child(&window.inside, key);
                window.whole = child(&window.whole, key);
                let mut copy = self.members(members, 1, Some(key));
                let on_the_way = members.get(*key).map(|value| self.around(value, path, shown, window));
                copy.extend(on_the_way.map(|value| ((*key).to_owned(), value)));
                Value::Object(copy)
            }
            _ => self.copy(value, 1),
        }
    }

    /// A copy in which each array has its first `most` items.
    fn copy(&mut self, value: &Value, most: usize) -> Value {
        self.copied += 1;
        match value {
            Value::Array(items) => items.iter().take(most).map(|value| self.copy(value, most)).collect(),
            Value::Object(members) => Value::Object(self.members(members, most, None)),
            other => other.clone(),
        }
    }

    /// The members of an object, without one of them; of very many, the first of those without a name.
    fn members(&mut self, members: &Map<String, Value>, most: usize, without: Option<&str>) -> Map<String, Value> {
        let is_long = members.len() > LONG_OBJECT;
        let mut kept = match is_long {
            true => self.named(members, most),
            false => Map::new(),
        };
        let named = self.named;
        let free = members
            .iter()
            .filter(|(key, _)| !is_long || !named.contains(key.as_str()))
            .take(if is_long { most } else { usize::MAX });
        for (key, value) in free.filter(|(key, _)| Some(key.as_str()) != without) {
            kept.insert(key.clone(), self.copy(value, most));
        }
        kept
    }

    /// The members of an object that schemas name. Keys are looked up, since the object has very many.
    fn named(&mut self, members: &Map<String, Value>, most: usize) -> Map<String, Value> {
        self.copied += self.named.len();
        let there = self.named.iter().filter_map(|key| members.get_key_value(*key));
        there
            .map(|(key, value)| (key.clone(), self.copy(value, most)))
            .collect()
    }
}
