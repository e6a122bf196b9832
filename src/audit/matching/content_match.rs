//! How alike the keys and words of a type and of a schema are.

use super::binding::Evidence;
use super::name_words::normalized;
use super::schema_view::{MergedKey, NodeId, SchemaView};
use super::type_content::{ContentKey, TypeContent};
use crate::check::likely_meant;
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
    /// The keys that both have, those of the type, and those of the schema; `None` if words were compared.
    pub(super) keys: Option<(usize, usize, usize)>,
    pub(super) evidence: Vec<Evidence>,
    /// Something that both say differently, so that one cannot stand for the other.
    pub(super) is_contradicted: bool,
}

impl ContentWeights {
    pub(super) fn new(view: &SchemaView) -> ContentWeights {
        let (mut keys, mut words) = (Rarity::default(), Rarity::default());
        let mut seen = BTreeSet::new();
        for node in view.nodes.iter().filter(|node| seen.insert(node.content)) {
            keys.count(node.keys.iter().map(|key| key.normalized.clone()));
            words.count(node.words.iter().map(|word| normalized(word)));
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
struct Rarity {
    total: usize,
    counts: BTreeMap<String, usize>,
}

impl Rarity {
    fn count(&mut self, of_one: impl IntoIterator<Item = String>) {
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
            .map(|(one, count)| (one, weight(count)))
            .collect()
    }
}

/// A key that only the type has counts more than one that only the schema has: types leave keys out.
const ONLY_IN_TYPE: f64 = 0.7;
const ONLY_IN_SCHEMA: f64 = 0.3;
/// A key whose values are of another kind on both sides hardly counts as shared.
const OTHER_KIND: f64 = 0.25;

/// A key that is spelt a little otherwise on both sides counts for less than a shared one.
const MISSPELT: f64 = 0.5;
/// So many keys of each side are compared for their spelling.
const MOST_STRANGE: usize = 4;

/// Compares what a type and a schema hold. The tags are those that enums around the type read.
pub(super) fn compare_contents(
    view: &SchemaView,
    weights: &ContentWeights,
    ours: &TypeContent,
    tags_outside: &BTreeSet<(String, String)>,
    schema: NodeId,
) -> ContentMatch {
    let theirs = view.all_keys(schema);
    match ours.keys.is_empty() || theirs.is_empty() {
        true => compare_words(view, weights, ours, schema),
        false => compare_keys(view, weights, ours, tags_outside, &theirs),
    }
}

fn compare_keys(
    view: &SchemaView,
    weights: &ContentWeights,
    ours: &TypeContent,
    tags_outside: &BTreeSet<(String, String)>,
    theirs: &[MergedKey<'_>],
) -> ContentMatch {
    let mut found = ContentMatch::default();
    let by_name: BTreeMap<&str, &MergedKey<'_>> = theirs.iter().map(|key| (&*key.normalized, key)).collect();
    let (mut shared, mut only_in_type, mut both, mut strange) = (0.0, 0.0, BTreeSet::new(), Vec::new());
    for key in &ours.keys {
        let counterpart = key.names.iter().find_map(|name| by_name.get(&**name));
        let Some(counterpart) = counterpart else {
            only_in_type += key.names.first().map_or(1.0, |name| weights.key(name));
            strange.push(key);
            continue;
        };
        both.insert(&*counterpart.normalized);
        let weight = weights.key(&counterpart.normalized);
        let agreement = agreement(view, key, ours.constants.get(&key.name), counterpart, &mut found);
        shared += weight * agreement;
        only_in_type += weight * (1.0 - agreement);
    }
    let rest = || theirs.iter().filter(|key| !both.contains(&*key.normalized));
    let meant = meant_by(&strange, rest().map(|key| &*key.name));
    let resemblance = MISSPELT * meant.len() as f64;
    shared += resemblance;
    only_in_type = (only_in_type - resemblance).max(0.0);
    let mut only_in_schema = 0.0;
    let mut tags = 0.0;
    for key in rest().filter(|key| !meant.contains(&*key.name)) {
        let constants: Vec<&str> = view.key_words(key).collect();
        let outside: Vec<&(String, String)> = tags_outside.iter().filter(|(tag, _)| *tag == key.name).collect();
        if let Some((tag, value)) = outside.iter().find(|(_, value)| constants.contains(&value.as_str())) {
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
        of_type: ours.keys.len(),
        of_schema: theirs.len(),
    });
    let total = shared + tags + ONLY_IN_TYPE * only_in_type + ONLY_IN_SCHEMA * only_in_schema;
    found.similarity = Some(if total > 0.0 { (shared + tags) / total } else { 0.0 });
    found.information = shared + tags;
    found.keys = Some((both.len(), ours.keys.len(), theirs.len()));
    found
}

/// The keys of a schema that are likely meant by those of a type that it does not have.
fn meant_by<'k>(strange: &[&ContentKey], rest: impl Iterator<Item = &'k str> + Clone) -> BTreeSet<&'k str> {
    // What has many such keys stands for something else, and each is compared with each.
    if strange.len() > MOST_STRANGE || rest.clone().nth(MOST_STRANGE).is_some() {
        return BTreeSet::new();
    }
    strange
        .iter()
        .filter_map(|key| likely_meant(&key.name, rest.clone()))
        .collect()
}

/// How far the values of a key agree that both sides have, from 0 to 1.
fn agreement(
    view: &SchemaView,
    key: &ContentKey,
    constants: Option<&BTreeSet<String>>,
    counterpart: &MergedKey<'_>,
    found: &mut ContentMatch,
) -> f64 {
    let documented: BTreeSet<&str> = view.key_words(counterpart).collect();
    if key.constant.is_some() {
        if let Some(shared) = constants
            .into_iter()
            .flatten()
            .find(|value| documented.contains(value.as_str()))
        {
            found.evidence.push(Evidence::Constant {
                key: key.name.clone(),
                value: shared.clone(),
            });
            found.information += 0.5;
            return 1.0;
        }
        found.is_contradicted |= !documented.is_empty();
        return OTHER_KIND;
    }
    let words = &key.words;
    if !words.is_empty() && !documented.is_empty() {
        let shared = words.iter().filter(|word| documented.contains(word.as_str())).count();
        // Constants tell schemas apart that have the same keys.
        found.is_contradicted |= shared == 0 && (words.len() == 1 || documented.len() == 1);
        return if shared == 0 { OTHER_KIND } else { 1.0 };
    }
    let kinds = key.kinds;
    let documented = view.key_kinds(counterpart);
    match key.read_by.is_some() || kinds.is_empty() || documented.is_empty() || kinds.meets(documented) {
        true => 1.0,
        false => OTHER_KIND,
    }
}

fn compare_words(view: &SchemaView, weights: &ContentWeights, of: &TypeContent, schema: NodeId) -> ContentMatch {
    let mut found = ContentMatch::default();
    let ours: BTreeSet<String> = of.words.iter().map(|word| normalized(word)).collect();
    let theirs: BTreeSet<String> = view.all_words(schema).into_iter().map(normalized).collect();
    if ours.is_empty() || theirs.is_empty() {
        return found;
    }
    let weight = |words: &mut dyn Iterator<Item = &String>| words.map(|word| weights.word(word)).sum::<f64>();
    let shared = weight(&mut ours.intersection(&theirs));
    let all = weight(&mut ours.union(&theirs));
    found.similarity = Some(if all > 0.0 { shared / all } else { 0.0 });
    found.information = shared;
    found.evidence.push(Evidence::Words {
        shared: ours.intersection(&theirs).count(),
        of_type: ours.len(),
        of_schema: theirs.len(),
    });
    found
}
