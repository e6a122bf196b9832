//! `wireproof coverage`: which parts of the schemas captures exercise.

use super::args::{self, Common, Format};
use super::deep_stack::deep;
use super::inputs;
use super::loaded::text_of;
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::captures::{ComponentSelection, cover};
use crate::exit_code::ExitCode;
use crate::report::CoverageReport;
use crate::runner::is_interrupted;
use crate::schema::{Reasons, Spec};
use crate::subject::ResourceKind;
use std::io::Write;

pub(super) fn run(types: &Types, common: &Common, coverage: &args::Coverage, output: &Output) -> CliResult {
    let spec = SpecSources::read(common, types)?.setting()?.spec;
    let selection = ComponentSelection::new(types.set(), &spec, &coverage.component)
        .map_err(CliError::unreadable)?
        .with_placed(common.config.capture.clone());
    let reasons = reasons(common, types, coverage)?;
    deep(|| measure(types, &spec, &selection, &reasons, common, coverage, output))
}

fn reasons(common: &Common, types: &Types, coverage: &args::Coverage) -> Result<Reasons, CliError> {
    let (name, text) = match coverage.never.as_ref().or(common.config.never.as_ref()) {
        Some(path) => {
            let name = path.display().to_string();
            (name, text_of(path)?)
        }
        // The reasons that come with the types are about the document that comes with them.
        None if common.spec.is_some() || common.config.document.is_some() => return Ok(Reasons::default()),
        None => match types.files(ResourceKind::Never)?.into_iter().next() {
            Some(file) => (file.name, String::from_utf8_lossy(&file.bytes).into_owned()),
            None => return Ok(Reasons::default()),
        },
    };
    Reasons::parse(&name, &text).map_err(CliError::unreadable)
}

fn measure(
    types: &Types,
    spec: &Spec,
    selection: &ComponentSelection,
    reasons: &Reasons,
    common: &Common,
    arguments: &args::Coverage,
    output: &Output,
) -> CliResult {
    let cases = inputs::texts(inputs::sources(&arguments.paths, types)?);
    let mut covered = cover(spec, selection, cases).map_err(CliError::unreadable)?;
    let mut stale = reasons.declare(&mut covered.coverage);
    // The reasons that come with the types are about the captures that come with them.
    if arguments.never.is_none() && (!arguments.paths.is_empty() || !arguments.component.is_empty()) {
        stale.clear();
    }
    let report = CoverageReport {
        coverage: &covered.coverage,
        captures: covered.captures,
        objects: covered.objects,
        skipped: &covered.skipped,
        unknown: &covered.unknown,
        stale: &stale,
        interrupted: is_interrupted(),
        min: arguments.min,
    };
    let mut out = output.stdout();
    match common.format {
        Format::Json | Format::Jsonl => writeln!(out, "{}", report.json())?,
        Format::Human => report.human(&mut out, common.quiet, common.verbose)?,
    }
    out.flush()?;
    if report.interrupted {
        return Ok(ExitCode::Interrupted);
    }
    let is_below_minimum = arguments
        .min
        .is_some_and(|min| covered.coverage.share(None).percent() < min);
    Ok(
        match (covered.skipped.is_empty(), is_below_minimum || !stale.is_empty()) {
            (false, _) => ExitCode::Unreadable,
            (true, true) => ExitCode::Findings,
            (true, false) => ExitCode::Clean,
        },
    )
}
