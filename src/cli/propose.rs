//! `wireproof spec propose`: proposes corrections of the document, from captures that contradict it.

use super::args::{self, Common};
use super::deep_stack::deep;
use super::inputs::{self, Source};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::captures::{ComponentSelection, Contradictions, MOST_BYTES, contradictions};
use crate::exit_code::ExitCode;
use crate::report::{count, sanitize_for_terminal, skipped_json, skipped_line};
use crate::runner::is_interrupted;
use crate::schema::{Correction, Proposal, Uncorrected, propose};
use serde_json::{Value, json};
use std::io::Write;

/// The lines of one kind that are printed on standard error without `--verbose`.
const MOST_LINES: usize = 20;

pub(super) fn run(types: &Types, common: &Common, arguments: &args::Propose, output: &Output) -> CliResult {
    let spec = SpecSources::read(common, types)?.setting()?.spec;
    let selection = ComponentSelection::new(types.set(), &spec, &arguments.component)
        .map_err(CliError::unreadable)?
        .with_placed(common.config.capture.clone());
    deep(|| {
        let sources = inputs::sources(&arguments.paths, types)?;
        let unreadable = sources.iter().any(|source| matches!(source, Source::Failed(_)));
        let captures = contradictions(&spec, &selection, inputs::texts(sources)).map_err(CliError::unreadable)?;
        let proposal = propose(&spec, &captures.recorded)
            .map_err(|error| CliError::unreadable(format!("{}: {error}", spec.document().name())))?;
        let mut out = output.stdout_for_json();
        let mut overlay = proposal.overlay(spec.document().name());
        overlay["x-wireproof"] = summary(&proposal, &captures);
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&overlay).map_err(CliError::fault)?
        )?;
        out.flush()?;
        tell(&proposal, &captures, common, output);
        if is_interrupted() {
            output.note("interrupted: the overlay corrects what was read until then");
            return Ok(ExitCode::Interrupted);
        }
        // Texts that are not JSON do not change the exit code, paths that cannot be read do.
        Ok(match unreadable || captures.dropped > 0 {
            true => ExitCode::Unreadable,
            false => ExitCode::Clean,
        })
    })
}

/// The summary for programs, which the overlay carries beside its actions.
fn summary(proposal: &Proposal, captures: &Contradictions) -> Value {
    let uncorrected = proposal.uncorrected.iter().map(|one| {
        json!({
            "component": one.component,
            "pointer": one.violation.pointer,
            "schema_pointer": one.violation.schema_pointer,
            "message": one.violation.message,
            "case": one.place,
            "objects": one.objects,
        })
    });
    json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "verb": "spec propose",
        "objects": captures.objects,
        "made_valid": proposal.corrected,
        "still_invalid": proposal.invalid,
        "incomplete": proposal.incomplete,
        "uncorrected": uncorrected.collect::<Vec<_>>(),
        "skipped": captures.skipped.iter().map(skipped_json).collect::<Vec<_>>(),
    })
}

/// Prints the summary for people on standard error; standard output is for the overlay.
fn tell(proposal: &Proposal, captures: &Contradictions, common: &Common, output: &Output) {
    let most = if common.verbose { usize::MAX } else { MOST_LINES };
    let list = |title: &str, lines: Vec<String>| {
        if common.quiet || lines.is_empty() {
            return;
        }
        output.note(title);
        lines
            .iter()
            .take(most)
            .for_each(|line| output.note(&format!("    {line}")));
        if lines.len() > most {
            output.note(&format!("    … and {} more; --verbose lists them", lines.len() - most));
        }
    };
    list("proposed:", proposal.corrections.iter().map(correction).collect());
    list(
        "cannot be corrected:",
        proposal.uncorrected.iter().map(uncorrected).collect(),
    );
    list("skipped:", captures.skipped.iter().map(skipped_line).collect());
    if captures.dropped > 0 {
        output.warning(&format!(
            "{} more objects contradict the document than are examined ({} MiB of text)",
            captures.dropped,
            MOST_BYTES >> 20
        ));
    }
    if let Some(reason) = &proposal.incomplete {
        output.warning(&format!("which corrections are needed is unknown: {reason}"));
    } else if proposal.corrections.is_empty() {
        output.note("nothing to correct: the overlay has no actions");
    }
    output.note(&format!(
        "{:>12} {} from {}: {} made valid, {} still invalid, {} skipped",
        "Proposed",
        count(proposal.corrections.len(), "correction"),
        count(captures.objects, "object"),
        proposal.corrected,
        proposal.invalid,
        count(captures.skipped.len(), "text")
    ));
}

fn correction(correction: &Correction) -> String {
    format!(
        "{:<13} {}: {}  ({}, {}, such as {}; confidence {})",
        correction.kind.as_str(),
        sanitize_for_terminal(&correction.pointer),
        sanitize_for_terminal(&correction.reason),
        count(correction.captures, "capture"),
        count(correction.objects, "object"),
        sanitize_for_terminal(&correction.capture),
        correction.confidence()
    )
}

fn uncorrected(one: &Uncorrected) -> String {
    let place = match one.violation.pointer.as_str() {
        "" => "(whole)",
        pointer => pointer,
    };
    let alike = match one.objects {
        1 => String::new(),
        objects => format!("  (and {} alike)", objects - 1),
    };
    let line = format!(
        "{} {place}: {} ({})  {}{alike}",
        one.component, one.violation.message, one.violation.schema_pointer, one.place
    );
    sanitize_for_terminal(&line)
}
