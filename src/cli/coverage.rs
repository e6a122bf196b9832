//! `wireproof coverage`: what of the schemas captures exercise.

use super::args::{self, Common, Format};
use super::inputs;
use super::output::Output;
use super::placed::{Placed, Placing, Unplaced, deep, place_of};
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::exit_code::ExitCode;
use crate::report::CoverageReport;
use crate::schema::{Coverage, Reasons, Spec};
use crate::subject::ResourceKind;
use std::collections::BTreeSet;
use std::io::Write;

/// Why something that the embedded schemas allow is never sent.

pub(super) fn run(types: &Types, common: &Common, coverage: &args::Coverage, output: &Output) -> CliResult {
    let spec = SpecSources::read(common, types)?.setting()?.spec;
    let placing = Placing::new(types.set(), &spec, &coverage.component)?;
    let reasons = reasons(common, types, coverage)?;
    deep(|| look(types, &spec, &placing, &reasons, common, coverage, output))
}

fn reasons(common: &Common, types: &Types, coverage: &args::Coverage) -> Result<Reasons, CliError> {
    let (name, text) = match coverage.never.as_ref().or(common.config.never.as_ref()) {
        Some(path) => {
            let name = path.display().to_string();
            (name, crate::schema::read_text(path).map_err(CliError::unreadable)?)
        }
        // They speak of the embedded document, and of all of it.
        None if common.spec.is_some() || common.config.document.is_some() => return Ok(Reasons::default()),
        None => match types.files(ResourceKind::Never)?.into_iter().next() {
            Some(file) => (file.name, String::from_utf8_lossy(&file.bytes).into_owned()),
            None => return Ok(Reasons::default()),
        },
    };
    Reasons::parse(&name, &text).map_err(CliError::unreadable)
}

fn look(
    types: &Types,
    spec: &Spec,
    placing: &Placing,
    reasons: &Reasons,
    common: &Common,
    arguments: &args::Coverage,
    output: &Output,
) -> CliResult {
    let schemas = placing.wanted.iter().map(|name| {
        spec.component(name)
            .map_err(|error| CliError::unreadable(format!("{}: {error}", spec.document().name())))
    });
    let mut coverage = Coverage::new(schemas.collect::<Result<_, _>>()?);
    let (mut skipped, mut unknown) = (Vec::new(), Vec::new());
    let mut captures = BTreeSet::new();
    let mut objects = 0;
    for case in inputs::texts(inputs::sources(&arguments.paths, types)?) {
        let case = match case {
            Ok(case) => case,
            Err(reason) => {
                skipped.push(reason);
                continue;
            }
        };
        match placing.place(&case) {
            Ok(Placed {
                tree,
                value,
                components,
            }) => {
                objects += 1;
                for component in &components {
                    coverage.take(component, &tree, &value, &place_of(&case));
                }
                captures.insert(case.label().into_owned());
            }
            Err(Unplaced::Skipped(reason)) => skipped.push(reason),
            Err(Unplaced::Unknown(reason)) => unknown.push(reason),
            Err(Unplaced::Elsewhere) => {}
        }
    }
    let mut stale = reasons.declare(&mut coverage);
    // The embedded reasons speak of the embedded captures.
    if arguments.never.is_none() && (!arguments.paths.is_empty() || !arguments.component.is_empty()) {
        stale.clear();
    }
    let report = CoverageReport {
        coverage: &coverage,
        captures: captures.len(),
        objects,
        skipped: &skipped,
        unknown: &unknown,
        stale: &stale,
        min: arguments.min,
    };
    let mut out = output.stdout();
    match common.format {
        Format::Json => writeln!(out, "{}", report.json())?,
        Format::Human => report.human(&mut out, common.quiet, common.verbose)?,
    }
    out.flush()?;
    let too_little = arguments.min.is_some_and(|min| coverage.share(None).percent() < min);
    Ok(match (skipped.is_empty(), too_little || !stale.is_empty()) {
        (false, _) => ExitCode::Unreadable,
        (true, true) => ExitCode::Findings,
        (true, false) => ExitCode::Clean,
    })
}
