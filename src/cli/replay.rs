//! `wireproof replay`: run saved cases again.

use super::ambiguity;
use super::args::{self, Arguments, Choice, Common, DialectName};
use super::check::known_subject;
use super::inputs::{self, Source};
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::sources::SpecSources;
use super::{CliError, CliResult, loaded};
use crate::case::{Case, CaseKind, Saved, Skipped};
use crate::corpus;
use crate::subject::TypeSet;
use clap::Parser;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) fn run(type_set: &TypeSet, common: &Common, replay: &args::Replay, output: &Output) -> CliResult {
    let Some(case) = &replay.case else {
        return all(type_set, common, output);
    };
    let path = PathBuf::from(case);
    if path.is_file() {
        return match Saved::is_meant(&path) {
            true => again(type_set, common, &path, output),
            false => capture(type_set, common, Source::File(path), output),
        };
    }
    match corpus::captures().find(|(name, _)| name == case) {
        Some((name, bytes)) => capture(type_set, common, Source::Embedded(name, bytes), output),
        None => again(
            type_set,
            common,
            &Saved::find(case).map_err(CliError::unreadable)?,
            output,
        ),
    }
}

/// Runs one saved case. Options that are given now stand instead of those that were saved: a document that came from a
/// pipe is gone.
fn again(type_set: &TypeSet, common: &Common, path: &Path, output: &Output) -> CliResult {
    let saved = load(type_set, path).map_err(|reason| CliError::unreadable(format!("{}: {reason}", path.display())))?;
    let mut shaped = shaped(&saved.options)?;
    if common.spec.is_some() {
        shaped.spec.clone_from(&common.spec);
    }
    if !common.overlay.is_empty() {
        shaped.overlay.clone_from(&common.overlay);
    }
    if common.dialect == DialectName::Strict {
        shaped.dialect = common.dialect;
    }
    shaped.no_overlay |= common.no_overlay;
    let mut run = Run::new(common, "replay", Extent::bytes(None), output)?;
    if saved.kind == CaseKind::Witness {
        ambiguity::again(type_set, &shaped, &[saved], &mut run)?;
        return run.close();
    }
    let job = job(type_set, &shaped, &Way::of(&saved))?;
    run.take(job, std::iter::once(Ok(saved.case())), Vec::new())?;
    run.close()
}

/// Runs all saved cases, in one report; those that are to be run in the same way together. What cannot be run is skipped.
fn all(type_set: &TypeSet, common: &Common, output: &Output) -> CliResult {
    if !loaded::replay_options(common).is_empty() {
        return Err(CliError::unreadable(
            "saved cases keep their options; name a case to run it with others",
        ));
    }
    let paths = Saved::all();
    if paths.is_empty() {
        return Err(CliError::unreadable("no saved cases in .wireproof/"));
    }
    let mut run = Run::new(common, "replay", Extent::bytes(None), output)?;
    let mut ways: BTreeMap<Way, Vec<PathBuf>> = BTreeMap::new();
    let mut witnesses: BTreeMap<Vec<String>, Vec<Saved>> = BTreeMap::new();
    for path in paths {
        // The texts are read again when their turn comes, so that not all are in memory at once.
        match load(type_set, &path) {
            Ok(saved) if saved.kind == CaseKind::Witness => {
                witnesses.entry(saved.options.clone()).or_default().push(saved);
            }
            Ok(saved) => ways.entry(Way::of(&saved)).or_default().push(path),
            Err(reason) => run.skip(&Skipped::whole(path.display().to_string(), reason))?,
        }
    }
    for (options, saved) in witnesses {
        ambiguity::again(type_set, &shaped(&options)?, &saved, &mut run)?;
    }
    for (way, paths) in ways {
        match shaped(&way.options).and_then(|shaped| job(type_set, &shaped, &way)) {
            Ok(job) => run.take(job, cases(type_set, paths), Vec::new())?,
            Err(stop) => {
                for path in paths {
                    run.skip(&Skipped::whole(path.display().to_string(), &stop.message))?;
                }
            }
        }
    }
    run.close()
}

/// How a saved case is to be run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    subject: String,
    component: Option<String>,
    options: Vec<String>,
    strict: bool,
}

impl Way {
    fn of(saved: &Saved) -> Way {
        Way {
            subject: saved.subject.clone(),
            component: saved.component.clone(),
            options: saved.options.clone(),
            strict: saved.strict,
        }
    }
}

fn cases(type_set: &TypeSet, paths: Vec<PathBuf>) -> impl Iterator<Item = Result<Case, Skipped>> + Send {
    let type_set = type_set.clone();
    paths.into_iter().map(move |path| {
        let saved = load(&type_set, &path);
        saved.map_or_else(
            |reason| Err(Skipped::whole(path.display().to_string(), reason)),
            |saved| Ok(saved.case()),
        )
    })
}

fn load(type_set: &TypeSet, path: &Path) -> Result<Saved, String> {
    let saved = Saved::load(path).map_err(|reason| format!("not a saved case: {reason}"))?;
    if saved.type_set != type_set.name() {
        let (its, ours) = (&saved.type_set, type_set.name());
        return Err(format!(
            "saved for the type set `{its}`; this program examines `{ours}`"
        ));
    }
    if saved.kind == CaseKind::Witness {
        let known = type_set.union(&saved.subject).is_some();
        return known
            .then_some(saved)
            .ok_or_else(|| "its enum is not registered".to_owned());
    }
    known_subject(type_set, &saved.subject).map_err(|stop| stop.message)?;
    Ok(saved)
}

/// The options of the run that saved a case.
fn shaped(options: &[String]) -> Result<Common, CliError> {
    let words = ["wireproof", "check"].into_iter().map(str::to_owned);
    let arguments = Arguments::try_parse_from(words.chain(options.iter().cloned()));
    // The words of the parser are about a command line that nobody typed.
    let arguments =
        arguments.map_err(|_| CliError::unreadable(format!("unknown options were saved: {}", options.join(" "))))?;
    Ok(arguments.common)
}

fn job(type_set: &TypeSet, shaped: &Common, way: &Way) -> Result<Job, CliError> {
    let choice = Choice {
        component: way.component.clone(),
        subject: Some(way.subject.clone()),
    };
    let published = SpecSources::read(shaped)?;
    let spec = published.setting()?.spec;
    Job::new(type_set.clone(), spec, &published, shaped, choice, way.strict)
}

fn capture(type_set: &TypeSet, common: &Common, source: Source, output: &Output) -> CliResult {
    let choice = Choice {
        component: None,
        subject: None,
    };
    let published = SpecSources::read(common)?;
    let spec = published.setting()?.spec;
    let job = Job::new(type_set.clone(), spec, &published, common, choice, false)?;
    let mut run = Run::new(common, "replay", Extent::bytes(None), output)?;
    run.take(job, inputs::texts(vec![source]), Vec::new())?;
    run.close()
}
