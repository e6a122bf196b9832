//! Whether two branches of a `oneOf` can be told apart by their types, their tags or their keys.

use super::guard::KeyPatterns;
use super::need::{Need, identity};
use super::node::fits;
use super::terms::{Facet, Facets, Term, Terms};
use crate::schema::budget::Steps;
use crate::schema::ir::TypeSet;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// More alternatives than this are not told apart.
const ENOUGH: usize = 64;
/// More pairs of branches than this are not told apart, nor branches beside which more facets stand.
const MAX_PAIRS: usize = 1_000_000;
const MAX_BESIDE: usize = 1_000_000;
/// So many pairs of alternatives are told apart in a step: most of them by the first thing that is compared.
const PAIRS_OF_STEP: u64 = 16;

/// As much of a branch as tells it apart.
struct Outline {
    /// The types that are allowed, and those that values are made of.
    types: TypeSet,
    made: TypeSet,
    /// The [identities](identity) of the values that are allowed, if they are listed.
    literals: Option<HashSet<String>>,
    required: BTreeSet<String>,
    /// The literals that a key may hold; for required keys.
    tags: BTreeMap<String, HashSet<String>>,
    /// Sets of keys that are not all there together.
    not_all: Vec<Vec<String>>,
    /// The keys that may be there, if no others may.
    closed: Option<ClosedKeys>,
}

/// The keys of an object that names all of them.
struct ClosedKeys {
    named: BTreeSet<String>,
    /// What tells whether a key is one of a pattern's; `None` for a pattern that cannot be compiled, which may fit any key.
    patterns: Vec<Option<Arc<Validator>>>,
}

impl ClosedKeys {
    fn may_hold(&self, key: &String) -> bool {
        let may_fit = |pattern: &Option<Arc<Validator>>| pattern.as_ref().is_none_or(|pattern| fits(pattern, key));
        self.named.contains(key) || self.patterns.iter().any(may_fit)
    }
}

/// For each branch, whether no value of it is a value of another branch. `beside` looks at the same value as the branches.
pub(super) fn told_apart(
    terms: &mut Terms<'_>,
    patterns: &mut KeyPatterns,
    steps: &Steps,
    beside: &Facets,
    branches: &[Term],
) -> Vec<bool> {
    let count = branches.len();
    if count * count > MAX_PAIRS || count * beside.len() > MAX_BESIDE {
        return vec![false; count];
    }
    let outlines: Vec<Option<Vec<Outline>>> = branches
        .iter()
        .map(|branch| {
            let Some(mut facets) = terms.facets([*branch]) else {
                return Some(Vec::new());
            };
            facets.extend(beside.iter().copied());
            alternatives(terms, patterns, steps, facets, 0)
        })
        .collect();
    let apart = |a: &Option<Vec<Outline>>, b: &Option<Vec<Outline>>| match (a, b) {
        (Some(a), Some(b)) => {
            steps.spend(1 + (a.len() * b.len()) as u64 / PAIRS_OF_STEP);
            !steps.is_exhausted() && a.iter().all(|a| b.iter().all(|b| disjoint(a, b)))
        }
        _ => false,
    };
    (0..outlines.len())
        .map(|i| (0..outlines.len()).all(|j| i == j || apart(&outlines[i], &outlines[j])))
        .collect()
}

/// The outlines of all that the facets allow; `None` if there are too many.
fn alternatives(
    terms: &mut Terms<'_>,
    patterns: &mut KeyPatterns,
    steps: &Steps,
    facets: Facets,
    depth: usize,
) -> Option<Vec<Outline>> {
    let weights = facets.iter().map(|facet| terms.weight(*facet) as u64);
    if !steps.spend(weights.sum()) {
        return None;
    }
    let union = facets.iter().copied().find_map(|facet| match facet {
        Facet::AnyOf(term) => Some((facet, term, Union::Any)),
        Facet::OneOf(term) => Some((facet, term, Union::One)),
        _ => None,
    });
    let Some((facet, term, keyword)) = union.filter(|_| depth < 3) else {
        return Some(vec![outline(terms, patterns, &facets)]);
    };
    let mut found = Vec::new();
    for branch in branches(terms, term, keyword) {
        let Some(mut below) = terms.facets([branch]) else {
            continue;
        };
        below.extend(facets.iter().copied().filter(|other| *other != facet));
        found.extend(alternatives(terms, patterns, steps, below, depth + 1)?);
        if found.len() > ENOUGH {
            return None;
        }
    }
    Some(found)
}

/// A keyword that holds the branches of a union.
#[derive(Clone, Copy)]
pub(super) enum Union {
    Any,
    One,
}

