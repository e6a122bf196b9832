//! `wireproof replay`: run saved cases again.

use super::args::{self, Arguments, Choice, Common};
use super::check::{Job, known_subject};
use super::inputs::{self, Source};
use super::output::Output;
use super::{Ending, Stop, setting};
use crate::case::Saved;
use crate::corpus;
use crate::exit_code::ExitCode;
use crate::subject::TypeSet;
use clap::Parser;
use std::path::{Path, PathBuf};

pub(super) fn run(type_set: &TypeSet, common: &Common, replay: &args::Replay, output: &Output) -> Ending {
    let Some(case) = &replay.case else {
        let saved = Saved::all();
        if saved.is_empty() {
            return Err(Stop::unreadable("no saved cases in .wireproof/"));
        }
        let mut worst = ExitCode::Clean;
        for path in saved {
            worst = worst.max(again(type_set, common, &path, output)?);
        }
        return Ok(worst);
    };
    let path = PathBuf::from(case);
    if path.is_file() {
        return match Saved::load(&path) {
            Ok(_) => again(type_set, common, &path, output),
            Err(_) => capture(type_set, common, Source::File(path), output),
        };
    }
    match corpus::captures().find(|(name, _)| name == case) {
        Some((name, bytes)) => capture(type_set, common, Source::Embedded(name, bytes), output),
        None => again(type_set, common, &Saved::find(case).map_err(Stop::unreadable)?, output),
    }
}

/// Runs one saved case under its subject, with the options of the run that saved it.
fn again(type_set: &TypeSet, common: &Common, path: &Path, output: &Output) -> Ending {
    let saved = Saved::load(path)
        .map_err(|error| Stop::unreadable(format!("{}: not a saved case: {error}", path.display())))?;
    known_subject(type_set, &saved.subject)?;
    let mut words = vec!["wireproof".to_owned(), "list".to_owned()];
    words.extend(saved.options.iter().cloned());
    let mut shaped = Arguments::try_parse_from(words).map_err(Stop::unreadable)?.common;
    (shaped.format, shaped.quiet, shaped.verbose) = (common.format, common.quiet, common.verbose);
    shaped.known = common.known.clone();
    let choice = Choice {
        component: saved.component.clone(),
        subject: Some(saved.subject.clone()),
    };
    let job = Job {
        type_set: type_set.clone(),
        setting: setting::load(&shaped)?,
        common: &shaped,
        choice,
        strict: saved.strict,
        verb: "replay",
    };
    job.run(std::iter::once(Ok(saved.case())), Vec::new(), None, output)
}

fn capture(type_set: &TypeSet, common: &Common, source: Source, output: &Output) -> Ending {
    let choice = Choice {
        component: None,
        subject: None,
    };
    let job = Job {
        type_set: type_set.clone(),
        setting: setting::load(common)?,
        common,
        choice,
        strict: false,
        verb: "replay",
    };
    job.run(inputs::texts(vec![source]), Vec::new(), None, output)
}
