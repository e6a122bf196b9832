//! Binds types to schemas, the surest first, and follows the structure from each binding to the next.

use super::align::Aligner;
use super::binding::Evidence;
use super::candidates::Candidates;
use super::schema_view::NodeId;
use super::score::{Scored, Scorer};
use super::type_graph::TypeIx;
use crate::audit::model::{Shape, TypeRef};
use crate::schema::ir::TypeSet;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The bindings that are known so far.
pub(super) struct Search<'g> {
    scorer: &'g Scorer<'g>,
    /// The schemas that resemble each type, the most alike first.
    pub(super) ranked: BTreeMap<TypeIx, Vec<(NodeId, Scored)>>,
    pub(super) bound: BTreeMap<(TypeIx, Class), Bound>,
    counts: BTreeMap<TypeIx, usize>,
    /// How many schemas of a type are left out.
    pub(super) left_out: BTreeMap<TypeIx, usize>,
    waiting: VecDeque<(TypeIx, Class)>,
}

/// Schemas that count as one: a component, or all equal parts of schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    Root(NodeId),
    Content(u64),
}

/// A type that stands for a class of schemas.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) schema: NodeId,
    pub(super) score: f64,
    pub(super) evidence: Vec<Evidence>,
    pub(super) is_exact_name: bool,
    /// The places in which the type stands for such a schema.
    pub(super) places: BTreeSet<NodeId>,
}

/// From so many schemas of one type the structure is followed.
const MAX_SCHEMAS: usize = 64;
/// So many fields that lead to a binding are named.
const MAX_FROM: usize = 3;

impl<'g> Search<'g> {
    pub(super) fn new(scorer: &'g Scorer<'g>) -> Search<'g> {
        let candidates = Candidates::new(scorer.view);
        let mut ranked = BTreeMap::new();
        for at in scorer.types.ids() {
            let scored = candidates.of(scorer, at).into_iter();
            let mut scored: Vec<(NodeId, Scored)> = scored.filter_map(|id| Some((id, scorer.score(at, id)?))).collect();
            scored.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
            ranked.insert(at, scored);
        }
        Search {
            scorer,
            ranked,
            bound: BTreeMap::new(),
            counts: BTreeMap::new(),
            left_out: BTreeMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Leaves types out.
    pub(super) fn exclude<'t>(&mut self, types: impl Iterator<Item = &'t TypeIx>) {
        for at in types {
            self.ranked.remove(at);
        }
    }

    fn is_bound(&self, at: TypeIx) -> bool {
        self.counts.contains_key(&at)
    }

    fn class(&self, id: NodeId) -> Class {
        match self.scorer.view[id].is_root {
            true => Class::Root(id),
            false => Class::Content(self.scorer.view[id].content),
        }
    }

    /// Binds what the configuration names.
    pub(super) fn bind_configured(&mut self, at: TypeIx, schema: NodeId) {
        self.bind(at, schema, 1.0, vec![Evidence::Configured]);
        self.follow();
    }

    /// Binds all types that resemble a schema enough.
    pub(super) fn run(&mut self) {
        for round in Round::ALL {
            for (at, schema, scored) in self.seeds(round) {
                if round.binds_again() || !self.is_bound(at) {
                    self.bind(at, schema, scored.score, scored.evidence.clone());
                    self.follow();
                }
            }
        }
    }

    /// What one round binds, the surest first.
    fn seeds(&self, round: Round) -> Vec<(TypeIx, NodeId, Scored)> {
        let mut seeds = Vec::new();
        for (at, ranked) in &self.ranked {
            if self.scorer.types[*at].is_only_flattened && round != Round::SameName {
                continue;
            }
            if !round.binds_again() && self.is_bound(*at) {
                continue;
            }
            let leader = self.leader(ranked, round.margin());
            seeds.extend(
                leader
                    .filter(|(_, scored)| round.takes(scored))
                    .map(|(id, scored)| (*at, id, scored)),
            );
        }
        self.settle_rivals(&mut seeds, round);
        seeds.sort_by(|a, b| b.2.score.total_cmp(&a.2.score).then((a.0, a.1).cmp(&(b.0, b.1))));
        seeds
    }

    /// The schema that resembles a type most, if no different one comes close.
    fn leader(&self, ranked: &[(NodeId, Scored)], margin: f64) -> Option<(NodeId, Scored)> {
        let (id, scored) = ranked.first()?;
        let class = self.scorer.view[*id].content;
        let second = ranked
            .iter()
            .find(|(other, _)| self.scorer.view[*other].content != class);
        let is_clear = second.is_none_or(|(_, other)| scored.score - other.score >= margin);
        is_clear.then(|| (*id, scored.clone()))
    }

