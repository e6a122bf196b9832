//! Binds types to schemas, the surest first, and follows the structure from each binding to the next.

use super::align::Aligner;
use super::binding::Evidence;
use super::candidates::Candidates;
use super::round::is_query_of;
use super::schema_view::NodeId;
use super::score::{Scored, Scorer};
use super::support::Holders;
use super::type_graph::TypeIx;
use crate::audit::model::{Shape, TypeRef};
use crate::schema::ir::TypeSet;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The bindings that are known so far.
pub(super) struct Search<'g> {
    pub(super) scorer: &'g Scorer<'g>,
    /// The schemas that resemble each type, the most alike first.
    pub(super) ranked: BTreeMap<TypeIx, Vec<(NodeId, Scored)>>,
    pub(super) bound: BTreeMap<(TypeIx, Class), Bound>,
    counts: BTreeMap<TypeIx, usize>,
    /// How many schemas of a type are left out.
    pub(super) left_out: BTreeMap<TypeIx, usize>,
    waiting: VecDeque<(TypeIx, Class)>,
    /// The schemas for which each type stands.
    pub(super) places: BTreeMap<TypeIx, BTreeSet<NodeId>>,
    pub(super) holders: Holders,
    /// What a type does not stand for, although it seems so: it stands for something else in its place.
    refuted: BTreeSet<(TypeIx, NodeId)>,
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
    /// Whether the schema allows more than the type reads.
    pub(super) is_part: bool,
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
            let scored = scored.filter_map(|id| Some((id, scorer.score(at, id)?)));
            let mut scored: Vec<(NodeId, Scored)> = scored
                .filter(|(_, scored)| !scored.is_query || is_query_of(scored))
                .collect();
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
            places: BTreeMap::new(),
            holders: Holders::new(scorer.view),
            refuted: BTreeSet::new(),
        }
    }

    /// Forgets all bindings if some of them are refuted by others, so that a further search does without them.
    pub(super) fn forget_refuted(&mut self) -> bool {
        let is_refuted = |(at, class): &(TypeIx, Class)| {
            let bound = &self.bound[&(*at, *class)];
            let is_configured = bound.evidence.contains(&Evidence::Configured);
            !is_configured && bound.places.iter().any(|place| self.refuted.contains(&(*at, *place)))
        };
        if !self.bound.keys().any(is_refuted) {
            return false;
        }
        for (at, ranked) in &mut self.ranked {
            ranked.retain(|(id, _)| !self.refuted.contains(&(*at, *id)));
        }
        self.bound.clear();
        self.counts.clear();
        self.left_out.clear();
        self.places.clear();
        true
    }

    /// Leaves types out.
    pub(super) fn exclude<'t>(&mut self, types: impl Iterator<Item = &'t TypeIx>) {
        for at in types {
            self.ranked.remove(at);
        }
    }

    pub(super) fn is_bound(&self, at: TypeIx) -> bool {
        self.counts.contains_key(&at)
    }

    pub(super) fn class(&self, id: NodeId) -> Class {
        match self.scorer.view[id].is_root {
            true => Class::Root(id),
            false => Class::Content(self.scorer.view[id].content),
        }
    }

    /// Binds what the configuration names.
    pub(super) fn bind_configured(&mut self, at: TypeIx, schema: NodeId) {
        self.bind(at, schema, 1.0, vec![Evidence::Configured], false);
        self.follow();
    }

    pub(super) fn bind(&mut self, at: TypeIx, schema: NodeId, score: f64, evidence: Vec<Evidence>, is_part: bool) {
        if self.refuted.contains(&(at, schema)) && !evidence.contains(&Evidence::Configured) {
            return;
        }
        let class = self.class(schema);
        self.places.entry(at).or_default().insert(schema);
        if let Some(bound) = self.bound.get_mut(&(at, class)) {
            bound.places.insert(schema);
            bound.is_part &= is_part;
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
            is_part,
            places: BTreeSet::from([schema]),
        };
        self.bound.insert((at, class), bound);
        self.waiting.push_back((at, class));
    }

    /// Follows the structure from all new bindings.
    pub(super) fn follow(&mut self) {
        let types = self.scorer.types;
        while let Some((at, class)) = self.waiting.pop_front() {
            let Some(bound) = self.bound.get(&(at, class)) else {
                continue;
            };
            let (schema, score) = (bound.schema, bound.score);
            for vote in Aligner::votes(self.scorer, at, schema) {
                if self.is_of_other_kind(vote.at, vote.schema) || !self.says_something(vote.at, vote.schema) {
                    continue;
                }
                let scored = self.scorer.score(vote.at, vote.schema);
                let inherited = if vote.is_certain { 0.99 * score } else { 0.85 * score };
                let score = match &scored {
                    Some(scored) => inherited + (1.0 - inherited) * 0.5 * scored.score,
                    None => 0.9 * inherited,
                };
                // Where no key of a struct is the schema's, the field is of another type than the document says.
                if scored.as_ref().is_some_and(Scored::has_other_keys) && types.object(vote.at).is_some() {
                    continue;
                }
                // So it is where an enum has none of the words, and lists those of another schema.
                if scored.as_ref().is_some_and(Scored::has_other_words) && self.has_words_of_another(vote.at) {
                    continue;
                }
                let resembles =
                    |scored: &Scored| scored.content.is_none_or(|content| content >= 0.2) || scored.has_all_words();
                if vote.is_certain || scored.as_ref().is_some_and(resembles) {
                    self.refuted
                        .extend(vote.instead_of.into_iter().map(|union| (vote.at, union)));
                    let mut evidence = vec![Evidence::Structure { from: vote.from }];
                    evidence.extend(scored.into_iter().flat_map(|scored| scored.evidence));
                    self.bind(vote.at, vote.schema, score, evidence, vote.is_part);
                }
            }
        }
    }

    /// Whether some schema lists most of the words of an enum.
    fn has_words_of_another(&self, at: TypeIx) -> bool {
        let ranked = self.ranked.get(&at).into_iter().flatten();
        ranked.map(|(_, scored)| scored).any(Scored::has_most_words)
    }

    /// Whether a type reads no value of a schema, since one is an object or a list and the other is not: it is the field that has
    /// the wrong type.
    fn is_of_other_kind(&self, at: TypeIx, schema: NodeId) -> bool {
        let holds = |kinds: TypeSet| kinds.meets(TypeSet::OBJECT | TypeSet::ARRAY);
        let kinds = self.scorer.types.kinds(at).without(TypeSet::NULL);
        let documented = self.scorer.view[schema].kinds;
        let is_known = !kinds.is_empty() && !documented.is_empty();
        is_known && !kinds.meets(documented) && holds(kinds) != holds(documented)
    }

    /// Whether a schema says enough about its values that a type can stand for it.
    pub(super) fn says_something(&self, at: TypeIx, schema: NodeId) -> bool {
        let (types, view) = (self.scorer.types, self.scorer.view);
        let node = &view[schema];
        let is_bare = node.below().next().is_none() && node.words.is_empty();
        let is_anything = is_bare && node.kinds == TypeSet::ALL.without(TypeSet::NULL);
        let is_any_object = is_bare && node.kinds == TypeSet::OBJECT;
        let is_free = |shape: &Shape| match shape {
            Shape::Map { .. } => true,
            Shape::Same(of) => matches!(of, TypeRef::AnyObject | TypeRef::Map(..)),
            _ => false,
        };
        !is_anything && (!is_any_object || is_free(types.resolved(at)))
    }
}
