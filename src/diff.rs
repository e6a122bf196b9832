//! Comparison of two JSON texts. Keys, nulls and the exact values of numbers count; key order and white space do not.

use crate::json::{Kind, Node, Tree, same_number};
use crate::pointer::Pointer;
use std::borrow::Cow;
use std::collections::HashMap;

mod order;
mod same;
mod verbatim;

pub use verbatim::is_verbatim;

/// How a value differs between two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// A key with a value is missing in the second text.
    DroppedKey,
    /// A key with a value was added in the second text.
    AddedKey,
    /// A key with null is missing in the second text.
    NullBecameAbsent,
    /// A key with null was added in the second text.
    AbsentBecameNull,
    /// A number has another value.
    NumberChanged,
    /// The items of an array are in another order.
    Reordered,
    /// Any other value changed.
    ValueChanged,
}

impl Change {
    /// The name of the kind in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::DroppedKey => "dropped_key",
            Change::AddedKey => "added_key",
            Change::NullBecameAbsent => "null_became_absent",
            Change::AbsentBecameNull => "absent_became_null",
            Change::NumberChanged => "number_changed",
            Change::Reordered => "reordered",
            Change::ValueChanged => "value_changed",
        }
    }
}

/// One place where two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The kind of the difference.
    pub change: Change,
    /// The place.
    pub pointer: Pointer,
    /// The value in the first text.
    pub before: Option<Node>,
    /// The value in the second text.
    pub after: Option<Node>,
}

/// The places where two texts differ, in the order of the first text. Inside a value that differs as a whole, no further places are
/// listed.
pub fn differences(before: &Tree<'_>, after: &Tree<'_>) -> Vec<Difference> {
    // Most texts are equal, and finding only that takes a quarter of the time.
    if same::same(before, after) {
        return Vec::new();
    }
    differences_one_by_one(before, after)
}

fn differences_one_by_one(before: &Tree<'_>, after: &Tree<'_>) -> Vec<Difference> {
    let mut comparison = Comparison {
        before,
        after,
        steps: Vec::new(),
        open: Vec::new(),
        found: Vec::new(),
        bytes_for_order: order::MOST_BYTES,
    };
    comparison.open.push((Tree::ROOT, Tree::ROOT, NOWHERE));
    while let Some((old, new, place)) = comparison.open.pop() {
        comparison.value(old, new, place);
    }
    let start = |difference: &Difference| difference.before.map_or(usize::MAX, |node| before.start(node));
    comparison.found.sort_by_key(start);
    comparison.found
}

/// A place, as an index into `steps`. Pointers are only built for differences: building one for every value would take quadratic
/// time in deep texts.
type Place = usize;
const NOWHERE: Place = usize::MAX;

enum Step<'a> {
    Key(Cow<'a, str>),
    Index(usize),
}

struct Comparison<'t, 'a, 'b> {
    before: &'t Tree<'a>,
    after: &'t Tree<'b>,
    steps: Vec<(Place, Step<'a>)>,
    open: Vec<(Node, Node, Place)>,
    found: Vec<Difference>,
    /// How many bytes may still be examined for items in another order.
    bytes_for_order: usize,
}

impl<'a, 'b: 'a> Comparison<'_, 'a, 'b> {
    fn value(&mut self, old: Node, new: Node, place: Place) {
        match (self.before.kind(old), self.after.kind(new)) {
            (Kind::Object, Kind::Object) => self.objects(old, new, place),
            (Kind::Array, Kind::Array) => self.arrays(old, new, place),
            (Kind::Number, Kind::Number) => {
                if !same_number(self.before.source(old), self.after.source(new)) {
                    self.found(Change::NumberChanged, place, Some(old), Some(new));
                }
            }
            (before, after) => {
                if before != after || !self.same_text(old, new) {
                    self.found(Change::ValueChanged, place, Some(old), Some(new));
                }
            }
        }
    }

