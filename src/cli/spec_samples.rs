//! `wireproof spec samples`: what the generator makes of each component of a document.

use super::args::{Common, Format, Samples};
use super::output::Output;
use super::{CliError, CliResult};
use crate::exit_code::ExitCode;
use crate::generate::{Generator, NoPlan, Plan};
use crate::report::sanitize_for_terminal;
use crate::schema::{Document, Schema, Spec};
use serde_json::{Value, json};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, thread};

/// What came of one component.
struct Answer {
    component: String,
    outcome: Outcome,
    valid: u64,
    mutants: u64,
    unproven: u64,
}

enum Outcome {
    Made,
    /// No value satisfies it, and the schema algebra proves it.
    Unsatisfiable,
    /// Why there are no values, or not as many as asked for.
    Unknown(String),
    /// A value that the component forbids: the generator is at fault.
    Invalid(String),
    /// The component cannot be read.
    Unreadable(String),
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Outcome::Made => "made",
            Outcome::Unsatisfiable => "unsatisfiable",
            Outcome::Unknown(_) => "unknown",
            Outcome::Invalid(_) => "invalid",
            Outcome::Unreadable(_) => "unreadable",
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Outcome::Made => None,
            Outcome::Unsatisfiable => Some("the schema algebra proves that no value satisfies it"),
            Outcome::Unknown(reason) | Outcome::Invalid(reason) | Outcome::Unreadable(reason) => Some(reason),
        }
    }
}

pub(super) fn run(samples: &Samples, common: &Common, output: &Output) -> CliResult {
    let document = Document::open(&samples.document).map_err(CliError::unreadable)?;
    let dialect = common.dialect.into();
    let mut names: Vec<String> = document.component_names().map(str::to_owned).collect();
    if !samples.component.is_empty() {
        if let Some(name) = samples.component.iter().find(|name| !names.contains(name)) {
            return Err(CliError::unreadable(format!(
                "no component `{name}` in {}",
                document.name()
            )));
        }
        names.clone_from(&samples.component);
    }
    let spec = Spec::new(document, dialect);
    let answers = ask_all(&spec, &names, samples);
    let mut out = output.stdout();
    match common.format {
        Format::Json => writeln!(out, "{}", as_json(&spec, &answers, samples))?,
        Format::Human => human(&mut out, &answers, samples, common)?,
    }
    out.flush()?;
    let wrong = |answer: &Answer| matches!(answer.outcome, Outcome::Invalid(_) | Outcome::Unreadable(_));
    Ok(match answers.iter().any(wrong) {
        true => ExitCode::Findings,
        false => ExitCode::Clean,
    })
}

/// Asks of all components, on all cores; the answers come in the order of the names.
fn ask_all(spec: &Spec, names: &[String], samples: &Samples) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<Option<Answer>>> = Mutex::new(names.iter().map(|_| None).collect());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(name) = names.get(index) else { return };
            let answer = catch_unwind(AssertUnwindSafe(|| ask(spec, name, samples)));
            let answer =
                answer.unwrap_or_else(|_| Answer::without(name, Outcome::Invalid("the generator panicked".to_owned())));
            if let Ok(mut answers) = answers.lock() {
                answers[index] = Some(answer);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            // Schemas may nest as deep as documents do.
            let builder = thread::Builder::new().stack_size(64 << 20);
            if builder.spawn_scoped(scope, work).is_err() {
                work();
            }
        }
    });
    answers.into_inner().unwrap_or_default().into_iter().flatten().collect()
}

impl Answer {
    fn without(component: &str, outcome: Outcome) -> Answer {
        Answer {
            component: component.to_owned(),
            outcome,
            valid: 0,
            mutants: 0,
            unproven: 0,
        }
    }
}

fn ask(spec: &Spec, name: &str, samples: &Samples) -> Answer {
    let schema = match spec.component(name) {
        Ok(schema) => schema,
        Err(error) => return Answer::without(name, Outcome::Unreadable(error.to_string())),
    };
    let plan = match Plan::new(schema.json_schema()) {
        Ok(plan) => plan,
        Err(NoPlan::Unsatisfiable) => return Answer::without(name, unsatisfiable(&schema)),
        Err(error) => return Answer::without(name, Outcome::Unknown(error.to_string())),
    };
    let mut answer = Answer::without(name, Outcome::Made);
    let mut generator = Generator::new(&plan, name, samples.seed);
    while answer.valid < samples.per_component {
        let Some(case) = generator.next() else {
            answer.outcome = match answer.valid {
                0 => unsatisfiable(&schema),
                some => {
                    let asked = samples.per_component;
                    Outcome::Unknown(format!(
                        "only {some} of {asked} values passed what can be tested, but not built"
                    ))
                }
            };
            break;
        };
        if case.mutant.is_some() {
            answer.mutants += 1;
            answer.unproven += case.discarded.unproven;
            continue;
        }
        let text = case.text();
        let valid = serde_json::from_str(&text).map(|value: Value| schema.is_valid(&value));
        if valid.unwrap_or(false) {
            answer.valid += 1;
        } else {
            answer.outcome = Outcome::Invalid(text);
            break;
        }
    }
    answer
}

/// Whether the schema algebra agrees that there is no value.
fn unsatisfiable(schema: &Schema) -> Outcome {
    match schema.is_satisfiable() {
        Some(false) => Outcome::Unsatisfiable,
        _ => Outcome::Unknown(
            "no value was found that passes what can be tested, but not built; it is not proved that there is none"
                .to_owned(),
        ),
    }
}

fn count(answers: &[Answer], word: &str) -> usize {
    answers.iter().filter(|answer| answer.outcome.word() == word).count()
}

fn human(out: &mut impl Write, answers: &[Answer], samples: &Samples, common: &Common) -> io::Result<()> {
    for answer in answers.iter().filter(|_| !common.quiet) {
        match answer.outcome.reason() {
            Some(reason) => {
                let line = format!("{}: {}: {reason}", answer.outcome.word(), answer.component);
                writeln!(out, "{}", sanitize_for_terminal(&line))?;
            }
            None if common.verbose => writeln!(
                out,
                "made: {}: {} values",
                sanitize_for_terminal(&answer.component),
                answer.valid
            )?,
            None => {}
        }
    }
    let possible = answers.len() - count(answers, "unsatisfiable");
    writeln!(
        out,
        "{:>12} {} of {possible} components that any value satisfies, {} samples each, seed {}",
        "Made",
        count(answers, "made"),
        samples.per_component,
        samples.seed
    )?;
    writeln!(
        out,
        "{:>12} {} components with an invalid sample, {} unknown, {} unsatisfiable, {} unreadable",
        "Not made",
        count(answers, "invalid"),
        count(answers, "unknown"),
        count(answers, "unsatisfiable"),
        count(answers, "unreadable")
    )
}

fn as_json(spec: &Spec, answers: &[Answer], samples: &Samples) -> Value {
    let components = answers.iter().map(|answer| {
        json!({
            "component": answer.component,
            "outcome": answer.outcome.word(),
            "reason": answer.outcome.reason(),
            "samples": answer.valid,
            "mutants": answer.mutants,
            "mutants_unproven": answer.unproven,
        })
    });
    json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "verb": "spec samples",
        "seed": samples.seed,
        "document": spec.document().name(),
        "summary": {
            "components": answers.len(),
            "made": count(answers, "made"),
            "invalid": count(answers, "invalid"),
            "unknown": count(answers, "unknown"),
            "unsatisfiable": count(answers, "unsatisfiable"),
            "unreadable": count(answers, "unreadable"),
        },
        "components": components.collect::<Vec<_>>(),
    })
}
