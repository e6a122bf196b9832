//! The shape of an object: the structure that a decoder has to handle, without the values that are free to vary.
//!
//! A shape is a set of *facts*. A fact is a place and what was found there:
//!
//! - the place is a pointer with `*` for every index and for every key of a map, and with the `type` of an object in brackets:
//!   `/tools/*[function]/function/name`;
//! - what was found is one of `null`, `absent` (a documented key is missing), `bool`, `string`, `"failed"` (a string at a place
//!   where the component lists strings, or the value of `type`, `object`, `status`, `role` or `event`), `object`, `empty object`,
//!   `array`, `empty array`, `key twice`, or the form of a number: `integer`, `decimal` (with a point) or `exponent`, each with
//!   `negative`, `whole` (a decimal such as `1.0`), `beyond 31 bits`, `53`, `63` or `64 bits`, and `beyond 17 digits` if it applies.
//!
//! In a value that the component does not describe, only the kind of the outermost value is a fact. The order of keys and items
//! and the number of items are not part of the shape. The *fingerprint* is SHA-256 over [`FINGERPRINT`], the component and the
//! sorted facts, each followed by a line end; its first 16 digits are printed. Any change of this definition needs a new number.

mod capture_name;
mod number;

pub use capture_name::capture_name;

use crate::json::{Kind, Node, Tree};
use crate::redact::is_name;
use crate::schema::{Guide, Place};
use number::form;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

/// The version of the definition of fingerprints.
pub const FINGERPRINT: u32 = 1;

/// Values below this depth are summarized as one fact: `deeper`.
const MOST_LEVELS: usize = 64;

/// A place, and what was found there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// A pointer with `*` for every index.
    pub place: String,
    /// What was found there.
    pub says: String,
}

impl fmt::Display for Fact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "(whole)" } else { &self.place };
        write!(out, "{place} {}", self.says)
    }
}

/// The shape of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The component of the object.
    pub component: String,
    /// The facts.
    pub facts: BTreeSet<Fact>,
}

impl Shape {
    /// The shape of an object of a component. Without a guide, no place counts as documented.
    pub fn of(component: &str, guide: Option<&Guide>, tree: &Tree<'_>) -> Shape {
        let mut facts = BTreeSet::new();
        let root = Spot {
            place: guide.map_or(Place::Unnamed, Guide::root),
            at: String::new(),
            level: 0,
            naming: false,
        };
        let mut open = vec![(Tree::ROOT, root)];
        while let Some((node, spot)) = open.pop() {
            collect(guide, tree, node, spot, &mut open, &mut facts);
        }
        Shape {
            component: component.to_owned(),
            facts,
        }
    }

    /// The fingerprint: the version of its definition, and 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{FINGERPRINT}\n{}\n", self.component));
        for fact in &self.facts {
            hash.update(format!("{}\t{}\n", fact.place, fact.says));
        }
        let digits: String = hash
            .finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{FINGERPRINT}-{digits}")
    }
}

struct Spot {
    place: Place,
    at: String,
    level: usize,
    naming: bool,
}

fn collect(
    guide: Option<&Guide>,
    tree: &Tree<'_>,
    node: Node,
    spot: Spot,
    open: &mut Vec<(Node, Spot)>,
    facts: &mut BTreeSet<Fact>,
) {
    let empty = tree.children(node).next().is_none();
    let fact = |place: &str, says: &str| Fact {
        place: place.to_owned(),
        says: says.to_owned(),
    };
    let free = spot.place == Place::Free;
    match tree.kind(node) {
        Kind::Null => drop(facts.insert(fact(&spot.at, "null"))),
        Kind::Bool => drop(facts.insert(fact(&spot.at, "bool"))),
        Kind::Number => {
            let form = if free {
                "number".to_owned()
            } else {
                form(tree.source(node))
            };
            facts.insert(fact(&spot.at, &form));
        }
        Kind::String => {
            let text = tree.string(node).unwrap_or_default();
            let listed = guide.and_then(|guide| guide.lists(spot.place, &text));
            let kind = listed.is_some() || spot.naming && !free;
            let says = if kind && is_name(&text) {
                format!("\"{text}\"")
            } else {
                "string".to_owned()
            };
            facts.insert(fact(&spot.at, &says));
        }
        Kind::Array => {
            facts.insert(fact(&spot.at, if empty { "empty array" } else { "array" }));
            if deeper(&spot, free, empty, facts) {
                return;
            }
            let place = guide.map_or(spot.place, |guide| guide.item(spot.place));
            for child in tree.children(node) {
                let item = Spot {
                    place,
                    at: format!("{}/*{}", spot.at, branch(tree, child)),
                    level: spot.level + 1,
                    naming: false,
                };
                later(guide, tree, child, item, open, facts);
            }
        }
        Kind::Object => {
            facts.insert(fact(&spot.at, if empty { "empty object" } else { "object" }));
            if deeper(&spot, free, empty, facts) {
                return;
            }
            members(guide, tree, node, &spot, open, facts);
        }
    }
}

