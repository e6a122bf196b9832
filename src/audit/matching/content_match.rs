//! How alike the keys and words of a type and of a schema are.

use super::binding::Evidence;
use super::name_words::normalized_key;
use super::schema_view::{NodeId, SchemaView, ViewKey};
use super::type_graph::{TypeGraph, TypeIx, normalized_names};
use crate::audit::model::{Key, Object, TypeRef};
use crate::schema::ir::TypeSet;
use std::collections::{BTreeMap, BTreeSet};

/// How much each key and each word tells: rare ones tell more.
#[derive(Debug)]
pub(super) struct ContentWeights {
    keys: BTreeMap<String, f64>,
    words: BTreeMap<String, f64>,
}

/// The resemblance of a type's content and that of a schema.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ContentMatch {
    /// From 0 to 1; `None` if one of them has neither keys nor words.
    pub(super) similarity: Option<f64>,
    /// How much of what they share is rare: near 1 for each key that no other schema has.
    pub(super) information: f64,
    pub(super) evidence: Vec<Evidence>,
    /// Something that both say differently, so that one cannot stand for the other.
    pub(super) is_contradicted: bool,
}

impl ContentWeights {
    pub(super) fn new(view: &SchemaView) -> ContentWeights {
        let (mut keys, mut words) = (Rarity::default(), Rarity::default());
        let mut seen = BTreeSet::new();
        for node in view.nodes.iter().filter(|node| seen.insert(node.content)) {
            keys.count(node.keys.iter().map(|key| &key.normalized));
            words.count(&node.words);
        }
        ContentWeights {
            keys: keys.weights(),
            words: words.weights(),
        }
    }

    pub(super) fn key(&self, normalized: &str) -> f64 {
        self.keys.get(normalized).copied().unwrap_or(1.0)
    }

    pub(super) fn word(&self, word: &str) -> f64 {
        self.words.get(word).copied().unwrap_or(1.0)
    }
}

#[derive(Default)]
struct Rarity<'v> {
    total: usize,
    counts: BTreeMap<&'v String, usize>,
}

impl<'v> Rarity<'v> {
    fn count(&mut self, of_one: impl IntoIterator<Item = &'v String>) {
        let before = self.counts.len();
        let mut any = false;
        for one in of_one {
            *self.counts.entry(one).or_default() += 1;
            any = true;
        }
        self.total += usize::from(any || self.counts.len() > before);
    }

    fn weights(self) -> BTreeMap<String, f64> {
        let all = self.total as f64 + 1.0;
        let weight = |count: usize| ((all / count as f64).ln() / all.ln()).clamp(0.05, 1.0);
        self.counts
            .into_iter()
            .map(|(one, count)| (one.clone(), weight(count)))
            .collect()
    }
}

/// A key that only the type has counts more than one that only the schema has: types leave keys out.
const ONLY_IN_TYPE: f64 = 0.7;
const ONLY_IN_SCHEMA: f64 = 0.3;
/// A key whose values are of another kind on both sides hardly counts as shared.
const OTHER_KIND: f64 = 0.25;

/// Compares what a type and a schema hold.
pub(super) fn compare_contents(
    types: &TypeGraph,
    view: &SchemaView,
    weights: &ContentWeights,
    at: TypeIx,
    schema: NodeId,
) -> ContentMatch {
    let ours = types.all_keys(at);
    let theirs = view.all_keys(schema);
    let mut found = match ours.is_empty() || theirs.is_empty() {
        true => compare_words(types, view, weights, at, schema),
        false => compare_keys(types, view, weights, &types[at].tags_outside, &ours, &theirs),
    };
    let kinds = types.kinds(at).without(TypeSet::NULL);
    let documented = view[schema].kinds;
    found.is_contradicted |= !kinds.is_empty() && !documented.is_empty() && !kinds.meets(documented);
    found
}

/// Compares the object of one variant with a schema.
pub(super) fn compare_objects(
    types: &TypeGraph,
    view: &SchemaView,
    weights: &ContentWeights,
    object: &Object,
    schema: NodeId,
) -> ContentMatch {
    let ours: Vec<&Key> = object.keys.iter().collect();
    compare_keys(types, view, weights, &BTreeSet::new(), &ours, &view.all_keys(schema))
}