    fn same_text(&self, old: Node, new: Node) -> bool {
        let same_string = || Some(self.before.string(old)? == self.after.string(new)?);
        self.before.source(old) == self.after.source(new) || same_string().unwrap_or(false)
    }

    fn arrays(&mut self, old: Node, new: Node, place: Place) {
        let (before, after) = (self.before, self.after);
        if before.children(old).count() != after.children(new).count() {
            return self.found(Change::ValueChanged, place, Some(old), Some(new));
        }
        if order::is_reordered(before, old, after, new, &mut self.bytes_for_order) {
            return self.found(Change::Reordered, place, Some(old), Some(new));
        }
        for (index, pair) in before.children(old).zip(after.children(new)).enumerate() {
            self.descend(pair, place, Step::Index(index));
        }
    }

    fn objects(&mut self, old: Node, new: Node, place: Place) {
        let (before, after) = (self.before, self.after);
        let alike = before
            .children(old)
            .map(|child| before.key(child))
            .eq(after.children(new).map(|child| after.key(child)));
        if alike {
            for pair in before.children(old).zip(after.children(new)) {
                let key = before.key(pair.0);
                self.descend(pair, place, Step::Key(key));
            }
            return;
        }
        // If a key occurs twice, the first occurrences are compared with each other, and then the second ones.
        let mut waiting = Waiting::new(after.children(new).map(|child| (after.key(child), child)).collect());
        for child in before.children(old) {
            let key = before.key(child);
            match waiting.take(&key) {
                Some(partner) => self.descend((child, partner), place, Step::Key(key)),
                None => {
                    let change = match before.kind(child) {
                        Kind::Null => Change::NullBecameAbsent,
                        _ => Change::DroppedKey,
                    };
                    let place = self.place(place, Step::Key(key));
                    self.found(change, place, Some(child), None);
                }
            }
        }
        for child in waiting.rest() {
            let change = match after.kind(child) {
                Kind::Null => Change::AbsentBecameNull,
                _ => Change::AddedKey,
            };
            let place = self.place(place, Step::Key(after.key(child)));
            self.found(change, place, None, Some(child));
        }
    }

    fn descend(&mut self, (old, new): (Node, Node), place: Place, step: Step<'a>) {
        let place = self.place(place, step);
        self.open.push((old, new, place));
    }

    fn place(&mut self, outer: Place, step: Step<'a>) -> Place {
        self.steps.push((outer, step));
        self.steps.len() - 1
    }

    fn found(&mut self, change: Change, place: Place, before: Option<Node>, after: Option<Node>) {
        let mut steps = Vec::new();
        let mut at = place;
        while at != NOWHERE {
            let (outer, step) = &self.steps[at];
            steps.push(step);
            at = *outer;
        }
        let mut pointer = Pointer::root();
        for step in steps.into_iter().rev() {
            match step {
                Step::Key(key) => pointer.push(key),
                Step::Index(index) => pointer.push(index),
            }
        }
        self.found.push(Difference {
            change,
            pointer,
            before,
            after,
        });
    }
}

/// The members of an object that have not been matched yet, in order.
struct Waiting<'a> {
    members: Vec<(Cow<'a, str>, Option<Node>)>,
    /// All members before this index have been matched.
    first: usize,
    /// The indexes of each key, the last one first. Only filled for large objects; small ones are searched.
    places: HashMap<Cow<'a, str>, Vec<usize>>,
}

impl<'a> Waiting<'a> {
    const SMALL: usize = 64;

