//! What is said about each type in the end.

use super::binding::{Binding, Further, Matching, Reason, Unbound};
use super::schema_view::NodeId;
use super::score::Scorer;
use super::search::{Bound, Search};
use super::type_graph::TypeIx;
use crate::audit::model::{CrateModel, Instance, TypeId, TypeModel, TypeRef, Unnameable};
use std::collections::{BTreeMap, BTreeSet};

/// A type is examined against so many schemas; the others are counted.
const MAX_BINDINGS: usize = 12;
/// Schemas that resemble a type less are not worth a mention.
const LEAST_MENTIONED: f64 = 0.3;
/// So many schemas between which a type is ambiguous are named.
const MAX_MENTIONED: usize = 4;

/// Why a type is not bound, whatever it resembles.
pub(super) type Excluded = BTreeMap<TypeIx, Reason>;

pub(super) fn outcome(model: &CrateModel, scorer: &Scorer<'_>, search: &Search<'_>, excluded: &Excluded) -> Matching {
    let mut bound: BTreeMap<TypeIx, Vec<&Bound>> = BTreeMap::new();
    for ((at, _), one) in &search.bound {
        bound.entry(*at).or_default().push(one);
    }
    let mut matching = Matching::default();
    for at in scorer.types.ids() {
        let instance = &scorer.types[at].instance;
        let of_type = bound.remove(&at).unwrap_or_default();
        let ranked = sorted(scorer, of_type);
        let reason = match (excluded.get(&at), model.type_of(instance.id)) {
            (Some(reason), _) => Some(reason.clone()),
            (None, Some(of)) => unnameable(of),
            (None, None) => None,
        };
        let is_flattened = scorer.types[at].is_only_flattened && !ranked.iter().any(|one| one.is_exact_name);
        let ranked: Vec<&Bound> = match ranked.iter().any(|one| !one.is_part) {
            true => ranked.into_iter().filter(|one| !one.is_part).collect(),
            false => ranked,
        };
        let part = ranked
            .first()
            .filter(|one| one.is_part)
            .map(|one| Reason::Part(pointer(scorer, one.schema)));
        match reason.or(is_flattened.then_some(Reason::Flattened)).or(part) {
            Some(reason) => matching.unbound.push(Unbound {
                instance: instance.clone(),
                pointers: ranked
                    .iter()
                    .take(MAX_MENTIONED)
                    .map(|one| pointer(scorer, one.schema))
                    .collect(),
                reason,
            }),
            None if ranked.is_empty() => matching.unbound.push(Unbound {
                instance: instance.clone(),
                reason: mentioned(scorer, search, at),
                pointers: Vec::new(),
            }),
            None => {
                let schemas =
                    ranked.len().saturating_sub(MAX_BINDINGS) + search.left_out.get(&at).copied().unwrap_or(0);
                if schemas > 0 {
                    let instance = instance.clone();
                    matching.further.push(Further { instance, schemas });
                }
                let kept = ranked.into_iter().take(MAX_BINDINGS);
                matching.bindings.extend(kept.map(|one| binding(scorer, at, one)));
            }
        }
    }
    matching.unbound.extend(never_instantiated(model, scorer));
    matching
}

/// The surest bindings first: those that are configured or bear the name, then components.
fn sorted<'b>(scorer: &Scorer<'_>, mut bound: Vec<&'b Bound>) -> Vec<&'b Bound> {
    bound.sort_by(|a, b| {
        let rank = |one: &Bound| (one.score >= 1.0, one.is_exact_name, scorer.view[one.schema].is_root);
        rank(b)
            .cmp(&rank(a))
            .then(b.score.total_cmp(&a.score))
            .then(a.schema.cmp(&b.schema))
    });
    bound
}

fn binding(scorer: &Scorer<'_>, at: TypeIx, one: &Bound) -> Binding {
    let (types, view) = (scorer.types, scorer.view);
    let own: BTreeSet<&str> = scorer.content(at).keys.iter().map(|key| key.name.as_str()).collect();
    let is_outside = |(tag, value): &&(String, String)| {
        !own.contains(tag.as_str()) && view.constants(one.schema, tag).contains(value)
    };
    let reads_null = types.kinds(at).meets(crate::schema::ir::TypeSet::NULL);
    Binding {
        instance: types[at].instance.clone(),
        pointer: pointer(scorer, one.schema),
        is_component: view[one.schema].is_root,
        further_places: one.places.len() - 1,
        score: one.score.min(1.0),
        evidence: one.evidence.clone(),
        tag_outside: types[at].tags_outside.iter().find(is_outside).cloned(),
        null_outside: view[one.schema].is_nullable && !reads_null,
    }
}

fn pointer(scorer: &Scorer<'_>, schema: NodeId) -> String {
    scorer.view[schema].pointer.clone()
}

/// Which schemas resemble a type that is not bound.
fn mentioned(scorer: &Scorer<'_>, search: &Search<'_>, at: TypeIx) -> Reason {
    let ranked = search.ranked.get(&at).map_or(&[][..], Vec::as_slice);
    let most = ranked.first().map_or(0.0, |(_, scored)| scored.score);
    if most < LEAST_MENTIONED {
        return Reason::NoCounterpart;
    }
    let close = ranked.iter().take_while(|(_, scored)| scored.score > most - 0.05);
    Reason::Ambiguous(close.take(MAX_MENTIONED).map(|(id, _)| pointer(scorer, *id)).collect())
}

fn unnameable(of: &TypeModel) -> Option<Reason> {
    match of.public_path {
        Err(Unnameable::Private) => Some(Reason::NotPublic),
        Err(Unnameable::Local) => Some(Reason::Local),
        Ok(_) => of.borrows.then_some(Reason::Borrowed),
    }
}

/// Types with parameters for which nothing gives arguments.
fn never_instantiated(model: &CrateModel, scorer: &Scorer<'_>) -> Vec<Unbound> {
    let known: BTreeSet<TypeId> = scorer.types.ids().map(|at| scorer.types[at].instance.id).collect();
    let unknown = model
        .iter()
        .filter(|(id, of)| !known.contains(id) && !of.type_parameters().is_empty());
    unknown
        .map(|(id, of)| Unbound {
            instance: Instance {
                id,
                arguments: of
                    .type_parameters()
                    .into_iter()
                    .map(|name| TypeRef::Parameter(name.to_owned()))
                    .collect(),
            },
            reason: Reason::Generic,
            pointers: Vec::new(),
        })
        .collect()
}
