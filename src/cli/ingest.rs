//! `wireproof ingest`: stores new recordings as captures of a corpus.

use super::args::{Choice, Common, Format, Ingest};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult, job, loaded, reports};
use crate::check::RULES;
use crate::finding::FindingPolicy;
use crate::ingest::{IngestError, IngestOptions, Ingestor, Recordings};
use crate::report::{self, shell_quoted};
use std::path::Path;
use std::time::Instant;

pub(super) fn run(types: &Types, common: &Common, ingest: &Ingest, output: &Output) -> CliResult {
    let started = Instant::now();
    let published = SpecSources::read(common, types)?;
    let spec = published.setting()?.spec;
    let every_subject = Choice {
        component: None,
        subject: None,
    };
    let pool = job::pool(types, types.set(), std::sync::Arc::clone(&spec), every_subject, common)?;
    let ingestor = Ingestor::open(types.set(), spec, options(common, types, ingest)?).map_err(error)?;
    let recordings = Recordings::at(&ingest.paths);
    let mut bar = report::Bar::new(recordings.total_bytes(), !common.quiet);
    let result = ingestor.run(recordings, &pool, |progress| {
        bar.at(progress.bytes, || {
            let (objects, new, known) = (progress.objects, progress.new_shapes, progress.known);
            format!("{objects} objects: {new} new shapes, {known} in known ones")
        });
    });
    bar.finish();
    let result = result.map_err(error)?;
    for warning in &result.warnings {
        output.warning(warning);
    }
    let mut out = output.stdout();
    match common.format {
        Format::Json | Format::Jsonl => report::ingest_json(&mut out, &result)?,
        Format::Human => {
            let extent = report::Extent {
                most: (!common.verbose).then_some(reports::MOST_LINES),
                quiet: common.quiet,
            };
            let seconds = started.elapsed().as_secs_f64();
            report::ingest_human(&mut out, &result, RULES, extent, seconds)?;
        }
    }
    Ok(result.exit_code())
}

fn options(common: &Common, types: &Types, ingest: &Ingest) -> Result<IngestOptions, CliError> {
    let into = IngestOptions::captures_in(&ingest.into);
    let mut words = vec!["wireproof".to_owned()];
    words.extend(match ingest.dry_run {
        true => vec!["ingest".to_owned(), "--dry-run".to_owned()],
        false => vec!["check".to_owned()],
    });
    words.extend(loaded::replay_options(common).iter().map(|option| shell_quoted(option)));
    let command = words.join(" ");
    Ok(IngestOptions {
        seeds: ingest.seeds.clone().unwrap_or_else(|| IngestOptions::seeds_of(&into)),
        into,
        dry_run: ingest.dry_run,
        keep_text: ingest.keep_text,
        show_names: ingest.show_names,
        on_wait: tell_of_waiting,
        policy: FindingPolicy {
            severity: loaded::with_severities(common, types)?.severity(ingest.strict),
            expectations: loaded::expectations(common, types, false)?,
        },
        replay_command: Box::new(move |file| format!("{command} {}", shell_quoted(file))),
    })
}

/// Says that another ingest is waited for, so that the program does not seem to hang.
fn tell_of_waiting(lock: &Path) {
    Output::plain().note(&format!("waiting for another ingest, which holds {}", lock.display()));
}

fn error(error: IngestError) -> CliError {
    match error {
        IngestError::Run(fault) => job::fault(fault),
        error => CliError::unreadable(error),
    }
}
