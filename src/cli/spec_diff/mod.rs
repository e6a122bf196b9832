//! `wireproof spec diff`: what changed between two documents, and whom it touches.

mod touched;

use super::args::{self, Common, Format};
use super::deep_stack::deep;
use super::output::Output;
use super::types::Types;
use super::{CliError, CliResult};
use crate::exit_code::ExitCode;
use crate::impact::{Effort, decide_by_witnesses, show};
use crate::report::{Changed, DiffReport};
use crate::schema::{Document, Spec, SpecError, difference};
use crate::subject::{Subject, TypeSet};
use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;
use touched::touched;

pub(super) fn run(types: &Types, common: &Common, diff: &args::Diff, output: &Output) -> CliResult {
    let open = |path| Document::open(path).map_err(CliError::unreadable);
    let dialect = common.dialect.into();
    let (old, new) = (
        Arc::new(Spec::new(open(&diff.old)?, dialect)),
        Arc::new(Spec::new(open(&diff.new)?, dialect)),
    );
    deep(|| compare(types, &old, &new, common, diff, output))
}

/// The components that are looked at, and those of them that are in one document alone.
struct Chosen {
    both: Vec<String>,
    gone: Vec<String>,
    come: Vec<String>,
}

impl Chosen {
    fn new(type_set: &TypeSet, old: &Spec, new: &Spec, named: &[String]) -> Result<Chosen, CliError> {
        let names = |spec: &Spec| -> Vec<String> { spec.document().component_names().map(str::to_owned).collect() };
        let (had, has) = (names(old), names(new));
        let (in_old, in_new): (HashSet<&String>, HashSet<&String>) = (had.iter().collect(), has.iter().collect());
        let is_there = |name: &String| in_old.contains(name) || in_new.contains(name);
        if let Some(name) = named.iter().find(|name| !is_there(name)) {
            let error = new.component(name).err().map(|error| error.to_string());
            return Err(CliError::unreadable(format!(
                "{}: {}",
                new.document().name(),
                error.unwrap_or_default()
            )));
        }
        let mut chosen: Vec<String> = named.to_vec();
        if chosen.is_empty() {
            let bound = type_set.subjects().iter().filter_map(Subject::component);
            chosen.extend(bound.map(str::to_owned).filter(is_there));
        }
        if chosen.is_empty() {
            // What a file holds beside its definitions is named after the file.
            let is_root = |spec: &Spec, name: &str| spec.document().component_pointer(name).as_deref() == Some("");
            let defined = |name: &&String| {
                let in_both = in_old.contains(name) && in_new.contains(name);
                in_both || !(is_root(old, name) || is_root(new, name))
            };
            chosen.extend(had.iter().chain(&has).filter(defined).cloned());
        }
        let mut seen = std::collections::BTreeSet::new();
        chosen.retain(|name| seen.insert(name.clone()));
        let only = |here: &HashSet<&String>, there: &HashSet<&String>| -> Vec<String> {
            let only = chosen
                .iter()
                .filter(|name| here.contains(name) && !there.contains(name));
            only.cloned().collect()
        };
        Ok(Chosen {
            gone: only(&in_old, &in_new),
            come: only(&in_new, &in_old),
            both: chosen
                .iter()
                .filter(|name| in_old.contains(name) && in_new.contains(name))
                .cloned()
                .collect(),
        })
    }
}

fn compare(
    types: &Types,
    old: &Arc<Spec>,
    new: &Arc<Spec>,
    common: &Common,
    diff: &args::Diff,
    output: &Output,
) -> CliResult {
    let unreadable = |error: SpecError| {
        CliError::unreadable(format!(
            "{} and {}: {error}",
            old.document().name(),
            new.document().name()
        ))
    };
    let chosen = Chosen::new(types.set(), old, new, &diff.component)?;
    let mut found = difference(old, new, &chosen.both).map_err(unreadable)?;
    if let Some(place) = &found.incomplete {
        output.warning(&format!("the comparison is not complete from {place}"));
    }
    let effort = Effort::new();
    if let Some(first) = found.too_complex.first() {
        let count = found.too_complex.len();
        output.warning(&format!(
            "{count} components are too complex and not compared, the first of them {first}"
        ));
    }
    let mut shown = Vec::new();
    for change in &found.changes {
        shown.push(show(change, old, new, diff.seed, &effort).map_err(unreadable)?);
    }
    decide_by_witnesses(&mut found, &shown, old, new, diff.seed, &effort);
    let (impact, skipped) = touched(types, (old, new), &chosen.both, &found.changes, &diff.paths)?;
    if let Some(reason) = impact.incomplete() {
        output.warning(&format!("not all changes are compared with all captures: {reason}"));
    }
    let changes = found.changes.iter().zip(shown).zip(impact.each);
    let report = DiffReport {
        old: old.document().name(),
        new: new.document().name(),
        compared: &found.compared,
        incomplete: found.incomplete.as_deref(),
        gone: &chosen.gone,
        come: &chosen.come,
        changes: changes
            .map(|((change, shown), touches)| Changed { change, shown, touches })
            .collect(),
        captures: impact.total.captures,
        appear: impact.total.appear,
        vanish: impact.total.vanish,
        skipped: &skipped,
    };
    let mut out = output.stdout();
    match common.format {
        Format::Json | Format::Jsonl => writeln!(out, "{}", report.json())?,
        Format::Human => report.human(&mut out, common.quiet, common.verbose)?,
    }
    out.flush()?;
    let changed = !found.changes.is_empty() || !chosen.gone.is_empty() || !chosen.come.is_empty();
    Ok(match (skipped.is_empty(), changed && diff.strict) {
        (false, _) => ExitCode::Unreadable,
        (true, true) => ExitCode::Findings,
        (true, false) => ExitCode::Clean,
    })
}
