//! The reports that a command writes.

use super::CliError;
use super::args::{Common, Format};
use super::keep::{self, Kept};
use super::output::Output;
use super::report_target::ReportTarget;
use super::types::Types;
use crate::case::kept_folder;
use crate::check::{Material, RULES, codes_for};
use crate::report::{self, Destination, Facts, ReportFormat};
use crate::subject::ResourceKind;
use std::path::Path;
use std::rc::Rc;
use std::{env, io};

/// Entries listed of one code without `--verbose`.
pub(super) const MOST_LINES: usize = 20;

/// The variable in which the runner of GitHub Actions names the file for the summary of a step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// What the caller asks for; a report for standard output is added if there is none.
fn targets(common: &Common) -> Result<Vec<ReportTarget>, CliError> {
    let mut targets = common.reports.clone();
    let own = ReportTarget {
        format: match common.format {
            Format::Human => ReportFormat::Human,
            Format::Json => ReportFormat::Json,
            Format::Jsonl => ReportFormat::Jsonl,
        },
        file: common.out.clone(),
    };
    let mut on_stdout = targets.iter().filter(|target| target.file.is_none());
    match (on_stdout.next(), on_stdout.next()) {
        (None, _) => targets.insert(0, own),
        (Some(first), None) if common.out.is_some() => {
            // There is only one that `--out` can mean.
            let format = first.format;
            targets
                .iter_mut()
                .filter(|target| target.file.is_none() && target.format == format)
                .for_each(|target| target.file.clone_from(&common.out));
        }
        (Some(first), Some(second)) if !first.format.is_for_people() || !second.format.is_for_people() => {
            return Err(CliError::unreadable(format!(
                "the reports `{}` and `{}` both go to standard output; give one a file, as in --report {}=FILE",
                first.format, second.format, second.format
            )));
        }
        _ => {}
    }
    Ok(targets)
}

/// The reports of a command, each with its open destination.
pub(super) fn outputs<'a>(common: &Common, output: &'a Output) -> Result<Vec<report::Output<'a>>, CliError> {
    let open = |target: ReportTarget| {
        let ReportTarget { format, file } = target;
        let destination = match &file {
            None => Ok(output.stream(format)),
            Some(path) => Destination::file(path, |file| output.in_file(format, file)),
        };
        let destination = destination.map_err(cannot_be_written)?;
        Ok(report::Output { format, destination })
    };
    let targets = targets(common)?;
    let has_commands = targets.iter().any(|target| target.format == ReportFormat::Github);
    let mut outputs = targets.into_iter().map(open).collect::<Result<Vec<_>, CliError>>()?;
    // The runner shows a few commands of each level; the summary of the step has all findings.
    if let Some(path) = env::var_os(STEP_SUMMARY).filter(|path| has_commands && !path.is_empty()) {
        let format = ReportFormat::Markdown;
        let destination = Destination::appended(Path::new(&path), |file| output.in_file(format, file));
        let destination = destination.map_err(cannot_be_written)?;
        outputs.push(report::Output { format, destination });
    }
    Ok(outputs)
}

fn cannot_be_written(error: io::Error) -> CliError {
    CliError::unreadable(format!("a report cannot be written: {error}"))
}

/// What reports say of a run beside its events.
pub(super) fn facts(common: &Common, types: &Types, verb: &'static str, seed: Option<u64>, kept: &Kept) -> Facts {
    let document = common.spec.as_ref().or(common.config.document.as_ref());
    let embedded = || types.remote().names(ResourceKind::Document).next().map(str::to_owned);
    let materials: &[Material] = match verb {
        "check" => &[Material::Captures],
        "explore" => &[Material::Generated],
        "ambiguity" => &[Material::Enums],
        _ => &[Material::Captures, Material::Generated, Material::Enums],
    };
    Facts {
        verb,
        program: keep::program(),
        document: document.map_or_else(|| embedded().unwrap_or_default(), |path| path.display().to_string()),
        rules: RULES,
        asked: codes_for(materials),
        seed,
        fail_on: common.severity(false).fail_on,
        most_lines: (!common.verbose).then_some(MOST_LINES),
        quiet: common.quiet,
        saved: Rc::clone(&kept.cases),
        saved_in: kept_folder().display().to_string(),
    }
}
