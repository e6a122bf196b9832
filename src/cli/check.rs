//! `wireproof check`: examine captures.

use super::args::{self, Common};
use super::inputs::{self, Source};
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::captures::unneeded_actions;
use crate::check::AppliedOverlay;
use crate::schema::{ActionOutcome, Overlay, Spec};
use crate::subject::{ResourceKind, TypeSet};
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
    let sources = inputs::sources(&check.paths, types)?;
    let total = inputs::total_bytes(&sources).filter(|_| !sources.iter().any(|source| matches!(source, Source::Stdin)));
    let job = Job::new(types, setting.spec, common, check.choice, check.strict)?;
    let mut run = Run::new(common, types, "check", Extent::bytes(total), output)?;
    run.set_overlays(overlays);
    run.take(job, inputs::texts(sources))?;
    run.close()
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
