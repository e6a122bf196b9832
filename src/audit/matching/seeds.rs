//! Which types and schemas belong together for their own sake, round after round, the surest first.

use super::name_words::NameWords;
use super::round::Round;
use super::schema_view::{NameKind, NodeId};
use super::score::Scored;
use super::search::Search;
use super::support::{Support, support};
use super::type_graph::TypeIx;
use crate::audit::model::Shape;
use crate::schema::ir::TypeSet;
use std::collections::{BTreeMap, BTreeSet};

/// A type is not bound to more schemas that resemble it alike.
const MAX_FAMILY: usize = 24;
/// Without a name, a type must resemble a schema by so much more than any other type does.
const CLEARLY_MORE: f64 = 0.01;
/// How sure a binding is for which only the fields speak.
const SUPPORTED: f64 = 0.7;
/// The least resemblance of names with which fields bind.
const LEAST_NAME: f64 = 0.15;
/// Two keys are known to belong to one schema if about one of them is in hardly any other.
const TELLING: f64 = 1.5;
/// So much information in what both have says that it is no chance.
const INFORMED: f64 = 1.5;
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
                let is_generic = !self.scorer.types[*at].instance.arguments.is_empty();
                // What tells the instances of a generic type apart is what they hold.
                let is_meant = |(id, _): &(NodeId, Scored)| !is_generic || self.support(*at, *id).contrary == 0;
                let leaders = self
                    .leaders(*at, ranked, round)
                    .into_iter()
                    .filter(takes)
                    .filter(is_meant);
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
        // Parts of other schemas that resemble the type as much as a component does are copies of what the component is.
        let mut components = all.iter().filter(|(id, _)| view[*id].is_root);
        if let (Some(only), None) = (components.next(), components.next())
            && only.1.covered >= 1.0
            && only.1.has_all_keys_of_type()
            && only.1.information >= INFORMED
        {
            return vec![(*only).clone()];
        }
        let supports = |one: &&&(NodeId, Scored)| {
            let support = self.support(at, one.0);
            support.agreeing > 0 && support.contrary == 0
        };
        let mut supported = all.iter().filter(supports);
        if let (Some(only), None) = (supported.next(), supported.next()) {
            return vec![(*only).clone()];
        }
        match matches!(round, Round::SimilarName | Round::Contents | Round::ManyKeys) && self.is_family(at, &all) {
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
        let is_generic = !scorer.types[at].instance.arguments.is_empty();
        let taken: BTreeSet<NodeId> = self.places.values().flatten().copied().collect();
        let holders = self.holders.of(scorer, &self.places, at);
        let scored = holders.difference(&taken).copied().filter_map(|id| {
            let scored = scorer.score(at, id)?;
            let (shared, of_type, of_schema) = scored.keys?;
            let support = self.support(at, id);
            let is_supported = support.agreeing > 0 && support.contrary == 0;
            let is_alike = scored.content.is_some_and(|content| content >= 0.75);
            // One key says enough if there is no other on either side, and the schema has all words of the type's name.
            let is_alone = scored.has_same_keys() && scored.covered >= 0.8;
            let is_named = scored.name >= LEAST_NAME && (shared > 1 || scored.name >= 0.3 || is_alone);
            // A generic envelope bears no name of the document, and reads the keys of each envelope that the API has. Another one
            // may be named after what it holds, or has keys that hardly any other schema has.
            let has_all = shared > 1 && shared == of_schema;
            let is_telling = || self.is_named_after_field(at) || scored.information >= TELLING;
            let is_envelope = has_all && (is_generic || (shared == of_type && is_telling()));
            (is_supported && (is_envelope || (is_alike && is_named))).then_some((id, scored))
        });
        let mut scored: Vec<(NodeId, Scored)> = scored.collect();
        let most = scored.iter().map(|(_, scored)| scored.score).fold(0.0, f64::max);
        let best: BTreeSet<u64> = scored
            .iter()
            .filter(|(_, scored)| scored.score >= most - 0.03)
            .map(|(id, _)| scorer.view[*id].content)
            .collect();
        // An API has equal envelopes in many places.
        let is_best = |(id, scored): &(NodeId, Scored)| match is_generic {
            true => best.contains(&scorer.view[*id].content),
            false => scored.score >= most - 0.03,
        };
        scored.retain(is_best);
        scored
            .iter_mut()
            .for_each(|(_, scored)| scored.score = scored.score.max(SUPPORTED));
        let contents: BTreeSet<u64> = scored.iter().map(|(id, _)| scorer.view[*id].content).collect();
        match contents.len() > MAX_SUPPORTED {
            true => Vec::new(),
            false => scored,
        }
    }

    /// Whether a field that holds a bound type has the name of the type around it: `CheckRuns { total_count, check_runs }`.
    fn is_named_after_field(&self, at: TypeIx) -> bool {
        let own = &self.scorer.types[at].words;
        let keys = self
            .scorer
            .content(at)
            .keys
            .iter()
            .filter(|key| key.kinds.meets(TypeSet::ARRAY));
        let mut names = keys.map(|key| NameWords::new(&key.name));
        names.any(|name| own.iter().any(|own| own.subject == name.subject))
    }

    /// Whether schemas are alternatives at one place of the document, or bear the name of the type and tell what each is about in
    /// further words.
    fn is_family(&self, at: TypeIx, all: &[&(NodeId, Scored)]) -> bool {
        let view = self.scorer.view;
        let content = |scored: &Scored| scored.content.unwrap_or_default();
        let is_alike = all
            .iter()
            .all(|(_, scored)| content(scored) >= 0.75 && scored.information >= INFORMED);
        let is_known = all
            .iter()
            .all(|(_, scored)| content(scored) >= 0.3 && scored.name >= 0.4 && scored.has_no_more_keys());
        if all.len() > MAX_FAMILY || !(is_alike || is_known) {
            return false;
        }
        if is_alike && self.holders.are_alternatives(view, all.iter().map(|(id, _)| *id)) {
            return true;
        }
        let own = all.iter().map(|(id, _)| {
            let mut names = view[*id].names.iter();
            names
                .find(|name| name.kind == NameKind::Own)
                .map(|name| &name.words.stems)
        });
        let Some(own) = own.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let Some(first) = own.first() else { return false };
        let has_all_words = all.iter().all(|(_, scored)| scored.covered >= 0.8);
        let is_one_apart = own.iter().all(|other| {
            let same = first.iter().zip(other.iter()).filter(|(a, b)| a == b).count();
            other.len() == first.len() && same + 1 >= first.len()
        });
        let shared = |other: &&Vec<String>| first.iter().zip(other.iter()).take_while(|(a, b)| a == b).count();
        let start = own.iter().map(shared).min().unwrap_or_default();
        let covered = self.scorer.words.covered_by(&self.scorer.types[at], &first[..start]);
        (is_alike && has_all_words && is_one_apart) || (is_known && covered >= 0.75)
    }

    /// Whether the schema is read by a private type that is named after the type and has all keys: what the type holds is made out
    /// of it.
    fn is_read_privately(&self, at: TypeIx, schema: NodeId, scored: &Scored) -> bool {
        let types = self.scorer.types;
        let stems = |at: TypeIx| types[at].words.iter().flat_map(|words| &words.stems);
        let is_namesake = |other: TypeIx| stems(at).all(|stem| stems(other).any(|one| one == stem));
        let has_all = |other: TypeIx| {
            let best = self.ranked.get(&other).and_then(|ranked| ranked.first());
            best.is_some_and(|(id, scored)| *id == schema && scored.has_same_keys())
        };
        let has_fewer = scored.keys.is_some_and(|(shared, _, of_schema)| shared < of_schema);
        let mut private = types.ids().filter(|other| {
            let is_private = types[*other].public_path.is_none() && types[at].public_path.is_some();
            is_private && types[*other].modules == types[at].modules
        });
        has_fewer && !scored.is_exact_name && private.any(|other| is_namesake(other) && has_all(other))
    }

    /// Of several types for one schema, only those remain that resemble it about as much as the best of them.
    fn settle_rivals(&self, seeds: &mut Vec<(TypeIx, NodeId, Scored)>, round: Round) {
        let mut best: BTreeMap<NodeId, (f64, TypeIx)> = BTreeMap::new();
        let mut note = |id: NodeId, score: f64, at: TypeIx| {
            let held = best.entry(id).or_insert((score, at));
            if score > held.0 {
                *held = (score, at);
            }
        };
        seeds.iter().for_each(|(at, id, scored)| note(*id, scored.score, *at));
        let named = self.bound.iter().filter(|(_, bound)| bound.is_exact_name);
        named.for_each(|((at, _), bound)| note(bound.schema, bound.score, *at));
        let types = self.scorer.types;
        seeds.retain(|(at, id, scored)| !self.is_read_privately(*at, *id, scored));
        seeds.retain(|(at, id, scored)| {
            let Some((most, rival)) = best.get(id) else { return true };
            // Types for requests and for responses may stand for one schema, and so may those of several modules.
            let is_alike = |least: f64| scored.content.is_some_and(|content| content >= least);
            let has_no_more = scored.has_no_more_keys();
            let is_elsewhere = types[*at].modules != types[*rival].modules;
            let is_twin = (scored.is_same_subject && is_alike(0.8))
                || (is_elsewhere && scored.name >= 0.5 && scored.covered >= 0.75 && has_no_more && is_alike(0.3));
            is_twin || scored.score >= most - round.rivalry()
        });
        if matches!(round, Round::Contents | Round::ManyKeys) {
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
