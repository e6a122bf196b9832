//! `wireproof check`: examine captures.

use super::args::{self, Common};
use super::inputs::{self, Source};
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult, stale};
use crate::subject::TypeSet;

pub(super) fn run(types: &Types, common: &Common, check: args::Check, output: &Output) -> CliResult {
    if let Some(name) = &check.choice.subject {
        known_subject(types.set(), name)?;
    }
    let published = SpecSources::read(common, types)?;
    let setting = published.setting()?;
    let mut overlays = stale::applied(&setting);
    // Overlays of the caller may do what the embedded ones do: that these are needed is then not for the caller to show.
    if check.paths.is_empty()
        && common.spec.is_none()
        && common.config.document.is_none()
        && !common.no_overlay
        && common.overlay.is_empty()
    {
        stale::add_unproven(&mut overlays, &published, &setting.spec, types)?;
    }
    let sources = inputs::sources(&check.paths, types)?;
    let total = inputs::total_bytes(&sources).filter(|_| !sources.iter().any(|source| matches!(source, Source::Stdin)));
    let job = Job::new(types, setting.spec, common, check.choice, check.strict)?;
    let mut run = Run::new(common, types, "check", Extent::bytes(total), output)?;
    run.set_overlays(overlays);
    run.take(job, inputs::texts(sources))?;
    run.close()
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
