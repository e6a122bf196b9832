//! `wireproof ambiguity`: decide every union of the document, and every enum whose variants were registered.

use super::args::{self, Common};
use super::job::{Extent, Run, pool_of_enums};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult, inputs, loaded};
use crate::captures::{EnumPlaces, EnumTexts};
use crate::case::{Saved, Skipped};
use crate::runner::Ambiguity;
use crate::schema::{Spec, UnionPlace, unions};
use crate::subject::{EnumSubject, Subject, TypeSet};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) fn run(types: &Types, common: &Common, ambiguity: &args::Ambiguity, output: &Output) -> CliResult {
    let type_set = types.set();
    let wanted = Wanted::of(type_set, &ambiguity.names)?;
    let published = SpecSources::read(common, types)?;
    let spec = published.setting()?.spec;
    let (places, enums) = match ambiguity.all {
        // The document may hold nothing of what the type set is bound to.
        true if ambiguity.names.is_empty() => (unions(spec.document()), Vec::new()),
        true => (unions(spec.document()), wanted.enums(type_set, &spec)),
        false => (wanted.places(&spec)?, wanted.enums(type_set, &spec)),
    };
    if places.is_empty() && enums.is_empty() {
        return Err(CliError::unreadable(
            "nothing to decide: no union, and no registered enum",
        ));
    }
    let mut run = Run::new(common, types, "ambiguity", Extent::bytes(None), output)?;
    let replay = run.replay(types, loaded::replay_options(common), ambiguity.strict);
    let (mut texts, mut pool) = (BTreeMap::new(), None);
    if !enums.is_empty() {
        pool = Some(pool_of_enums(types, &spec));
        texts = captured_texts(types, &enums, &spec, &ambiguity.captures, &mut run)?;
    }
    run.decide(
        Ambiguity {
            spec: &spec,
            places,
            unions: enums,
            pool,
            texts,
            only_texts: false,
            replay,
        },
        ambiguity.strict,
    )?;
    run.close()
}

/// The values that captures have in the places of the enums.
fn captured_texts(
    types: &Types,
    enums: &[&EnumSubject],
    spec: &Arc<Spec>,
    paths: &[PathBuf],
    run: &mut Run<'_>,
) -> Result<EnumTexts, CliError> {
    let Some(mut places) = EnumPlaces::new(types.set(), enums, spec) else {
        return Ok(EnumTexts::new());
    };
    for case in inputs::texts(inputs::sources(paths, types)?) {
        if let Err(skipped) = case.and_then(|case| places.collect(&case)) {
            run.skip(&skipped)?;
        }
    }
    Ok(places.finish())
}

/// Shows saved witnesses again: all of them were saved with the same options.
pub(super) fn again(types: &Types, common: &Common, saved: &[Saved], run: &mut Run<'_>) -> Result<(), CliError> {
    let published = SpecSources::read(common, types)?;
    let spec = published.setting()?.spec;
    for saved in saved {
        let Some(union) = types.set().enum_named(&saved.subject) else {
            let reason = format!("there is no enum `{}`", saved.subject);
            run.skip(&Skipped::whole(saved.case.label(), reason))?;
            continue;
        };
        let replay = run.replay(types, loaded::replay_options(common), saved.strict);
        run.decide(
            Ambiguity {
                spec: &spec,
                places: Vec::new(),
                unions: vec![union],
                pool: Some(pool_of_enums(types, &spec)),
                texts: BTreeMap::from([(union.name().to_owned(), vec![saved.text.clone()])]),
                only_texts: true,
                replay,
            },
            saved.strict,
        )?;
    }
    Ok(())
}

/// What the arguments name; everything if they name nothing.
struct Wanted<'t> {
    subjects: Vec<&'t Subject>,
    unions: Vec<&'t EnumSubject>,
}

impl<'t> Wanted<'t> {
    fn of(type_set: &'t TypeSet, names: &[String]) -> Result<Wanted<'t>, CliError> {
        let (subjects, unions) = (type_set.subjects(), type_set.enums());
        let known = |name: &&String| type_set.subject(name).is_none() && type_set.enum_named(name).is_none();
        if let Some(name) = names.iter().find(known) {
            let names = subjects
                .iter()
                .map(Subject::name)
                .chain(unions.iter().map(EnumSubject::name));
            let names: Vec<&str> = names.collect();
            return Err(CliError::unreadable(format!(
                "no subject and no enum `{name}`; there are {}",
                names.join(", ")
            )));
        }
        let is_wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
        Ok(Wanted {
            subjects: subjects.iter().filter(|subject| is_wanted(subject.name())).collect(),
            unions: unions.iter().filter(|union| is_wanted(union.name())).collect(),
        })
    }

    /// The enums that are named, and those that stand for unions of the subjects that are.
    fn enums(&self, type_set: &'t TypeSet, spec: &Spec) -> Vec<&'t EnumSubject> {
        let leads_to = |place: &UnionPlace| {
            let mut components = self.subjects.iter().filter_map(|subject| subject.component());
            components.any(|component| matches!(spec.way(component, place), Ok(Some(_))))
        };
        let is_named = |union: &EnumSubject| self.unions.iter().any(|named| named.name() == union.name());
        let is_below = |union: &EnumSubject| {
            let place = union.at().and_then(|at| spec.union_at(at).ok().flatten());
            place.is_some_and(|place| leads_to(&place))
        };
        type_set
            .enums()
            .iter()
            .filter(|union| is_named(union) || is_below(union))
            .collect()
    }

    /// The unions of what the subjects are bound to, and those that the enums stand for; and with a subject its enums.
    fn places(&self, spec: &Spec) -> Result<Vec<UnionPlace>, CliError> {
        let unreadable =
            |error: crate::schema::SpecError| CliError::unreadable(format!("{}: {error}", spec.document().name()));
        let mut places = Vec::new();
        for component in self.subjects.iter().filter_map(|subject| subject.component()) {
            places.extend(spec.unions_of(component).map_err(unreadable)?);
        }
        for at in self.unions.iter().filter_map(|union| union.at()) {
            // Where there is none, the enum itself is told of.
            places.extend(spec.union_at(at).ok().flatten());
        }
        places.sort_by(|a, b| (&a.schema, a.keyword).cmp(&(&b.schema, b.keyword)));
        places.dedup();
        Ok(places)
    }
}
