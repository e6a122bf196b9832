//! `wireproof ingest`: take new recordings into a corpus.

mod file;
mod prepare;
mod shelf;
mod sources;
mod take;

use super::args::{Choice, Common, Format, Ingest};
use super::output::Output;
use super::sources::SpecSources;
use super::{CliError, CliResult, job, loaded};
use crate::redact::{Redactor, masked};
use crate::report::{self, IngestReport};
use crate::runner::Sorter;
use crate::store::Corpus;
use crate::subject::TypeSet;
use prepare::Preparation;
use shelf::KnownShapes;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::Instant;
use take::Ingestor;

/// Items that may be on their way between reading and redaction.
const AHEAD: usize = 8;

pub(super) fn run(type_set: &TypeSet, common: &Common, ingest: &Ingest, output: &Output) -> CliResult {
    let started = Instant::now();
    let published = SpecSources::read(common)?;
    let sorter = Sorter::new(type_set, published.setting()?.spec).map_err(CliError::unreadable)?;
    let everything = Choice {
        component: None,
        subject: None,
    };
    let pool = job::pool(type_set.name(), &published, &everything)?;
    let into = captures(&ingest.into);
    let seeds = ingest.seeds.clone().unwrap_or_else(|| seeds_of(&into));
    let mut corpus = match ingest.dry_run {
        true => None,
        false => Some(Corpus::open(&into, &seeds).map_err(CliError::unreadable)?),
    };
    let key = match &corpus {
        Some(corpus) => corpus.key().clone(),
        None => match Corpus::key_at(&into).map_err(CliError::unreadable)? {
            Some(key) => key,
            None => Corpus::passing_key().map_err(CliError::fault)?,
        },
    };
    let shelf = KnownShapes::of(&into, &sorter);
    let mut intake = IngestReport {
        dry_run: ingest.dry_run,
        strict: ingest.strict,
        into: into.display().to_string(),
        seeds: seeds.display().to_string(),
        classified: sorter.tally(),
        ..IngestReport::default()
    };
    if let Some(corpus) = &mut corpus {
        intake.mended = corpus.mend(&shelf.files).map_err(CliError::unreadable)?;
    }
    let preparation = Preparation::new(&sorter, Redactor::new(key, ingest.keep_text));
    let sources = sources::of(&ingest.paths);
    let mut taking = Ingestor {
        intake,
        corpus,
        shelf,
        known: loaded::known(common, false)?,
        replay_options: loaded::replay_options(common),
        into,
        new: Default::default(),
        trouble: None,
        bar: report::Bar::new(sources::total_bytes(&sources), !common.quiet),
    };
    let proven = std::thread::scope(|scope| {
        let (items_in, items) = sync_channel(AHEAD);
        scope.spawn(move || sources::read(sources, &mut |item| items_in.send(item).is_ok()));
        let pairs = items.into_iter().flat_map(|item| preparation.pairs(item));
        pool.prove(pairs, |proof| taking.take(proof))
    });
    if let Some(trouble) = taking.trouble.take() {
        return Err(CliError::unreadable(trouble));
    }
    proven.map_err(job::fault)?;
    let intake = taking.close(preparation.close());
    let mut out = output.stdout();
    match common.format {
        Format::Json => report::intake_json(&mut out, &intake)?,
        Format::Human => {
            let extent = report::Extent {
                most: (!common.verbose).then_some(job::MOST_LINES),
                quiet: common.quiet,
            };
            let seconds = started.elapsed().as_secs_f64();
            report::intake_human(&mut out, &intake, &job::words(), extent, seconds)?;
        }
    }
    Ok(intake.exit_code())
}

/// The folder of the components: the caller may name the one around it.
fn captures(into: &Path) -> PathBuf {
    let inner = into.join("captures");
    if inner.is_dir() { inner } else { into.to_owned() }
}

/// Where copies for fuzzing go: to the project that the corpus belongs to, else into the corpus.
fn seeds_of(into: &Path) -> PathBuf {
    let project = into
        .parent()
        .and_then(Path::parent)
        .filter(|_| into.ends_with("corpus/captures"));
    project.unwrap_or(into).join("fuzz/seeds")
}

/// A file's own name, without the folders around it and without what looks like a secret.
fn base_name(file: &str) -> String {
    let name = Path::new(file)
        .file_name()
        .map_or(file.into(), |name| name.to_string_lossy());
    masked(&name).into_owned()
}