    fn new(members: Vec<(Cow<'a, str>, Node)>) -> Waiting<'a> {
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        if members.len() > Waiting::SMALL {
            for (place, (key, _)) in members.iter().enumerate().rev() {
                places.entry(key.clone()).or_default().push(place);
            }
        }
        Waiting {
            members: members.into_iter().map(|(key, node)| (key, Some(node))).collect(),
            first: 0,
            places,
        }
    }

    /// The first member with a key that has not been matched.
    fn take(&mut self, key: &str) -> Option<Node> {
        let place = match self.members.len() {
            0..=Waiting::SMALL => {
                let rest = self.members.iter().skip(self.first);
                let found = rest.clone().position(|(had, node)| node.is_some() && had == key)?;
                self.first + found
            }
            _ => self.places.get_mut(key)?.pop()?,
        };
        let node = self.members[place].1.take();
        while self.members.get(self.first).is_some_and(|(_, node)| node.is_none()) {
            self.first += 1;
        }
        node
    }

    fn rest(self) -> impl Iterator<Item = Node> {
        self.members.into_iter().filter_map(|(_, node)| node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(before: &str, after: &str) -> Vec<(&'static str, String)> {
        differences(&Tree::parse(before).unwrap(), &Tree::parse(after).unwrap())
            .into_iter()
            .map(|difference| (difference.change.as_str(), difference.pointer.to_string()))
            .collect()
    }

    fn change(kind: &'static str, pointer: &str) -> Vec<(&'static str, String)> {
        vec![(kind, pointer.to_owned())]
    }

    #[test]
    fn order_space_escapes_and_number_forms_do_not_count() {
        assert!(changes(r#"{"a":1,"b":["\u00e9"]}"#, "{ \"b\" : [\"é\"] , \"a\" : 1.0 }").is_empty());
    }

    #[test]
    fn each_kind_of_change_is_named() {
        assert_eq!(changes(r#"{"a":1}"#, "{}"), change("dropped_key", "/a"));
        assert_eq!(changes("{}", r#"{"a":1}"#), change("added_key", "/a"));
        assert_eq!(changes(r#"{"a":null}"#, "{}"), change("null_became_absent", "/a"));
        assert_eq!(changes("{}", r#"{"a":null}"#), change("absent_became_null", "/a"));
        assert_eq!(changes("[0.7]", "[0.699999988079071]"), change("number_changed", "/0"));
        assert_eq!(changes(r#"{"a":"1"}"#, r#"{"a":1}"#), change("value_changed", "/a"));
        assert_eq!(changes(r#"{"a":[1,2]}"#, r#"{"a":[1]}"#), change("value_changed", "/a"));
        assert_eq!(changes("[1,2,3]", "[3,1.0,2]"), change("reordered", ""));
        assert_eq!(
            changes(r#"[{"a":1,"b":2},[]]"#, r#"[[],{"b":2,"a":1}]"#),
            change("reordered", "")
        );
        assert_eq!(changes("[1,2,3]", "[1,2,4]"), change("number_changed", "/2"));
        assert_eq!(changes("true", "false"), change("value_changed", ""));
    }

    #[test]
    fn a_key_that_stands_twice_must_be_written_twice() {
        assert_eq!(changes(r#"{"a":1,"a":2}"#, r#"{"a":2}"#).len(), 2);
        assert_eq!(changes(r#"{"a":1,"a":1}"#, r#"{"a":1}"#), change("dropped_key", "/a"));
        assert!(changes(r#"{"a":1,"a":2}"#, r#"{"a":1,"a":2}"#).is_empty());
    }

    #[test]
    fn objects_of_any_size_are_compared_alike() {
        for size in [2, 63, 64, 65, 300] {
            let member = |index: usize| format!("\"k{index}\":{index}");
            let there: Vec<String> = (0..size).map(member).collect();
            let back: Vec<String> = (1..=size).rev().map(member).collect();
            let twice = |members: &[String]| format!(r#"{{"x":1,{},"x":2}}"#, members.join(","));
            let expected = [("dropped_key", "/k0".to_owned()), ("added_key", format!("/k{size}"))];
            assert_eq!(changes(&twice(&there), &twice(&back)), expected, "{size}");
        }
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = |inner: &str| "[".repeat(100_000) + inner + &"]".repeat(100_000);
        assert!(changes(&deep("1"), &deep("1")).is_empty());
        assert_eq!(changes(&deep("1"), &deep("2")).len(), 1);
    }
}