/// Takes in a value, or queues it if it has children: a long list of numbers, or a map of them, needs no memory.
fn later(
    guide: Option<&Guide>,
    tree: &Tree<'_>,
    node: Node,
    spot: Spot,
    open: &mut Vec<(Node, Spot)>,
    facts: &mut BTreeSet<Fact>,
) {
    match tree.children(node).next() {
        Some(_) => open.push((node, spot)),
        None => collect(guide, tree, node, spot, open, facts),
    }
}

/// Whether the values inside a container are left out.
fn deeper(spot: &Spot, free: bool, empty: bool, facts: &mut BTreeSet<Fact>) -> bool {
    if spot.level >= MOST_LEVELS && !empty {
        facts.insert(Fact {
            place: spot.at.clone(),
            says: "deeper".to_owned(),
        });
    }
    free || spot.level >= MOST_LEVELS
}

fn members(
    guide: Option<&Guide>,
    tree: &Tree<'_>,
    node: Node,
    spot: &Spot,
    open: &mut Vec<(Node, Spot)>,
    facts: &mut BTreeSet<Fact>,
) {
    let map = guide.is_some_and(|guide| guide.is_map(spot.place));
    let mut seen = BTreeSet::new();
    for child in tree.children(node) {
        let key = tree.key(child);
        let step = if map {
            "*".into()
        } else {
            key.replace('~', "~0").replace('/', "~1")
        };
        let at = format!("{}/{step}{}", spot.at, branch(tree, child));
        let place = guide.map_or(spot.place, |guide| guide.member(spot.place, &key));
        let naming = matches!(&*key, "type" | "object" | "status" | "role" | "event");
        if !map && seen.contains(&*key) {
            facts.insert(Fact {
                place: at.clone(),
                says: "key twice".to_owned(),
            });
        }
        seen.insert(key);
        let level = spot.level + 1;
        let member = Spot {
            place,
            at,
            level,
            naming,
        };
        later(guide, tree, child, member, open, facts);
    }
    let Some(guide) = guide else { return };
    let tag = tag(tree, node);
    for name in guide.names(spot.place) {
        if !seen.contains(name) && misses(guide, spot.place, tag.as_deref(), name) {
            facts.insert(Fact {
                place: format!("{}/{}", spot.at, name.replace('~', "~0").replace('/', "~1")),
                says: "absent".to_owned(),
            });
        }
    }
}

/// Whether the absence of a key is a fact. A key that is named like another branch of the union belongs to that branch, and its
/// absence is not.
fn misses(guide: &Guide, place: Place, tag: Option<&str>, name: &str) -> bool {
    tag.is_none_or(|tag| tag == name || guide.lists(guide.member(place, "type"), name) != Some(true))
}

/// The `type` of an object in brackets, or nothing.
fn branch(tree: &Tree<'_>, node: Node) -> String {
    tag(tree, node).map_or_else(String::new, |tag| format!("[{tag}]"))
}

fn tag<'a>(tree: &Tree<'a>, node: Node) -> Option<Cow<'a, str>> {
    if tree.kind(node) != Kind::Object {
        return None;
    }
    let tag = tree.children(node).find(|&child| tree.key(child) == "type")?;
    tree.string(tag).filter(|tag| is_name(tag))
}

#[cfg(test)]
mod tests;