/// The branches of a union.
pub(super) fn branches(terms: &mut Terms<'_>, term: Term, union: Union) -> Vec<Term> {
    let node = terms.node(term);
    let branches = match union {
        Union::Any => node.any_of.clone(),
        Union::One => node.one_of.clone(),
    };
    terms.all_of(branches)
}

fn outline(terms: &mut Terms<'_>, patterns: &mut KeyPatterns, facets: &Facets) -> Outline {
    let need = Need::of(terms, facets);
    let mut outline = Outline {
        types: need.types,
        made: need.preferred(),
        literals: need.literals.as_deref().map(identities),
        required: need.required_keys.into_iter().collect(),
        tags: BTreeMap::new(),
        not_all: need.not_all,
        closed: None,
    };
    for leaf in need.leaves {
        for key in &need.required {
            let Some(property) = terms.node(leaf).property(key) else {
                continue;
            };
            let property = terms.of(property);
            let literals = terms
                .facets([property])
                .and_then(|facets| Need::of(terms, &facets).literals);
            if let Some(literals) = literals {
                outline.tags.entry(key.clone()).or_insert_with(|| identities(&literals));
            }
        }
        let node = terms.node(leaf);
        if terms.graph().is_closed(node) {
            let known = node.pattern_properties().iter();
            outline.closed = Some(ClosedKeys {
                named: node.properties().iter().map(|(key, _)| key.to_string()).collect(),
                patterns: known.map(|(pattern, _)| patterns.compiled(pattern)).collect(),
            });
        }
    }
    outline
}

fn identities(values: &[Value]) -> HashSet<String> {
    values.iter().map(identity).collect()
}

/// Whether no value that is made of `a` is allowed by `b`.
fn disjoint(a: &Outline, b: &Outline) -> bool {
    if !a.made.meets(b.types) {
        return true;
    }
    if let (Some(a), Some(b)) = (&a.literals, &b.literals) {
        return a.is_disjoint(b);
    }
    if !(a.made & b.types).without(TypeSet::OBJECT).is_empty() {
        return false;
    }
    let tags = a
        .tags
        .iter()
        .any(|(key, values)| b.tags.get(key).is_some_and(|others| values.is_disjoint(others)));
    let lacks = |a: &Outline, b: &Outline| {
        b.closed
            .as_ref()
            .is_some_and(|keys| a.required.iter().any(|key| !keys.may_hold(key)))
    };
    let is_required = |key: &String| a.required.contains(key) || b.required.contains(key);
    let mut sets = a.not_all.iter().chain(&b.not_all);
    tags || lacks(a, b) || lacks(b, a) || sets.any(|keys| keys.iter().all(is_required))
}

#[cfg(test)]
mod tests {
    use super::super::{Node, Plan};
    use crate::generate::Choices;
    use serde_json::json;

    #[test]
    fn keys_that_are_not_there_together_are_built_and_not_tested() {
        let keys = |names: &[&str]| json!({ "required": names });
        let schema = json!({"type": "object", "properties": {"a": {}, "b": {}, "c": {}, "d": {}},
            "allOf": [{"not": keys(&["a", "b"])}, {"not": keys(&["b", "c", "d"])}], "minProperties": 1});
        for min in [0, 1, 2] {
            let mut schema = schema.clone();
            schema["minProperties"] = json!(min);
            let plan = Plan::new(&schema).unwrap();
            assert_eq!(plan.is_certain(), min == 0);
            for seed in 0..200 {
                let made = plan.sample(&mut Choices::from_seed(seed)).unwrap();
                assert_eq!(plan.allows(&made), Some(true), "{}", made.text());
            }
        }
        // A branch that requires a key is told from one that requires another one by them, and a key that is required beside bars.
        let apart = json!({"type": "object", "properties": {"a": {}, "b": {}}, "not": keys(&["a", "b"]),
            "oneOf": [keys(&["a"]), keys(&["b"])]});
        assert!(Plan::new(&apart).unwrap().is_certain());
        assert!(
            Plan::new(&json!({"allOf": [keys(&["a", "b"]), {"type": "object", "not": keys(&["a", "b"])}]})).is_err()
        );
    }

    #[test]
    fn an_object_of_patterns_is_told_from_one_with_a_key_that_fits_none() {
        let reference =
            json!({"type": "object", "required": ["$ref"], "patternProperties": {"^\\$ref$": {"type": "string"}}});
        let is_tested = |pattern: &str| {
            let own = json!({"type": "object", "properties": {"a": true}, "patternProperties": {pattern: true},
                "additionalProperties": false});
            let plan = Plan::new(&json!({"oneOf": [own, reference]})).unwrap();
            let mut objects = plan
                .entries
                .iter()
                .filter(|entry| matches!(entry.node, Node::Object(_)));
            objects.any(|entry| !entry.guards.is_empty())
        };
        assert!(!is_tested("^x-"));
        assert!(is_tested("ref"));
    }
}
