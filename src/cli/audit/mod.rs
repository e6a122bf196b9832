//! `wireproof audit`: the types of a crate against a document, with no line of Rust.

mod examined;
mod repair;

use self::examined::{Examined, Setup};
use super::args::{self, Common, Format};
use super::keep::Kept;
use super::output::Output;
use super::{CliError, CliResult, reports};
use crate::audit::discover::{AuditTarget, FeatureSelection, discover, work_folder};
use crate::audit::{Audited, Repairs, finding_of};
use crate::exit_code::ExitCode;
use crate::report::{TableRow, audit_reports, audit_table, audit_table_json};
use crate::schema::{Document, Overlay, Spec, read_text};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

pub(super) fn run(common: &Common, audit: &args::Audit, output: &Output) -> CliResult {
    let started = Instant::now();
    // Before the work: a report that cannot be written is said at once.
    let outputs = if audit.list {
        Vec::new()
    } else {
        reports::outputs(common, output)?
    };
    let target = target(audit)?;
    let setup = Setup {
        common,
        audit,
        output,
        spec: spec(common)?,
        features: features(audit),
        work: work_folder(&target),
    };
    setup.say("building the crate's documentation");
    let found = discover(&target, &setup.features, &setup.work).map_err(CliError::unreadable)?;
    let audited = setup.matched(&found).map_err(CliError::unreadable)?;
    if audit.list {
        return list(common, &audited, output);
    }
    if audited.bindings.subjects.is_empty() {
        let reason = format!(
            "{}: no type of {} {} resembles a schema of it; `--list` says why, and `[bind]` in wireproof.toml names counterparts",
            setup.spec.document().name(),
            found.source.package,
            found.source.version
        );
        return Err(CliError::unreadable(reason));
    }
    let examined = setup.examine(found.source, audited)?;
    let Examined {
        source,
        audited,
        causes,
        ..
    } = &examined;
    let repairs = Repairs::of(audited, &setup.spec, causes);
    let (diffs, counts) = match audit.repair {
        true => repair::prove(&setup, &examined, &repairs)?,
        false => (Default::default(), repairs.counts()),
    };
    let working = std::env::current_dir().unwrap_or_default();
    let findings = causes.iter().enumerate().map(|(index, cause)| {
        let mut finding = finding_of(&audited.model, &audited.names, cause, &working);
        finding.repair = diffs.get(&index).cloned();
        finding
    });
    let mut result = audited.result(source, &examined.probe, examined.summary.clone());
    result.findings = findings.collect();
    result.repairs = counts;
    let unknown = examined.unknown.iter();
    result.unknown = unknown
        .map(|((code, why), count)| (*code, why.clone(), *count))
        .collect();
    result.skipped.clone_from(&examined.skipped);
    let facts = reports::facts(common, &examined.types, "audit", Some(audit.seed), &Kept::default());
    audit_reports(outputs, &result, &facts, started.elapsed())?;
    let policy = common.severity(audit.strict);
    Ok(result.exit_code(|level| policy.fails(level)))
}

/// The document that the caller names.
fn spec(common: &Common) -> Result<Arc<Spec>, CliError> {
    let path = common.spec.as_ref().or(common.config.document.as_ref());
    let path: &PathBuf = path.ok_or_else(|| {
        CliError::unreadable("audit needs a document: name one with --spec, or as `document` in wireproof.toml")
    })?;
    let mut document = Document::open(path).map_err(CliError::unreadable)?;
    for path in &common.overlay {
        let text = read_text(path).map_err(CliError::unreadable)?;
        let overlay = Overlay::parse(&path.display().to_string(), text.as_bytes()).map_err(CliError::unreadable)?;
        document.apply(&overlay).map_err(CliError::unreadable)?;
    }
    Ok(Arc::new(common.read(document)))
}

fn target(audit: &args::Audit) -> Result<AuditTarget, CliError> {
    let package = audit.package.as_deref();
    let target = match (&audit.target, &audit.manifest_path) {
        (Some(text), _) => AuditTarget::parse(text, package),
        (None, Some(path)) => AuditTarget::local(path, package),
        (None, None) => AuditTarget::local(Path::new("."), package),
    };
    target.map_err(CliError::unreadable)
}

fn features(audit: &args::Audit) -> FeatureSelection {
    let words = audit.features.iter().flat_map(|words| words.split([' ', ',']));
    FeatureSelection {
        features: words.filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        all: audit.all_features,
        without_default: audit.no_default_features,
    }
}

fn list(common: &Common, audited: &Audited, output: &Output) -> CliResult {
    let rows: Vec<TableRow> = audited
        .rows()
        .into_iter()
        .map(|row| TableRow {
            name: row.name,
            path: row.path,
            schema: row.schema,
            why: row.why,
        })
        .collect();
    let mut out = output.stdout();
    match common.format {
        Format::Human => audit_table(&mut out, &rows)?,
        Format::Json | Format::Jsonl => writeln!(
            out,
            "{}",
            json!({"wireproof": env!("CARGO_PKG_VERSION"), "verb": "audit", "types": audit_table_json(&rows)})
        )?,
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}
