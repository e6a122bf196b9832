//! `wireproof audit`: the types of a crate against a document, with no line of Rust.

use super::args::{self, Choice, Common, Format};
use super::explore::targets;
use super::job::{Job, Run, pool_of_enums};
use super::keep::Kept;
use super::output::Output;
use super::types::Types;
use super::{CliError, CliResult, inputs, loaded, reports};
use crate::audit::discover::{AuditTarget, Discovered, FeatureSelection, discover, work_folder};
use crate::audit::{Audited, CrateTypes, Fold, Rules, finding_of};
use crate::case::Case;
use crate::exit_code::ExitCode;
use crate::finding::Finding;
use crate::report::{
    self, Collected, Collector, ReportFormat, TableRow, audit_human, audit_json, audit_report, audit_table,
    audit_table_json, shell_quoted,
};
use crate::runner::Ambiguity;
use crate::schema::{Dialect, Document, Overlay, Spec, read_text};
use crate::subject::Subject;
use serde_json::json;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
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
    let spec = spec(common)?;
    let say = |what: &str| {
        if !common.quiet {
            output.note(what);
        }
    };
    let target = target(audit)?;
    let work = work_folder(&target);
    say("building the crate's documentation");
    let Discovered { source, json } = discover(&target, &features(audit), &work).map_err(CliError::unreadable)?;
    let bind: Vec<(String, String)> = common.config.bind.clone().into_iter().collect();
    let rules = Rules {
        bind: &bind,
        ignore: &common.config.ignore,
    };
    let mut audited = Audited::new(&source, &json, &spec, rules).map_err(CliError::unreadable)?;
    if audit.list {
        return list(common, &audited, output);
    }
    if audited.bindings.subjects.is_empty() {
        let reason = format!(
            "{}: no type of {} {} resembles a schema of it; `--list` says why, and `[bind]` in wireproof.toml names counterparts",
            spec.document().name(),
            source.package,
            source.version
        );
        return Err(CliError::unreadable(reason));
    }
    say("building the program that holds the types");
    let probe = audited.build(&source).map_err(CliError::unreadable)?;
    let program = |bindings: Option<&Path>| {
        let words = std::iter::once(probe.program.as_path()).chain(bindings);
        words
            .map(|word| shell_quoted(&word.to_string_lossy()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let bare = Types::open(&with_types(common, program(None)))?;
    let common = &with_types(common, program(Some(&probe.bindings)));
    let types = Types::open(common)?;
    let crate_types = CrateTypes::new(&audited.model, &audited.names, bare.remote());
    let collected = Rc::new(RefCell::new(Collected::new(Fold::new(
        &crate_types,
        &audited.instances,
    ))));
    let mut run = Run::with_reporter(common, &types, Collector(Rc::clone(&collected)), output)?;
    say("examining the types");
    if !audit.captures.is_empty() {
        let job = Job::new(&types, Arc::clone(&spec), common, Choice::none(), audit.strict)?;
        run.take(job, inputs::texts(inputs::sources(&audit.captures, &types)?))?;
    }
    // Several types may stand for one schema, whose texts they are all given.
    let mut components: Vec<&str> = types.set().subjects().iter().filter_map(Subject::component).collect();
    components.sort_unstable();
    components.dedup();
    let job = Job::new(&types, Arc::clone(&spec), common, Choice::none(), audit.strict)?;
    let cause = |case: &Case, finding: &Finding| collected.borrow().fold.cause_of(case, finding);
    let (explore, targets) = (args::Explore::of_audit(audit), targets(&spec, &components)?);
    run.explore(job, &explore, targets, Some(Box::new(cause)))?;
    if !types.set().enums().is_empty() {
        let decide = Ambiguity {
            spec: &spec,
            places: Vec::new(),
            unions: types.set().enums().iter().collect(),
            pool: Some(pool_of_enums(&types, &spec)),
            texts: BTreeMap::new(),
            only_texts: false,
            replay: run.replay(&types, loaded::replay_options(common), audit.strict),
        };
        run.decide(decide, audit.strict)?;
    }
    let summary = run.finish()?;
    let Some(collected) = Rc::into_inner(collected).map(RefCell::into_inner) else {
        return Err(CliError::fault("the findings are still in use".to_owned()));
    };
    let findings = collected.fold.finish();
    let findings = findings
        .iter()
        .map(|cause| finding_of(&audited.model, &audited.names, cause));
    let mut result = audited.result(&source, &probe, summary);
    result.findings = findings.collect();
    result.unknown = collected
        .unknown
        .into_iter()
        .map(|((code, why), count)| (code, why, count))
        .collect();
    result.skipped = collected.skipped;
    let facts = reports::facts(common, &types, "audit", Some(audit.seed), &Kept::default());
    let working = std::env::current_dir().unwrap_or_default();
    for report::Output { format, destination } in outputs {
        let mut out = destination;
        match format {
            ReportFormat::Human => audit_human(&mut out, &result, started.elapsed(), common.verbose, common.quiet)?,
            ReportFormat::Json => audit_json(&mut out, &result)?,
            format => audit_report(format, &mut out, &result, &facts, started.elapsed(), &working)?,
        }
        out.finish()?;
    }
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
    Ok(Arc::new(Spec::new(document, Dialect::from(common.dialect))))
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

fn with_types(common: &Common, program: String) -> Common {
    let spec = common.spec.clone().or_else(|| common.config.document.clone());
    let mut common = common.clone();
    common.types = Some(program);
    common.spec = spec;
    common
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
        Format::Json => writeln!(
            out,
            "{}",
            json!({"wireproof": env!("CARGO_PKG_VERSION"), "verb": "audit", "types": audit_table_json(&rows)})
        )?,
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}
