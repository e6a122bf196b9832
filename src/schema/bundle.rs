//! A schema with everything that it refers to, as one JSON Schema 2020-12 document.
//!
//! Each target of a reference becomes a *unit*, rewritten and kept below `$defs`; a table leads from the pointers of
//! the bundle back to those of the published document.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

use super::dialect::{Dialect, Rewriter};
use super::document::{Document, Kind};
use super::error::SpecError;
use super::keyword::{children, is_in_place};
use super::pointer::split_last;
use super::refs;

/// The most values that a bundle may hold.
const MAX_NODES: usize = 5_000_000;
/// The most schemas that may stand between a value and what it is compared with, without looking into the value.
const MAX_IN_PLACE: usize = 256;
/// The most schemas that the references of a bundle may stand for, each with all that looks at the same value: the validator
/// puts them in the references' place, and thirty schemas that each refer twice to the next would be a thousand million.
const MAX_INLINED: u64 = 500_000;

/// What is known of a schema and of those below it that look at the same value.
#[derive(Clone, Copy)]
struct Walked {
    /// How many look at it in a row at most.
    longest: usize,
    /// How many look at it, each counted as often as it is reached.
    ways: u64,
}

/// A schema and what it refers to, rewritten.
#[derive(Debug)]
pub(super) struct Bundle {
    /// The JSON Schema document.
    pub(super) schema: Value,
    /// How many schemas look at one value, one inside another, at most.
    pub(super) in_place: usize,
    /// The published pointers of what could not be read, and was left away.
    pub(super) unread: Vec<String>,
    moves: BTreeMap<String, String>,
}

/// The pointer of the bundle's first unit.
pub(super) const ROOT: &str = "/$defs/0";

impl Bundle {
    /// Bundles the schema at the JSON pointer `root` of `document`.
    pub(super) fn new(document: &Document, root: &str, dialect: Dialect) -> Result<Self, SpecError> {
        Self::of(document, &[root.to_owned()], dialect)
    }

    /// Bundles several schemas: the first unit is the first of them, and so on.
    pub(super) fn of(document: &Document, roots: &[String], dialect: Dialect) -> Result<Self, SpecError> {
        let root = roots.first().map_or("", String::as_str);
        let mut units = Units {
            document,
            numbers: HashMap::new(),
            pointers: Vec::new(),
        };
        for root in roots {
            units.number(root);
        }
        let mut defs = Map::new();
        let mut moves = BTreeMap::new();
        let mut unread = Vec::new();
        let mut nodes = 0;
        let mut next = 0;
        while let Some(published) = units.pointers.get(next).cloned() {
            let source = document.value().pointer(&published).unwrap_or(&Value::Null);
            nodes += count(source);
            if nodes > MAX_NODES {
                return Err(too_complex(root, format!("it has more than {MAX_NODES} values")));
            }
            let rewritten = format!("/$defs/{next}");
            let mut rewriter = Rewriter {
                kind: document.kind(),
                dialect,
                resolve: &mut |at, reference| units.reference(at, reference),
                moves: Vec::new(),
                unread: Vec::new(),
                recursive_root: component_of(document, &published),
            };
            defs.insert(next.to_string(), rewriter.rewrite(source, &published, &rewritten)?);
            moves.extend(rewriter.moves);
            unread.extend(rewriter.unread);
            moves.insert(rewritten, published);
            next += 1;
        }
        let schema = json!({"$ref": format!("#{ROOT}"), "$defs": defs});
        let mut bundle = Self {
            schema,
            in_place: 0,
            unread,
            moves,
        };
        bundle.in_place = bundle.longest_in_place()?;
        Ok(bundle)
    }

    /// The schema at a pointer of the bundle.
    pub(super) fn get(&self, pointer: &str) -> Option<&Value> {
        self.schema.pointer(pointer)
    }

    /// The published pointer, as a URI fragment, of a pointer of the bundle.
    pub(super) fn published(&self, rewritten: &str) -> String {
        let mut prefix = rewritten;
        loop {
            if let Some(published) = self.moves.get(prefix) {
                return format!("#{published}{}", &rewritten[prefix.len()..]);
            }
            match split_last(prefix) {
                Some((shorter, _)) => prefix = shorter,
                None => return format!("#{rewritten}"),
            }
        }
    }

    /// The pointers of the units: the bundle's first schema, and what is referred to.
    pub(super) fn units(&self) -> Vec<String> {
        let units = self.schema.get("$defs").and_then(Value::as_object);
        let count = units.map_or(0, Map::len);
        (0..count).map(|unit| format!("/$defs/{unit}")).collect()
    }

