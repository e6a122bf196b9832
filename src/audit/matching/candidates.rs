//! Which schemas are worth a comparison with a type: those that share a name, a rare word of it, or rare keys.

use super::name_words::normalized;
use super::schema_view::{NameKind, NodeId, SchemaView};
use super::score::Scorer;
use super::type_graph::{TypeGraph, TypeIx};
use std::collections::{BTreeMap, BTreeSet};

/// Schemas by what they have.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    by_name: BTreeMap<String, Vec<NodeId>>,
    by_stem: BTreeMap<String, Vec<NodeId>>,
    by_key: BTreeMap<String, Vec<NodeId>>,
    by_word: BTreeMap<String, Vec<NodeId>>,
}

/// Of what a type has, the rarest so many are looked up.
const LOOKED_UP: usize = 8;
/// Lists that are longer tell too little, and cost too much.
const LONGEST: usize = 1_500;
/// So many schemas are compared with a type.
const MOST: usize = 48;

impl Candidates {
    pub(super) fn new(view: &SchemaView) -> Candidates {
        let mut found = Candidates::default();
        let mut seen = BTreeSet::new();
        for id in view.ids() {
            let node = &view[id];
            for name in &node.names {
                push(&mut found.by_name, name.words.joined.clone(), id);
                push(&mut found.by_name, name.words.core.clone(), id);
                let is_body = name.kind == NameKind::Body;
                for stem in name.words.stems.iter().filter(|_| !is_body) {
                    push(&mut found.by_stem, stem.clone(), id);
                }
            }
            // Of equal parts of schemas the first is enough.
            if node.is_root || seen.insert(node.content) {
                for key in view.all_keys(id) {
                    push(&mut found.by_key, key.normalized.clone(), id);
                }
                for word in view.all_words(id) {
                    push(&mut found.by_word, normalized(word), id);
                }
            }
        }
        found
    }

    /// The schemas that are worth a comparison with a type, the most promising first.
    pub(super) fn of(&self, scorer: &Scorer<'_>, at: TypeIx) -> Vec<NodeId> {
        let types = scorer.types;
        let mut found: BTreeMap<NodeId, f64> = BTreeMap::new();
        let mut note = |list: Option<&Vec<NodeId>>, weight: f64| {
            for id in list.into_iter().flatten() {
                *found.entry(*id).or_default() += weight;
            }
        };
        for words in &types[at].words {
            note(self.by_name.get(&words.joined), 10.0);
            note(self.by_name.get(&words.core), 8.0);
            let stems: BTreeSet<&String> = words.stems.iter().collect();
            for (stem, weight) in rarest(stems, |stem| scorer.words.of(stem)) {
                note(self.by_stem.get(stem).filter(|list| list.len() <= LONGEST), weight);
            }
            for around in module_ends(types, at) {
                note(self.by_name.get(&(around + &words.joined)), 9.0);
            }
        }
        let content = scorer.content(at);
        let keys: BTreeSet<&String> = content.keys.iter().flat_map(|key| &key.names).collect();
        for (key, weight) in rarest(keys, |key| scorer.weights.key(key)) {
            note(self.by_key.get(key).filter(|list| list.len() <= LONGEST), weight);
        }
        let words: BTreeSet<String> = content.words.iter().map(|word| normalized(word)).collect();
        for (word, weight) in rarest(&words, |word| scorer.weights.word(word)) {
            note(self.by_word.get(word).filter(|list| list.len() <= LONGEST), weight);
        }
        let mut ranked: Vec<(NodeId, f64)> = found.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(MOST);
        ranked.into_iter().map(|(id, _)| id).collect()
    }
}

fn push(lists: &mut BTreeMap<String, Vec<NodeId>>, name: String, id: NodeId) {
    let list = lists.entry(name).or_default();
    if list.last() != Some(&id) && list.len() <= LONGEST {
        list.push(id);
    }
}

fn rarest<T>(all: impl IntoIterator<Item = T>, weight: impl Fn(&T) -> f64) -> Vec<(T, f64)> {
    let weighted = all.into_iter().map(|one| {
        let weight = weight(&one);
        (one, weight)
    });
    let mut weighted: Vec<(T, f64)> = weighted.collect();
    weighted.sort_by(|a, b| b.1.total_cmp(&a.1));
    weighted.truncate(LOOKED_UP);
    weighted
}

/// The joined names of the last modules around a type, as schemas in folders and files are named.
fn module_ends(types: &TypeGraph, at: TypeIx) -> Vec<String> {
    let mut joined = String::new();
    let ends = types[at].modules.iter().rev().map(|module| {
        joined.insert_str(0, &normalized(module));
        joined.clone()
    });
    ends.collect()
}