    /// Of several types for one schema, only those remain that resemble it about as much as the best of them.
    fn settle_rivals(&self, seeds: &mut Vec<(TypeIx, NodeId, Scored)>, round: Round) {
        let mut best: BTreeMap<NodeId, f64> = BTreeMap::new();
        let mut note = |id: NodeId, score: f64| {
            let held = best.entry(id).or_insert(score);
            *held = held.max(score);
        };
        seeds.iter().for_each(|(_, id, scored)| note(*id, scored.score));
        let named = self.bound.values().filter(|bound| bound.is_exact_name);
        named.for_each(|bound| note(bound.schema, bound.score));
        seeds.retain(|(_, id, scored)| {
            let most = best.get(id).copied().unwrap_or_default();
            scored.score >= most - round.rivalry()
        });
    }

    fn bind(&mut self, at: TypeIx, schema: NodeId, score: f64, evidence: Vec<Evidence>) {
        let class = self.class(schema);
        if let Some(bound) = self.bound.get_mut(&(at, class)) {
            bound.places.insert(schema);
            bound.score = bound.score.max(score);
            for one in evidence {
                let is_from = |one: &Evidence| matches!(one, Evidence::Structure { .. });
                let ways = bound.evidence.iter().filter(|held| is_from(held)).count();
                if !bound.evidence.contains(&one) && (!is_from(&one) || ways < MAX_FROM) {
                    bound.evidence.push(one);
                }
            }
            return;
        }
        let count = self.counts.entry(at).or_default();
        if *count >= MAX_SCHEMAS {
            *self.left_out.entry(at).or_default() += 1;
            return;
        }
        *count += 1;
        let is_exact_name = evidence
            .iter()
            .any(|one| matches!(one, Evidence::SameName | Evidence::ParentAndProperty));
        let bound = Bound {
            schema,
            score,
            evidence,
            is_exact_name,
            places: BTreeSet::from([schema]),
        };
        self.bound.insert((at, class), bound);
        self.waiting.push_back((at, class));
    }

    /// Follows the structure from all new bindings.
    fn follow(&mut self) {
        while let Some((at, class)) = self.waiting.pop_front() {
            let Some(bound) = self.bound.get(&(at, class)) else {
                continue;
            };
            let (schema, score) = (bound.schema, bound.score);
            for vote in Aligner::votes(self.scorer, at, schema) {
                if !self.says_something(vote.at, vote.schema) {
                    continue;
                }
                let scored = self.scorer.score(vote.at, vote.schema);
                let inherited = if vote.is_certain { 0.99 * score } else { 0.85 * score };
                let score = match &scored {
                    Some(scored) => inherited + (1.0 - inherited) * 0.5 * scored.score,
                    None => 0.9 * inherited,
                };
                let resembles = |scored: &Scored| scored.content.is_none_or(|content| content >= 0.2);
                if vote.is_certain || scored.as_ref().is_some_and(resembles) {
                    let mut evidence = vec![Evidence::Structure { from: vote.from }];
                    evidence.extend(scored.into_iter().flat_map(|scored| scored.evidence));
                    self.bind(vote.at, vote.schema, score, evidence);
                }
            }
        }
    }

    /// Whether a schema says enough about its values that a type can stand for it.
    fn says_something(&self, at: TypeIx, schema: NodeId) -> bool {
        let (types, view) = (self.scorer.types, self.scorer.view);
        let node = &view[schema];
        let is_bare = node.below().next().is_none() && node.words.is_empty();
        let is_anything = is_bare && node.kinds.without(TypeSet::NULL).each().count() > 2;
        let is_any_object = is_bare && node.kinds == TypeSet::OBJECT;
        let is_free = |shape: &Shape| match shape {
            Shape::Map { .. } => true,
            Shape::Same(of) => matches!(of, TypeRef::AnyObject | TypeRef::Map(..)),
            _ => false,
        };
        !is_anything && (!is_any_object || is_free(types.resolved(&types[at].shape)))
    }
}

/// Bindings that are as sure as each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// The same name, and contents that agree.
    SameName,
    /// The same name, whose contents differ.
    SameNameOnly,
    /// A similar name, and contents that agree.
    SimilarName,
    /// Contents that hardly any other schema has.
    Contents,
}

impl Round {
    const ALL: [Round; 4] = [
        Round::SameName,
        Round::SameNameOnly,
        Round::SimilarName,
        Round::Contents,
    ];

    fn takes(self, scored: &Scored) -> bool {
        match self {
            Round::SameName => scored.is_exact_name && scored.score >= 0.78,
            Round::SameNameOnly => scored.is_exact_name && scored.score >= 0.6,
            Round::SimilarName => scored.name >= 0.25 && scored.score >= 0.52,
            Round::Contents => scored.content.is_some_and(|content| content >= 0.85) && scored.information >= 2.5,
        }
    }

    /// Whether it binds types that the structure has bound already.
    fn binds_again(self) -> bool {
        self == Round::SameName
    }

    fn margin(self) -> f64 {
        match self {
            Round::SameName | Round::SameNameOnly => 0.02,
            Round::SimilarName | Round::Contents => 0.05,
        }
    }

    /// How much less than the best one another type may resemble the same schema.
    fn rivalry(self) -> f64 {
        match self {
            Round::SameName => 0.12,
            Round::SameNameOnly | Round::SimilarName | Round::Contents => 0.02,
        }
    }
}
