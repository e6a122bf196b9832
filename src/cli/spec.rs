//! `wireproof spec`: work on the published document.

use super::args::{Common, Dictionary, Format, Import, Lint};
use super::output::Output;
use super::{CliError, CliResult};
use crate::exit_code::ExitCode;
use crate::finding::shortened;
use crate::report::{Destination, sanitize_for_terminal};
use crate::runner::{Overlap, decide};
use crate::schema::{
    Defect, DefectKind, Dialect, Document, Example, ExampleOutcome, LintReport, Provenance, Spec, dictionary as words,
    import as cut, lint as inspect, unions,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Places listed of one kind of defect without `--verbose`.
const MOST_LINES: usize = 5;

/// `wireproof spec import`: the schemas of some components, without their prose.
pub(super) fn import(import: &Import, output: &Output) -> CliResult {
    let document = Document::open(&import.document).map_err(CliError::unreadable)?;
    let provenance = Provenance {
        document: import.repository.clone(),
        commit: import.commit.clone(),
        licence: import.license.clone(),
    };
    let text = cut(&document, &import.component, &provenance).map_err(CliError::unreadable)?;
    hand_out(&text, import.out.as_deref(), output)
}

/// `wireproof spec dictionary`: the words of a document, for a fuzzer.
pub(super) fn dictionary(dictionary: &Dictionary, output: &Output) -> CliResult {
    let document = Document::open(&dictionary.document).map_err(CliError::unreadable)?;
    hand_out(&words(&document), dictionary.out.as_deref(), output)
}

fn hand_out(text: &str, path: Option<&Path>, output: &Output) -> CliResult {
    match path {
        None => {
            let mut out = output.stdout_for_json();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
        Some(path) => {
            let mut file = Destination::file(path, |file| file)?;
            file.write_all(text.as_bytes())?;
            file.finish()?;
        }
    }
    Ok(ExitCode::Clean)
}

/// `wireproof spec lint`: where a document breaks its own rules, and which of its examples fail their own schema.
pub(super) fn lint(lint: &Lint, common: &Common, output: &Output) -> CliResult {
    let document = Document::open(&lint.document).map_err(CliError::unreadable)?;
    let mut report = inspect(&document);
    report.defects.extend(overlaps(&document));
    if !lint.component.is_empty() {
        narrow(&document, &mut report, &lint.component)?;
    }
    let mut out = output.stdout();
    match common.format {
        Format::Json | Format::Jsonl => writeln!(out, "{}", as_json(&document, &report))?,
        Format::Human => human(&mut out, &document, &report, common)?,
    }
    out.flush()?;
    let bad = !report.defects.is_empty() || report.failed().next().is_some();
    Ok(if bad { ExitCode::Findings } else { ExitCode::Clean })
}

/// Branches of a `oneOf` that allow the same text.
fn overlaps(document: &Document) -> Vec<Defect> {
    let spec = Spec::new(document.clone(), Dialect::AsMeant);
    let mut places = unions(document);
    places.retain(|place| place.keyword == "oneOf");
    let mut defects = Vec::new();
    for decided in decide(&spec, &places) {
        for Overlap {
            branches: (a, b),
            witness,
        } in decided.overlapping
        {
            defects.push(Defect {
                kind: DefectKind::OneOfOverlap,
                pointer: decided.pointer.clone(),
                message: format!(
                    "{a} and {b} both allow {}, which is not allowed therefore",
                    shortened(&witness)
                ),
            });
        }
    }
    defects
}

/// Keeps what concerns the components of those names.
fn narrow(document: &Document, report: &mut LintReport, names: &[String]) -> Result<(), CliError> {
    let place = |name: &String| {
        let place = document.component_place(name);
        place.ok_or_else(|| CliError::unreadable(format!("no component `{name}` in {}", document.name())))
    };
    let at = names.iter().map(place).collect::<Result<Vec<String>, CliError>>()?;
    let inside = |pointer: &str| {
        let rest = at.iter().find_map(|at| pointer.strip_prefix(at.as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    report.defects.retain(|defect| inside(&defect.pointer));
    report.examples.retain(|example| {
        let Some(schema) = &example.schema_pointer else {
            return false;
        };
        let reference = document
            .value()
            .pointer(&format!("{}/$ref", schema.trim_start_matches('#')));
        inside(schema) || reference.and_then(Value::as_str).is_some_and(inside)
    });
    Ok(())
}

fn human(out: &mut impl Write, document: &Document, report: &LintReport, common: &Common) -> io::Result<()> {
    let mut kinds: BTreeMap<DefectKind, Vec<_>> = BTreeMap::new();
    for defect in &report.defects {
        kinds.entry(defect.kind).or_default().push(defect);
    }
    let most = if common.verbose { usize::MAX } else { MOST_LINES };
    if !common.quiet {
        for (kind, defects) in &kinds {
            let elsewhere = defects
                .iter()
                .filter(|defect| !document.is_in_component(&defect.pointer))
                .count();
            let split = match elsewhere {
                0 => String::new(),
                elsewhere => format!(" ({} in components, {elsewhere} elsewhere)", defects.len() - elsewhere),
            };
            writeln!(out, "{kind}: {}{split}", defects.len())?;
            for defect in defects.iter().take(most) {
                writeln!(
                    out,
                    "    {}: {}",
                    sanitize_for_terminal(&defect.pointer),
                    sanitize_for_terminal(&defect.message)
                )?;
            }
            if defects.len() > most {
                writeln!(out, "    … and {} more; --verbose lists them", defects.len() - most)?;
            }
        }
        failed_examples(out, report, common)?;
        writeln!(out)?;
    }
    let of_operations = report.examples.iter().filter(|example| example.operation.is_some());
    let of_operations: Vec<&Example> = of_operations
        .filter(|example| !matches!(example.outcome, ExampleOutcome::NotCheckable(_)))
        .collect();
    if !of_operations.is_empty() {
        let failed = of_operations
            .iter()
            .filter(|example| !violations(example).is_empty())
            .count();
        writeln!(
            out,
            "{:>12} {} responses of operations checked, {failed} fail",
            "Examples",
            of_operations.len()
        )?;
    }
    if report.unchecked > 0 {
        let reason = "the document takes too many steps, see --max-schema-steps";
        writeln!(
            out,
            "{:>12} {} defaults and patterns: {reason}",
            "Not checked", report.unchecked
        )?;
    }
    let checkable = report.examples.len() - not_checkable(report);
    writeln!(
        out,
        "{:>12} {}: defects {}, examples checked {checkable}, of these failed {}, not checkable {}",
        "Linted",
        document.name(),
        report.defects.len(),
        report.failed().count(),
        not_checkable(report)
    )
}

fn failed_examples(out: &mut impl Write, report: &LintReport, common: &Common) -> io::Result<()> {
    let (most, most_each) = if common.verbose {
        (usize::MAX, usize::MAX)
    } else {
        (4 * MOST_LINES, 1)
    };
    let failed: Vec<&Example> = report.failed().collect();
    writeln!(out, "examples that fail their own schema: {}", failed.len())?;
    for example in failed.iter().take(most) {
        let of = example.operation.as_deref().unwrap_or("schema");
        writeln!(
            out,
            "    {}",
            sanitize_for_terminal(&format!("{} ({of})", example.pointer))
        )?;
        for violation in violations(example).iter().take(most_each) {
            let place = if violation.pointer.is_empty() {
                "(whole)"
            } else {
                &violation.pointer
            };
            let line = format!("{place}: {} ({})", violation.message, violation.schema_pointer);
            writeln!(out, "        {}", sanitize_for_terminal(&line))?;
        }
    }
    if failed.len() > most {
        writeln!(out, "    … and {} more; --verbose lists them", failed.len() - most)?;
    }
    Ok(())
}

fn violations(example: &Example) -> &[crate::schema::Violation] {
    match &example.outcome {
        ExampleOutcome::Invalid(violations) => violations,
        ExampleOutcome::Valid | ExampleOutcome::NotCheckable(_) => &[],
    }
}

fn not_checkable(report: &LintReport) -> usize {
    report
        .examples
        .iter()
        .filter(|example| matches!(example.outcome, ExampleOutcome::NotCheckable(_)))
        .count()
}

fn as_json(document: &Document, report: &LintReport) -> Value {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for defect in &report.defects {
        *kinds.entry(defect.kind.code()).or_default() += 1;
    }
    let defects = report
        .defects
        .iter()
        .map(|defect| json!({"kind": defect.kind.code(), "pointer": defect.pointer, "message": defect.message}));
    let examples = report.examples.iter().map(|example| {
        let (outcome, reason) = match &example.outcome {
            ExampleOutcome::Valid => ("valid", None),
            ExampleOutcome::Invalid(_) => ("invalid", None),
            ExampleOutcome::NotCheckable(reason) => ("not_checkable", Some(reason)),
        };
        let violations = violations(example).iter().map(|violation| {
            json!({"pointer": violation.pointer, "schema_pointer": violation.schema_pointer, "message": violation.message})
        });
        json!({
            "pointer": example.pointer,
            "operation": example.operation,
            "schema_pointer": example.schema_pointer,
            "outcome": outcome,
            "reason": reason,
            "violations": violations.collect::<Vec<_>>(),
        })
    });
    json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "verb": "spec lint",
        "document": document.name(),
        "summary": {
            "defects": report.defects.len(),
            "kinds": kinds,
            "examples": report.examples.len(),
            "examples_not_checkable": not_checkable(report),
            "examples_failed": report.failed().count(),
            "unchecked": report.unchecked,
        },
        "defects": defects.collect::<Vec<_>>(),
        "examples": examples.collect::<Vec<_>>(),
    })
}
