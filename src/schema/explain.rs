//! Why a value breaks a schema: what it breaks, with failing unions replaced by what is wrong in the branch that was most likely
//! meant.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::bundle::{Bundle, ROOT};
use super::comparer::{Broken, Comparer};
use super::ir::{SchemaNode, TypeSet};
use super::pieces::Piece;
use super::pointer::{child, item};
use super::tags::{self, Tags};
use super::violation::{Violation, no_branch, not_of_types, not_one_of, several_branches, type_names};

/// Violations, and the branch that was taken for the one that was meant at each failing union.
pub(super) struct Explainer<'b> {
    bundle: &'b Bundle,
    comparer: &'b Comparer,
    pub(super) violations: Vec<Violation>,
    /// The same as a set: each of many is looked for among all that were found.
    known: HashSet<Violation>,
    /// From the union's pointer in the bundle and the value's pointer to the branch.
    pub(super) choices: HashMap<(String, String), usize>,
    tags: HashMap<String, Vec<Tags>>,
    /// The piece of a value that is explained, and the whole.
    cut: Option<(Rc<Piece>, &'b Value)>,
}

/// What cut arrays and objects may violate although the whole ones do not.
const OF_WHOLE: [&str; 4] = ["minItems", "contains", "minContains", "minProperties"];

/// The most violations that are reported of one value.
const MOST: usize = 1000;

impl<'b> Explainer<'b> {
    pub(super) fn new(bundle: &'b Bundle, comparer: &'b Comparer) -> Self {
        Self {
            bundle,
            comparer,
            violations: Vec::new(),
            known: HashSet::new(),
            choices: HashMap::new(),
            tags: HashMap::new(),
            cut: None,
        }
    }

    /// Takes in what a piece of the whole value breaks.
    pub(super) fn explain_piece(&mut self, piece: Piece, whole: &'b Value) {
        let piece = Rc::new(piece);
        self.cut = Some((Rc::clone(&piece), whole));
        self.explain(&piece.value);
    }

    /// Takes in what the value breaks.
    pub(super) fn explain(&mut self, value: &Value) {
        for broken in self.comparer.broken(ROOT, value) {
            self.take_in("", broken);
        }
    }

    /// Whether no more violations are taken in.
    pub(super) fn is_full(&self) -> bool {
        self.violations.len() >= MOST
    }

    /// The place in the whole value of a place in the piece; `None` if it is not what the piece is about.
    fn place(&self, pointer: &str) -> Option<String> {
        match self.cut.as_ref().and_then(|(piece, _)| piece.window.as_ref()) {
            Some(window) => window.place(pointer),
            None => Some(pointer.to_owned()),
        }
    }

