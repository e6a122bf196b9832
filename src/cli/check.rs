//! `wireproof check`: examine captures.

use super::args::{self, Common, Format};
use super::inputs::{self, Source};
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult, loaded};
use crate::captures::unneeded_actions;
use crate::case::{Case, Skipped};
use crate::check::AppliedOverlay;
use crate::report::{Acceptance, Destination, count, sanitize_for_terminal};
use crate::runner::{CountedElsewhere, Shard, Summary};
use crate::schema::{ActionOutcome, Overlay, Spec};
use crate::subject::{ResourceKind, TypeSet};
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

pub(super) fn run(types: &Types, common: &Common, check: args::Check, output: &Output) -> CliResult {
    if let Some(name) = &check.choice.subject {
        known_subject(types.set(), name)?;
    }
    let published = SpecSources::read(common, types)?;
    let setting = published.setting()?;
    let mut overlays: Vec<AppliedOverlay> = setting.overlays.iter().map(applied).collect();
    // The overlays of the caller may make those that come with the types unnecessary, which is no fault of either.
    if check.paths.is_empty()
        && common.spec.is_none()
        && common.config.document.is_none()
        && !common.no_overlay
        && common.overlay.is_empty()
    {
        add_unneeded(&mut overlays, &published, &setting.spec, types)?;
    }
    let mut sources = inputs::sources(&check.paths, types)?;
    let is_filter = common.format == Format::Jsonl;
    if is_filter {
        let stdin = sources.iter_mut().filter(|source| is_stdin(source));
        stdin.for_each(|source| *source = Source::StdinIfAny);
    }
    let total = inputs::total_bytes(&sources).filter(|_| !sources.iter().any(is_stdin));
    let job = Job::new(types, setting.spec, common, check.choice, check.strict)?;
    let acceptance = check.accept.then(Acceptance::default);
    let mut run = Run::new(common, types, "check", Extent::bytes(total), output)?;
    if let Some(acceptance) = &acceptance {
        run.also_tell(acceptance.clone());
    }
    run.set_overlays(overlays);
    let (shard, elsewhere) = (check.shard.unwrap_or_default(), CountedElsewhere::default());
    run.set_counted_elsewhere(elsewhere.clone());
    run.take(job, of_shard(inputs::texts(sources), shard, elsewhere))?;
    match acceptance {
        Some(acceptance) => accept(run.close_with_summary()?, &acceptance, common, output),
        // A filter that is given nothing has done its work.
        None if is_filter => Ok(run.finish()?.exit_code()),
        None => run.close(),
    }
}

fn is_stdin(source: &Source) -> bool {
    matches!(source, Source::Stdin | Source::StdinIfAny)
}

/// Adds what was found to the expectations. What is in the file stays as it is.
fn accept(mut summary: Summary, acceptance: &Acceptance, common: &Common, output: &Output) -> CliResult {
    let path = loaded::own_expectations(common);
    let shown = path.display();
    let cannot = |error: io::Error| CliError::unreadable(format!("{shown}: cannot be written: {error}"));
    if !acceptance.is_empty() {
        let mut text = match path.exists() {
            true => loaded::text_of(&path)?,
            false => "# Findings that are accepted. Each needs a reason.\n".to_owned(),
        };
        text += &acceptance.to_toml();
        let mut file = Destination::file(&path, |file| file).map_err(cannot)?;
        file.write_all(text.as_bytes()).map_err(cannot)?;
        file.finish().map_err(cannot)?;
    }
    let count = count(acceptance.len(), "expectation");
    output.note(&sanitize_for_terminal(&format!(
        "added {count} to {shown}; write the reasons in place of `TODO`"
    )));
    // They are accepted now.
    summary.failing = 0;
    Ok(summary.exit_code())
}

/// The texts of one part of a run. Each file is counted in the part that has its first text.
fn of_shard(
    texts: impl Iterator<Item = Result<Case, Skipped>> + Send,
    shard: Shard,
    elsewhere: CountedElsewhere,
) -> impl Iterator<Item = Result<Case, Skipped>> + Send {
    let mut last = String::new();
    let mut is_held = move |number: u64, text: &Result<Case, Skipped>| {
        let is_held = shard.holds(number);
        if shard.is_whole() {
            return is_held;
        }
        let name = match text {
            Ok(case) => case.label(),
            Err(skipped) => Cow::Borrowed(skipped.case.as_str()),
        };
        if *name != last {
            last = name.into_owned();
            if !is_held {
                elsewhere.add(&last);
            }
        }
        is_held
    };
    let numbered = (0..).zip(texts);
    numbered.filter_map(move |(number, text)| is_held(number, &text).then_some(text))
}

fn applied((overlay, outcomes): &(Overlay, Vec<ActionOutcome>)) -> AppliedOverlay {
    AppliedOverlay {
        overlay: overlay.clone(),
        outcomes: outcomes.clone(),
        unproven: Vec::new(),
    }
}

/// Adds the actions of the overlays that come with the types which their captures do not need.
fn add_unneeded(
    applied: &mut [AppliedOverlay],
    published: &SpecSources,
    with_all: &Arc<Spec>,
    types: &Types,
) -> Result<(), CliError> {
    let (document, overlays) = (published.document(), published.overlays()?);
    let captures = types.captures()?;
    let capture = |name: &str| {
        let capture = captures
            .iter()
            .find(|capture| capture.name == format!("captures/{name}"));
        capture.map(|capture| &capture.bytes[..])
    };
    let names: Vec<&str> = types.remote().names(ResourceKind::Overlay).collect();
    for (at, applied) in applied.iter_mut().enumerate() {
        if names.contains(&applied.overlay.name.as_str()) {
            let unneeded = unneeded_actions(&document, &overlays, at, with_all, capture);
            applied.unproven = unneeded.map_err(CliError::unreadable)?;
        }
    }
    Ok(())
}

pub(super) fn known_subject(type_set: &TypeSet, name: &str) -> Result<(), CliError> {
    if type_set.subject(name).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = type_set.subjects().iter().map(|subject| subject.name()).collect();
    Err(CliError::unreadable(format!(
        "no subject `{name}`; there are {}",
        names.join(", ")
    )))
}
