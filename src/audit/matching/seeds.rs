//! Which types and schemas belong together for their own sake, round after round, the surest first.

use super::round::Round;
use super::schema_view::{NameKind, NodeId};
use super::score::Scored;
use super::search::Search;
use super::support::{Support, support};
use super::type_graph::TypeIx;
use crate::audit::model::Shape;
use std::collections::{BTreeMap, BTreeSet};

/// A type is not bound to more schemas that resemble it alike.
const MAX_FAMILY: usize = 8;
/// Without a name, a type must resemble a schema by so much more than any other type does.
const CLEARLY_MORE: f64 = 0.01;
/// How sure a binding is for which only the fields speak.
const SUPPORTED: f64 = 0.7;
/// More schemas than this cannot be told apart by their properties.
const MAX_SUPPORTED: usize = 12;

impl Search<'_> {
    /// Binds all types that resemble a schema enough.
    pub(super) fn run(&mut self) {
        for round in Round::ALL {
            let mut begun = BTreeSet::new();
            for (at, schema, scored) in self.seeds(round) {
                // What the structure has bound meanwhile is surer than what resembles.
                if round.binds_again() || begun.contains(&at) || !self.is_bound(at) {
                    begun.insert(at);
                    self.bind(at, schema, scored.score, scored.evidence.clone(), false);
                    self.follow();
                }
            }
        }
    }

    /// What one round binds, the surest first.
    fn seeds(&self, round: Round) -> Vec<(TypeIx, NodeId, Scored)> {
        let mut seeds = Vec::new();
        for (at, ranked) in &self.ranked {
            let is_open = round.binds_again() || !self.is_bound(*at);
            let is_only_flattened = self.scorer.types[*at].is_only_flattened;
            let takes = |(id, scored): &(NodeId, Scored)| {
                let is_own = scored.name >= 0.97 && scored.content.is_some_and(|content| content >= 0.9);
                round.takes(scored) && (!is_only_flattened || is_own) && self.says_something(*at, *id)
            };
            if is_open && round == Round::Fields {
                let supported = self.supported(*at);
                seeds.extend(supported.into_iter().map(|(id, scored)| (*at, id, scored)));
            } else if is_open {
                let leaders = self.leaders(*at, ranked, round).into_iter().filter(takes);
                seeds.extend(leaders.map(|(id, scored)| (*at, id, scored)));
            }
        }
        self.settle_rivals(&mut seeds, round);
        seeds.sort_by(|a, b| b.2.score.total_cmp(&a.2.score).then((a.0, a.1).cmp(&(b.0, b.1))));
        seeds
    }

    /// The schema that resembles a type most, if no different one comes close; or several between which the type does not tell,
    /// as the document does not either.
    fn leaders(&self, at: TypeIx, ranked: &[(NodeId, Scored)], round: Round) -> Vec<(NodeId, Scored)> {
        let view = self.scorer.view;
        let Some((id, scored)) = ranked.first() else {
            return Vec::new();
        };
        let margin = round.margin();
        let is_close = |(other, close): &&(NodeId, Scored)| {
            let is_other = view[*other].content != view[*id].content;
            // A name of its own is stronger than one made of a path.
            let is_outnamed = scored.name >= 1.0 && close.name < 1.0;
            is_other && !is_outnamed && scored.score - close.score < margin
        };
        let close: Vec<&(NodeId, Scored)> = ranked.iter().skip(1).filter(is_close).collect();
        if close.is_empty() {
            return vec![(*id, scored.clone())];
        }
        let all: Vec<&(NodeId, Scored)> = ranked.first().into_iter().chain(close).collect();
        let supports = |one: &&&(NodeId, Scored)| {
            let support = self.support(at, one.0);
            support.agreeing > 0 && support.contrary == 0
        };
        let mut supported = all.iter().filter(supports);
        if let (Some(only), None) = (supported.next(), supported.next()) {
            return vec![(*only).clone()];
        }
        match matches!(round, Round::SimilarName | Round::Contents) && self.is_family(&all) {
            true => all
                .into_iter()
                .filter(|(id, _)| view[*id].branches.is_empty())
                .cloned()
                .collect(),
            false => Vec::new(),
        }
    }

    fn support(&self, at: TypeIx, schema: NodeId) -> Support {
        support(self.scorer, &self.places, at, schema)
    }

    /// The schemas whose properties the types of a type's fields stand for.
    fn supported(&self, at: TypeIx) -> Vec<(NodeId, Scored)> {
        let scorer = self.scorer;
        if !matches!(scorer.types.resolved(at), Shape::Object(_)) {
            return Vec::new();
        }
        let taken: BTreeSet<NodeId> = self.places.values().flatten().copied().collect();
        let holders = self.holders.of(scorer, &self.places, at);
        let scored = holders.difference(&taken).copied().filter_map(|id| {
            let scored = scorer.score(at, id)?;
            let (shared, ..) = scored.keys?;
            let support = self.support(at, id);
            let is_alike = scored.content.is_some_and(|content| content >= 0.75);
            let is_more = (shared > 1 && scored.name >= 0.1) || scored.name >= 0.3;
            (support.agreeing > 0 && support.contrary == 0 && is_alike && is_more).then_some((id, scored))
        });
        let mut scored: Vec<(NodeId, Scored)> = scored.collect();
        let most = scored.iter().map(|(_, scored)| scored.score).fold(0.0, f64::max);
        scored.retain(|(_, scored)| scored.score >= most - 0.03);
        scored
            .iter_mut()
            .for_each(|(_, scored)| scored.score = scored.score.max(SUPPORTED));
        if scored.len() > MAX_SUPPORTED {
            Vec::new()
        } else {
            scored
        }
    }

    /// Whether schemas are alternatives at one place of the document, or bear the name of the type with one more word each.
    fn is_family(&self, all: &[&(NodeId, Scored)]) -> bool {
        let view = self.scorer.view;
        let is_alike =
            |one: &&(NodeId, Scored)| one.1.content.is_some_and(|content| content >= 0.75) && one.1.information >= 1.5;
        if all.len() > MAX_FAMILY || !all.iter().all(is_alike) {
            return false;
        }
        if self.holders.are_alternatives(view, all.iter().map(|(id, _)| *id)) {
            return true;
        }
        let stems = all.iter().map(|(id, scored)| {
            let own = view[*id].names.iter().find(|name| name.kind == NameKind::Own);
            own.filter(|_| scored.covered >= 0.8).map(|name| &name.words.stems)
        });
        let Some(stems) = stems.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let Some(first) = stems.first() else { return false };
        stems.iter().all(|other| {
            let same = first.iter().zip(other.iter()).filter(|(a, b)| a == b).count();
            other.len() == first.len() && same + 1 >= first.len()
        })
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
            // Types for requests and for responses may stand for one schema.
            let is_twin = scored.is_same_subject && scored.content.is_some_and(|content| content >= 0.8);
            is_twin || scored.score >= most - round.rivalry()
        });
        if round == Round::Contents {
            let mut best: BTreeMap<NodeId, Vec<f64>> = BTreeMap::new();
            seeds
                .iter()
                .for_each(|(_, id, scored)| best.entry(*id).or_default().push(scored.score));
            seeds.retain(|(_, id, scored)| {
                let close = best
                    .get(id)
                    .into_iter()
                    .flatten()
                    .filter(|score| scored.score - **score < CLEARLY_MORE);
                close.count() == 1
            });
        }
    }
}
