//! `wireproof replay`: run saved cases again.

use super::ambiguity;
use super::args::{self, Arguments, Choice, Common};
use super::check::known_subject;
use super::inputs::{self, Source};
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::reproduced::Reproduced;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::case::{Case, CaseKind, Saved, Skipped, kept_folder};
use crate::subject::TypeSet;
use clap::Parser;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) fn run(types: &Types, common: &Common, replay: &args::Replay, output: &Output) -> CliResult {
    let Some(case) = &replay.case else {
        return all(types, common, output);
    };
    let path = PathBuf::from(case);
    if path.is_file() {
        return match Saved::is_meant(&path) {
            true => again(types, common, &path, output),
            false => capture(types, common, Source::File(path), output),
        };
    }
    match types.capture(case)? {
        Some(embedded) => capture(types, common, Source::Embedded(embedded.clone()), output),
        None => again(types, common, &Saved::find(case).map_err(CliError::unreadable)?, output),
    }
}

/// Runs one saved case. Options that are given now replace those that were saved: a document that came from a pipe cannot be read
/// again.
fn again(types: &Types, common: &Common, path: &Path, output: &Output) -> CliResult {
    let unreadable = |reason| CliError::unreadable(format!("{}: {reason}", path.display()));
    let saved = load(path).map_err(unreadable)?;
    let shaped = match common.names_a_document() {
        true => common.clone(),
        false => common.over(shaped(&saved.options)?),
    };
    let own = own_types(common, &shaped)?;
    let types = own.as_ref().unwrap_or(types);
    belongs(types.set(), &saved).map_err(unreadable)?;
    let mut run = Run::new(common, types, "replay", Extent::bytes(None), output)?;
    let reproduced = Reproduced::default();
    run.also_tell(reproduced.clone());
    if saved.case.kind == CaseKind::Witness {
        ambiguity::again(types, &shaped, std::slice::from_ref(&saved), &mut run)?;
    } else {
        let job = job(types, &shaped, &Way::of(&saved))?;
        run.take(job, std::iter::once(Ok(saved.case())))?;
    }
    run.not_reproduced(reproduced.missing(path, &saved));
    run.close()
}

/// Runs all saved cases, in one report; those that are to be run in the same way together. What cannot be run is skipped.
fn all(types: &Types, common: &Common, output: &Output) -> CliResult {
    if common.names_a_document() {
        return Err(CliError::unreadable(
            "saved cases keep their options; name a case to run it with others",
        ));
    }
    let paths = Saved::all();
    if paths.is_empty() {
        let reason = format!("no saved cases in {}/", kept_folder().display());
        return Err(CliError::unreadable(reason));
    }
    let mut run = Run::new(common, types, "replay", Extent::bytes(None), output)?;
    let reproduced = Reproduced::default();
    run.also_tell(reproduced.clone());
    let mut ways: BTreeMap<Way, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        // The texts are read again when their turn comes, so that not all are in memory at once.
        match load(&path) {
            Ok(saved) => ways.entry(Way::of(&saved)).or_default().push(path),
            Err(reason) => run.skip(&Skipped::whole(path.display().to_string(), reason))?,
        }
    }
    for (way, paths) in ways {
        reproduced.start();
        if let Err(error) = all_of(types, common, &way, &paths, &mut run) {
            for path in paths {
                run.skip(&Skipped::whole(path.display().to_string(), &error.message))?;
            }
            continue;
        }
        for path in paths {
            if let Ok(saved) = load(&path) {
                run.not_reproduced(reproduced.missing(&path, &saved));
            }
        }
    }
    run.close()
}

/// Runs the saved cases of one way.
fn all_of(types: &Types, common: &Common, way: &Way, paths: &[PathBuf], run: &mut Run<'_>) -> Result<(), CliError> {
    let shaped = common.over(shaped(&way.options)?);
    let own = own_types(common, &shaped)?;
    let types = own.as_ref().unwrap_or(types);
    let mut sound = Vec::new();
    for path in paths {
        match load(path).and_then(|saved| belongs(types.set(), &saved).map(|()| saved)) {
            Ok(saved) if way.is_witness => ambiguity::again(types, &shaped, &[saved], run)?,
            Ok(_) => sound.push(path.clone()),
            Err(reason) => run.skip(&Skipped::whole(path.display().to_string(), reason))?,
        }
    }
    if sound.is_empty() {
        return Ok(());
    }
    run.take(job(types, &shaped, way)?, cases(sound))
}

/// The types that saved options name, if they are not those of this run.
fn own_types(common: &Common, shaped: &Common) -> Result<Option<Types>, CliError> {
    match shaped.types.is_some() && shaped.types != common.types {
        true => Types::open(shaped).map(Some),
        false => Ok(None),
    }
}

/// How a saved case is to be run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    subject: String,
    component: Option<String>,
    options: Vec<String>,
    strict: bool,
    is_witness: bool,
}

impl Way {
    fn of(saved: &Saved) -> Way {
        Way {
            subject: saved.subject.clone(),
            component: saved.fallback_component.clone(),
            options: saved.options.clone(),
            strict: saved.strict,
            is_witness: saved.case.kind == CaseKind::Witness,
        }
    }
}

fn cases(paths: Vec<PathBuf>) -> impl Iterator<Item = Result<Case, Skipped>> + Send {
    paths.into_iter().map(|path| {
        let saved = load(&path);
        saved.map_or_else(
            |reason| Err(Skipped::whole(path.display().to_string(), reason)),
            |saved| Ok(saved.case()),
        )
    })
}

fn load(path: &Path) -> Result<Saved, String> {
    Saved::load(path).map_err(|reason| format!("not a saved case: {reason}"))
}

/// Makes sure that a saved case is one of a type set.
fn belongs(type_set: &TypeSet, saved: &Saved) -> Result<(), String> {
    if saved.type_set != type_set.name() {
        let (its, ours) = (&saved.type_set, type_set.name());
        return Err(format!("saved for the type set `{its}`; these types are `{ours}`"));
    }
    if saved.case.kind == CaseKind::Witness {
        let registered = type_set.enum_named(&saved.subject).is_some();
        return match registered {
            true => Ok(()),
            false => Err("its enum is not registered".to_owned()),
        };
    }
    known_subject(type_set, &saved.subject).map_err(|error| error.message)
}

/// The options of the run that saved a case.
fn shaped(options: &[String]) -> Result<Common, CliError> {
    let words = ["wireproof", "check"].into_iter().map(str::to_owned);
    let arguments = Arguments::try_parse_from(words.chain(options.iter().cloned()));
    // The message of the parser would be about a command line that the user did not type.
    let arguments =
        arguments.map_err(|_| CliError::unreadable(format!("unknown options were saved: {}", options.join(" "))))?;
    Ok(arguments.common)
}

fn job(types: &Types, shaped: &Common, way: &Way) -> Result<Job, CliError> {
    let choice = Choice {
        component: way.component.clone(),
        subject: Some(way.subject.clone()),
    };
    let published = SpecSources::read(shaped, types)?;
    let spec = published.setting()?.spec;
    Job::new(types, spec, shaped, choice, way.strict)
}

fn capture(types: &Types, common: &Common, source: Source, output: &Output) -> CliResult {
    let choice = Choice {
        component: None,
        subject: None,
    };
    let published = SpecSources::read(common, types)?;
    let spec = published.setting()?.spec;
    let job = Job::new(types, spec, common, choice, false)?;
    let mut run = Run::new(common, types, "replay", Extent::bytes(None), output)?;
    run.take(job, inputs::texts(vec![source]))?;
    run.close()
}