    /// The pointer that the reference of the schema at `at` leads to, if it makes one.
    pub(super) fn follow(&self, at: &str) -> Option<&str> {
        self.get(at)?.get("$ref")?.as_str()?.strip_prefix('#')
    }

    /// Walks the schemas that look at one value, depth first, without recursion. Says how many do so in a row at most, and
    /// refuses what does so without end, or in too many ways.
    fn longest_in_place(&self) -> Result<usize, SpecError> {
        let mut walked: HashMap<String, Option<Walked>> = HashMap::new();
        let mut inlined = 0_u64;
        for start in schemas(&self.schema) {
            let mut stack = vec![(start, false)];
            while let Some((at, done)) = stack.pop() {
                if done {
                    let below = self.in_place_below(&at);
                    let below = below.iter().filter_map(|b| *walked.get(b)?);
                    let all = below.fold(Walked { longest: 0, ways: 0 }, |all, one| Walked {
                        longest: all.longest.max(one.longest),
                        ways: all.ways.saturating_add(one.ways),
                    });
                    if self.follow(&at).is_some() {
                        inlined = inlined.saturating_add(all.ways);
                    }
                    let itself = Walked {
                        longest: all.longest + 1,
                        ways: all.ways.saturating_add(1),
                    };
                    walked.insert(at, Some(itself));
                } else if !walked.contains_key(&at) {
                    let below = self.in_place_below(&at);
                    walked.insert(at.clone(), None);
                    // A schema that is met again while it is still being walked looks at the same value for ever.
                    if below.iter().any(|b| matches!(walked.get(b), Some(None))) {
                        return Err(SpecError::EndlessRef {
                            pointer: self.published(&at),
                        });
                    }
                    stack.push((at, true));
                    stack.extend(below.into_iter().map(|b| (b, false)));
                }
            }
        }
        let root = || self.published(ROOT).trim_start_matches('#').to_owned();
        let longest = walked.into_values().flatten().map(|one| one.longest).max();
        let longest = longest.unwrap_or(0);
        if longest > MAX_IN_PLACE {
            let reason = format!("more than {MAX_IN_PLACE} schemas refer to one another in a row");
            return Err(too_complex(&root(), reason));
        }
        if inlined > MAX_INLINED {
            let reason =
                format!("its references stand for more than {MAX_INLINED} schemas that look at the same value");
            return Err(too_complex(&root(), reason));
        }
        Ok(longest)
    }

    fn in_place_below(&self, at: &str) -> Vec<String> {
        let Some(Value::Object(schema)) = self.get(at) else {
            return Vec::new();
        };
        let held = children(schema, at)
            .into_iter()
            .filter(|(keyword, ..)| is_in_place(keyword))
            .map(|(_, p, _)| p);
        held.chain(self.follow(at).map(str::to_owned)).collect()
    }
}

/// The units that are known so far: each is a pointer into the published document, numbered as it was found.
struct Units<'d> {
    document: &'d Document,
    numbers: HashMap<String, usize>,
    pointers: Vec<String>,
}

impl Units<'_> {
    fn number(&mut self, pointer: &str) -> usize {
        let next = self.pointers.len();
        let number = *self.numbers.entry(pointer.to_owned()).or_insert(next);
        if number == next {
            self.pointers.push(pointer.to_owned());
        }
        number
    }

    fn reference(&mut self, at: &str, reference: &str) -> Result<String, SpecError> {
        let target = refs::resolve(self.document, at, reference)?;
        Ok(format!("#/$defs/{}", self.number(&target)))
    }
}

/// The pointer of the component in which a pointer stands; the pointer itself if it stands in none.
fn component_of(document: &Document, pointer: &str) -> String {
    let tokens: Vec<&str> = pointer.split('/').collect();
    let length = match (document.kind(), &tokens[..]) {
        (Kind::JsonSchema, ["", "$defs" | "definitions", _, ..]) => 3,
        (Kind::JsonSchema, _) => 1,
        (_, ["", "components", "schemas", _, ..]) => 4,
        _ => tokens.len(),
    };
    tokens[..length].join("/")
}

/// The pointers of all schemas in a schema document, those below `$defs` included.
fn schemas(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = vec![(String::new(), root)];
    while let Some((at, schema)) = rest.pop() {
        if let Value::Object(members) = schema {
            rest.extend(children(members, &at).into_iter().map(|(_, p, s)| (p, s)));
        }
        found.push(at);
    }
    found
}

fn count(value: &Value) -> usize {
    let mut nodes = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        nodes += 1;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    nodes
}

fn too_complex(pointer: &str, reason: String) -> SpecError {
    SpecError::TooComplex {
        pointer: format!("#{pointer}"),
        reason,
    }
}
