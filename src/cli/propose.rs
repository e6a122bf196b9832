//! `wireproof spec propose`: corrections of the document from captures that contradict it.

use super::args::{self, Common};
use super::inputs::{self, Source};
use super::output::Output;
use super::placed::{Placed, Placing, Unplaced, deep, place_of};
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::case::{Case, Origin, Skipped};
use crate::exit_code::ExitCode;
use crate::report::{count, sanitize_for_terminal, skipped_json, skipped_line};
use crate::schema::{Correction, Proposal, Recorded, Spec, Uncorrected, propose};
use serde_json::{Value, json};
use std::io::Write;

/// As much text of captures that contradict the document is kept at once.
const MOST_BYTES: usize = 64 << 20;
/// Lines of a kind on standard error without `--verbose`.
const MOST_LINES: usize = 20;

pub(super) fn run(types: &Types, common: &Common, arguments: &args::Propose, output: &Output) -> CliResult {
    let spec = SpecSources::read(common, types)?.setting()?.spec;
    let placing = Placing::new(types.set(), &spec, &arguments.component)?;
    deep(|| {
        let sources = inputs::sources(&arguments.paths, types)?;
        let unreadable = sources.iter().any(|source| matches!(source, Source::Failed(_)));
        let captures = collect(&spec, &placing, sources)?;
        let proposal = propose(&spec, &captures.recorded)
            .map_err(|error| CliError::unreadable(format!("{}: {error}", spec.document().name())))?;
        let mut out = output.stdout();
        let mut overlay = proposal.overlay(spec.document().name());
        overlay["x-wireproof"] = summary(&proposal, &captures);
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&overlay).map_err(CliError::fault)?
        )?;
        out.flush()?;
        tell(&proposal, &captures, common, output);
        // Texts that are no JSON do not matter here; paths that cannot be read do.
        Ok(match unreadable || captures.beyond > 0 {
            true => ExitCode::Unreadable,
            false => ExitCode::Clean,
        })
    })
}

struct Captures {
    /// What contradicts the document.
    recorded: Vec<Recorded>,
    /// How many JSON texts were looked at.
    objects: usize,
    skipped: Vec<Skipped>,
    /// How many were left aside because too many contradict the document.
    beyond: usize,
}

fn collect(spec: &Spec, placing: &Placing, sources: Vec<Source>) -> Result<Captures, CliError> {
    let mut captures = Captures {
        recorded: Vec::new(),
        objects: 0,
        skipped: Vec::new(),
        beyond: 0,
    };
    let mut bytes = 0;
    for case in inputs::texts(sources) {
        let placed = match &case {
            Ok(case) => placing.place(case).map(|placed| (case, placed)),
            Err(skipped) => Err(Unplaced::Skipped(skipped.clone())),
        };
        let (case, Placed { value, components, .. }) = match placed {
            Ok(placed) => placed,
            Err(Unplaced::Skipped(reason) | Unplaced::Unknown(reason)) => {
                captures.skipped.push(reason);
                continue;
            }
            Err(Unplaced::Elsewhere) => continue,
        };
        captures.objects += 1;
        for component in components {
            let schema = spec
                .component(&component)
                .map_err(|error| CliError::unreadable(format!("{}: {error}", spec.document().name())))?;
            if schema.is_valid(&value) && schema.undocumented(&value).is_empty() {
                continue;
            }
            bytes += case.text.len();
            if bytes > MOST_BYTES {
                captures.beyond += 1;
                continue;
            }
            captures.recorded.push(Recorded {
                component,
                capture: name_of(case),
                place: place_of(case),
                value: value.clone(),
            });
        }
    }
    Ok(captures)
}

/// The capture as an overlay names it: those of the embedded corpus below its folder.
fn name_of(case: &Case) -> String {
    let label = case.label();
    let below = match &case.origin {
        Origin::Embedded { path } => path.strip_prefix("captures/"),
        _ => None,
    };
    below.unwrap_or(&label).to_owned()
}

/// What a program wants to know of it, beside the actions.
fn summary(proposal: &Proposal, captures: &Captures) -> Value {
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
        "made_valid": proposal.mended,
        "still_invalid": proposal.invalid,
        "uncorrected": uncorrected.collect::<Vec<_>>(),
        "skipped": captures.skipped.iter().map(skipped_json).collect::<Vec<_>>(),
    })
}

/// What a person wants to know of it; standard output is for the overlay.
fn tell(proposal: &Proposal, captures: &Captures, common: &Common, output: &Output) {
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
    if captures.beyond > 0 {
        output.warning(&format!(
            "{} more objects contradict the document than are looked at ({} MiB of text)",
            captures.beyond,
            MOST_BYTES >> 20
        ));
    }
    if proposal.corrections.is_empty() {
        output.note("nothing to correct: the overlay has no actions");
    }
    output.note(&format!(
        "{:>12} {} from {}: {} made valid, {} still invalid, {} skipped",
        "Proposed",
        count(proposal.corrections.len(), "correction"),
        count(captures.objects, "object"),
        proposal.mended,
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