fn compare_keys(
    types: &TypeGraph,
    view: &SchemaView,
    weights: &ContentWeights,
    tags_outside: &BTreeSet<(String, String)>,
    ours: &[&Key],
    theirs: &[&ViewKey],
) -> ContentMatch {
    let mut found = ContentMatch::default();
    let by_name: BTreeMap<&str, &ViewKey> = theirs.iter().map(|key| (&*key.normalized, *key)).collect();
    let (mut shared, mut only_in_type, mut both) = (0.0, 0.0, BTreeSet::new());
    for key in ours {
        let counterpart = normalized_names(key).find_map(|name| by_name.get(&*name));
        let Some(counterpart) = counterpart else {
            only_in_type += weights.key(&normalized_key(&key.name));
            continue;
        };
        both.insert(&*counterpart.normalized);
        let weight = weights.key(&counterpart.normalized);
        let agreement = agreement(types, view, key, counterpart, &mut found);
        shared += weight * agreement;
        only_in_type += weight * (1.0 - agreement);
    }
    let mut only_in_schema = 0.0;
    let mut tags = 0.0;
    for key in theirs.iter().filter(|key| !both.contains(&*key.normalized)) {
        let constants = &view[key.value].words;
        let outside: Vec<&(String, String)> = tags_outside.iter().filter(|(tag, _)| *tag == key.name).collect();
        if let Some((tag, value)) = outside.iter().find(|(_, value)| constants.contains(value)) {
            found.evidence.push(Evidence::Constant {
                key: tag.clone(),
                value: value.clone(),
            });
            tags += 1.0;
        } else if !outside.is_empty() && !constants.is_empty() {
            found.is_contradicted = true;
        } else {
            let share = if key.is_required { 1.0 } else { 0.7 };
            only_in_schema += share * weights.key(&key.normalized);
        }
    }
    found.evidence.push(Evidence::Keys {
        shared: both.len(),
        of_type: ours.len(),
        of_schema: theirs.len(),
    });
    let total = shared + tags + ONLY_IN_TYPE * only_in_type + ONLY_IN_SCHEMA * only_in_schema;
    found.similarity = Some(if total > 0.0 { (shared + tags) / total } else { 0.0 });
    found.information = shared + tags;
    found
}

/// How far the values of a key agree that both sides have, from 0 to 1.
fn agreement(types: &TypeGraph, view: &SchemaView, key: &Key, counterpart: &ViewKey, found: &mut ContentMatch) -> f64 {
    let documented = &view[counterpart.value];
    if let Some(constant) = &key.constant {
        if documented.words.contains(constant) {
            found.evidence.push(Evidence::Constant {
                key: key.name.clone(),
                value: constant.clone(),
            });
            found.information += 0.5;
            return 1.0;
        }
        found.is_contradicted |= !documented.words.is_empty();
        return OTHER_KIND;
    }
    let inner = match &key.value {
        TypeRef::Option(inner) => inner,
        other => other,
    };
    let words = types.local(inner).map(|at| types.words(at)).unwrap_or_default();
    if !words.is_empty() && !documented.words.is_empty() {
        let shared = words
            .iter()
            .filter(|word| documented.words.iter().any(|other| other == *word))
            .count();
        // Constants tell schemas apart that have the same keys.
        found.is_contradicted |= shared == 0 && (words.len() == 1 || documented.words.len() == 1);
        return if shared == 0 { OTHER_KIND } else { 1.0 };
    }
    let kinds = types.kinds_of(&key.value).without(TypeSet::NULL);
    match kinds.is_empty() || documented.kinds.is_empty() || kinds.meets(documented.kinds) {
        true => 1.0,
        false => OTHER_KIND,
    }
}

fn compare_words(
    types: &TypeGraph,
    view: &SchemaView,
    weights: &ContentWeights,
    at: TypeIx,
    schema: NodeId,
) -> ContentMatch {
    let mut found = ContentMatch::default();
    let ours: BTreeSet<&str> = types.words(at).into_iter().collect();
    let theirs = view.all_words(schema);
    if ours.is_empty() || theirs.is_empty() {
        return found;
    }
    let weight = |words: &mut dyn Iterator<Item = &str>| words.map(|word| weights.word(word)).sum::<f64>();
    let shared = weight(&mut ours.intersection(&theirs).copied());
    let all = weight(&mut ours.union(&theirs).copied());
    found.similarity = Some(if all > 0.0 { shared / all } else { 0.0 });
    found.information = shared;
    found.evidence.push(Evidence::Words {
        shared: ours.intersection(&theirs).count(),
        of_type: ours.len(),
        of_schema: theirs.len(),
    });
    found
}
