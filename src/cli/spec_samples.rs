//! `wireproof spec samples`: generates samples of each component of a document, and validates them.

use super::args::{Common, Format, Samples};
use super::output::Output;
use super::{CliError, CliResult};
use crate::exit_code::ExitCode;
use crate::generate::{SampledComponent, SamplingOutcome, sample_components};
use crate::report::sanitize_for_terminal;
use crate::runner::is_interrupted;
use crate::schema::{Document, Spec};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn run(samples: &Samples, common: &Common, output: &Output) -> CliResult {
    let document = Document::open(&samples.document).map_err(CliError::unreadable)?;
    let mut names: Vec<String> = document.component_names().map(str::to_owned).collect();
    if !samples.component.is_empty() {
        if let Some(name) = samples
            .component
            .iter()
            .find(|name| document.component_pointer(name).is_none())
        {
            let message = format!("no component `{name}` in {}", document.name());
            return Err(CliError::unreadable(message));
        }
        names.clone_from(&samples.component);
    }
    let spec = common.read(document);
    let sampled = sample_components(&spec, &names, samples.per_component, samples.seed);
    let mut out = output.stdout();
    match common.format {
        Format::Json | Format::Jsonl => writeln!(out, "{}", as_json(&spec, &sampled, samples))?,
        Format::Human => human(&mut out, &sampled, samples, common)?,
    }
    out.flush()?;
    if is_interrupted() {
        output.note("interrupted: these are the components that were sampled until then");
        return Ok(ExitCode::Interrupted);
    }
    let is_fault = |one: &SampledComponent| {
        matches!(
            one.outcome,
            SamplingOutcome::Invalid(_) | SamplingOutcome::Unreadable(_)
        )
    };
    Ok(match sampled.iter().any(is_fault) {
        true => ExitCode::Findings,
        false => ExitCode::Clean,
    })
}

/// The outcome as it is printed.
fn word(outcome: &SamplingOutcome) -> &'static str {
    match outcome {
        SamplingOutcome::Generated => "made",
        SamplingOutcome::Unsatisfiable => "unsatisfiable",
        SamplingOutcome::Unknown(_) => "unknown",
        SamplingOutcome::Invalid(_) => "invalid",
        SamplingOutcome::Unreadable(_) => "unreadable",
    }
}

fn reason(outcome: &SamplingOutcome) -> Option<&str> {
    match outcome {
        SamplingOutcome::Generated => None,
        SamplingOutcome::Unsatisfiable => Some("the schema algebra proves that no value is valid"),
        SamplingOutcome::Unknown(reason) | SamplingOutcome::Invalid(reason) | SamplingOutcome::Unreadable(reason) => {
            Some(reason)
        }
    }
}

fn count(sampled: &[SampledComponent], outcome: &str) -> usize {
    sampled.iter().filter(|one| word(&one.outcome) == outcome).count()
}

fn human(out: &mut impl Write, sampled: &[SampledComponent], samples: &Samples, common: &Common) -> io::Result<()> {
    for one in sampled.iter().filter(|_| !common.quiet) {
        match reason(&one.outcome) {
            Some(reason) => {
                let line = format!("{}: {}: {reason}", word(&one.outcome), one.component);
                writeln!(out, "{}", sanitize_for_terminal(&line))?;
            }
            None if common.verbose => writeln!(
                out,
                "made: {}: {} values",
                sanitize_for_terminal(&one.component),
                one.samples
            )?,
            None => {}
        }
    }
    let possible = sampled.len() - count(sampled, "unsatisfiable");
    writeln!(
        out,
        "{:>12} {} of {possible} satisfiable components, {} samples each, seed {}",
        "Sampled",
        count(sampled, "made"),
        samples.per_component,
        samples.seed
    )?;
    writeln!(
        out,
        "{:>12} {} components with an invalid sample, {} unknown, {} unsatisfiable, {} unreadable",
        "Failed",
        count(sampled, "invalid"),
        count(sampled, "unknown"),
        count(sampled, "unsatisfiable"),
        count(sampled, "unreadable")
    )
}

fn as_json(spec: &Spec, sampled: &[SampledComponent], samples: &Samples) -> Value {
    let components = sampled.iter().map(|one| {
        json!({
            "component": one.component,
            "outcome": word(&one.outcome),
            "reason": reason(&one.outcome),
            "samples": one.samples,
            "mutants": one.mutants,
            "mutants_unproven": one.unproven,
        })
    });
    json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "verb": "spec samples",
        "seed": samples.seed,
        "document": spec.document().name(),
        "summary": {
            "components": sampled.len(),
            "made": count(sampled, "made"),
            "invalid": count(sampled, "invalid"),
            "unknown": count(sampled, "unknown"),
            "unsatisfiable": count(sampled, "unsatisfiable"),
            "unreadable": count(sampled, "unreadable"),
        },
        "components": components.collect::<Vec<_>>(),
    })
}