    /// Whether parts of the value at a place are missing in the piece.
    fn is_cut(&self, in_piece: &str, place: &str) -> bool {
        let count = |value: &Value| match value {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        self.cut
            .as_ref()
            .is_some_and(|(piece, whole)| piece.value.pointer(in_piece).map(count) != whole.pointer(place).map(count))
    }

    /// Takes in one thing that the value at `base` breaks. Recursion follows unions inside unions, which the depth of value and
    /// schema bounds.
    fn take_in(&mut self, base: &str, broken: Broken) {
        if self.is_full() {
            return;
        }
        let here = format!("{base}{}", broken.place);
        if let Some(value) = &broken.of_union {
            return self.union(&here, &broken, value);
        }
        let missing = match &broken.kind {
            Kind::Required { property } => property.as_str().map(str::to_owned),
            _ => None,
        };
        self.push_about(missing, &here, &broken.schema, broken.keyword(), broken.message.clone());
    }

    fn push(&mut self, pointer: &str, schema: &str, keyword: &str, message: String) {
        self.push_about(None, pointer, schema, keyword, message);
    }

    fn push_about(&mut self, missing: Option<String>, pointer: &str, schema: &str, keyword: &str, message: String) {
        let in_piece = pointer;
        let Some(pointer) = self.place(in_piece) else { return };
        if OF_WHOLE.contains(&keyword) && self.is_cut(in_piece, &pointer) {
            return;
        }
        let violation = Violation {
            pointer,
            schema_pointer: self.bundle.published(schema),
            keyword: keyword.to_owned(),
            missing,
            message,
        };
        if self.known.insert(violation.clone()) {
            self.violations.push(violation);
        }
    }

    fn union(&mut self, here: &str, broken: &Broken, value: &Value) {
        let (union, keyword, comparer) = (&broken.schema, broken.keyword(), self.comparer);
        let count = self.bundle.get(union).and_then(Value::as_array).map_or(0, Vec::len);
        if keyword == "oneOf" {
            let is_valid = |index: &usize| comparer.is_valid(&item(union, *index), value);
            let valid: Vec<usize> = (0..count).filter(is_valid).collect();
            if !valid.is_empty() {
                return self.push(here, union, keyword, several_branches(value, &valid));
            }
        }
        let open: Vec<usize> = (0..count)
            .filter(|i| value.is_null() || !self.is_null(&item(union, *i)))
            .collect();
        // With one branch besides null there is nothing to choose; such unions also stand for `nullable`, where the
        // union itself is not in the published document.
        let object = value.as_object().filter(|_| open.len() > 1);
        let tagged = match object {
            Some(object) => match self.by_tag(union, &open, object) {
                ByTag::Branches(indices) => indices,
                ByTag::Unknown(key, known) => {
                    let message = not_one_of(&object[&key], known.iter());
                    return self.push(&child(here, &key), union, keyword, message);
                }
                ByTag::Untagged => open,
            },
            None => open,
        };
        let branches: Vec<(usize, Vec<Broken>)> = tagged
            .into_iter()
            .map(|index| (index, comparer.broken(&item(union, index), value)))
            .collect();
        if branches.len() > 1
            && let Some(types) = wrong_types(&branches)
        {
            return self.push(here, union, keyword, not_of_types(value, &types));
        }
        let Some((best, broken)) = branches.into_iter().min_by_key(|(_, broken)| score(broken)) else {
            return self.push(here, union, keyword, no_branch(value));
        };
        if let Some(place) = self.place(here) {
            self.choices.insert((union.clone(), place), best);
        }
        for inner in broken {
            self.take_in(here, inner);
        }
    }

    fn is_null(&self, branch: &str) -> bool {
        node(self.bundle, branch).is_some_and(SchemaNode::is_null_type)
    }

    /// The branches whose constants the object has.
    fn by_tag(&mut self, union: &str, open: &[usize], object: &Map<String, Value>) -> ByTag {
        let bundle = self.bundle;
        let mut all: Vec<(usize, &Vec<Tags>)> = Vec::new();
        for i in open {
            self.tags
                .entry(item(union, *i))
                .or_insert_with_key(|at| tags::alternatives_at(bundle, at));
        }
        for i in open {
            all.extend(self.tags.get(&item(union, *i)).map(|alternatives| (*i, alternatives)));
        }
        // A branch that allows no objects has no say.
        all.retain(|(i, alternatives)| !alternatives.is_empty() && allows_objects(bundle, &item(union, *i)));
        let matching = |alternatives: &Vec<Tags>| alternatives.iter().any(|tags| tags::matches(tags, object));
        let found: Vec<usize> = all.iter().filter(|(_, a)| matching(a)).map(|(i, _)| *i).collect();
        if !found.is_empty() {
            return ByTag::Branches(found);
        }
        let every: Vec<&Tags> = all.iter().flat_map(|(_, a)| a.iter()).collect();
        let shared = every.first().into_iter().flat_map(|first| first.keys()).find(|key| {
            let known = || every.iter().map(|tags| tags.get(*key));
            object.contains_key(*key) && known().all(|v| v.is_some_and(|v| Some(v) != object.get(*key)))
        });
        match shared {
            Some(key) => {
                let mut seen = BTreeSet::new();
                let known = every.iter().filter_map(|tags| tags.get(key));
                let known = known.filter(|v| seen.insert(v.to_string())).cloned().collect();
                ByTag::Unknown(key.clone(), known)
            }
            None => ByTag::Untagged,
        }
    }
}

enum ByTag {
    /// The object's constants are those of these branches.
    Branches(Vec<usize>),
    /// All branches want a constant at this key, and the object has none of them there.
    Unknown(String, Vec<Value>),
    /// Constants do not decide.
    Untagged,
}

fn allows_objects(bundle: &Bundle, branch: &str) -> bool {
    node(bundle, branch).is_none_or(|node| node.type_set().meets(TypeSet::OBJECT))
}

/// The schema at a pointer of a bundle, or what it refers to.
fn node<'b>(bundle: &'b Bundle, pointer: &str) -> Option<&'b SchemaNode> {
    let graph = bundle.graph();
    let node = &graph[bundle.at(pointer)?];
    Some(node.reference.map_or(node, |target| &graph[target]))
}

/// The types that the branches want, if the value is of the wrong type for each of them.
fn wrong_types(branches: &[(usize, Vec<Broken>)]) -> Option<Vec<String>> {
    let mut types = Vec::new();
    for (_, broken) in branches {
        let wanted = broken.iter().find_map(|broken| match &broken.kind {
            Kind::Type { kind } if broken.place.is_empty() => Some(type_names(kind)),
            _ => None,
        })?;
        types.extend(wanted);
    }
    let mut seen = BTreeSet::new();
    types.retain(|t| seen.insert(t.clone()));
    (!types.is_empty()).then_some(types)
}

/// How unlikely it is that a branch was meant: wrong type first, then many errors, then errors near the root.
fn score(broken: &[Broken]) -> (bool, usize, std::cmp::Reverse<usize>) {
    let wrong_kind = broken.iter().filter(|broken| broken.place.is_empty()).any(|broken| {
        matches!(
            broken.kind,
            Kind::Type { .. } | Kind::Enum { .. } | Kind::Constant { .. }
        )
    });
    let deepest = broken
        .iter()
        .map(|broken| broken.place.matches('/').count())
        .max()
        .unwrap_or(0);
    (wrong_kind, broken.len(), std::cmp::Reverse(deepest))
}
