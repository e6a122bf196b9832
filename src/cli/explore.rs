//! `wireproof explore`: examine what the schemas allow, and what they just do not.

use super::args::{self, Choice, Common};
use super::behind::go_behind;
use super::check::known_subject;
use super::inputs;
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::sources::SpecSources;
use super::targets::targets;
use super::types::Types;
use super::{CliError, CliResult};
use crate::captures::TriedValues;
use crate::interrupt::is_interrupted;
use crate::schema::Spec;
use crate::subject::Subject;
use std::path::PathBuf;
use std::sync::Arc;

/// So many captures are read for the values that they hold.
const MOST_CAPTURES: usize = 2_000;

pub(super) fn run(types: &Types, common: &Common, explore: &args::Explore, output: &Output) -> CliResult {
    for name in &explore.subjects {
        known_subject(types.set(), name)?;
    }
    let published = SpecSources::read(common, types)?;
    let spec = tried(types, published.setting()?.spec, &explore.captures)?;
    let subjects = types.set().subjects().iter();
    let wanted = subjects
        .filter(|subject| explore.subjects.is_empty() || explore.subjects.iter().any(|name| name == subject.name()));
    let mut components: Vec<&str> = wanted.filter_map(Subject::component).collect();
    let mut seen = Vec::new();
    components.retain(|component| {
        !seen.contains(component) && {
            seen.push(*component);
            true
        }
    });
    if components.is_empty() {
        return Err(CliError::unreadable(
            "nothing to explore: no subject is bound to a component",
        ));
    }
    let targets = targets(&spec, &components)?;
    let extent = Extent {
        total: explore
            .time
            .is_none()
            .then(|| explore.shard.unwrap_or_default().share(explore.cases()) * targets.with.len() as u64),
        done: |summary| summary.objects as u64,
        seed: Some(explore.seed),
    };
    let choice = Choice {
        component: None,
        subject: match explore.subjects.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        },
    };
    let mut job = Job::new(types, Arc::clone(&spec), common, choice, explore.strict)?;
    for path in &explore.captures {
        let path = path.display().to_string();
        job.replay_options.extend(["--captures".to_owned(), path]);
    }
    let mut run = Run::new(common, types, "explore", extent, output)?;
    let part = run.explore(job, explore, targets, None)?;
    // Parts share the time; what is left of it says nothing of how many there will be.
    let part = match explore.time {
        None => go_behind(&mut run, types, (common, explore), Arc::clone(&spec), part, None)?,
        Some(_) => part,
    };
    if !part.refusing.is_empty() && !is_interrupted() {
        let job = Job::new(types, spec, common, Choice::none(), explore.strict)?;
        run.finish_exploring(job, explore, part)?;
    }
    run.close()
}

/// The document with the texts and numbers of captures, which are tried at their places. What cannot be read is for `check` to tell.
fn tried(types: &Types, spec: Arc<Spec>, paths: &[PathBuf]) -> Result<Arc<Spec>, CliError> {
    let Some(mut values) = TriedValues::new(types.set(), &spec) else {
        return Ok(spec);
    };
    let captures = inputs::texts(inputs::sources(paths, types)?).take(MOST_CAPTURES);
    captures.flatten().for_each(|case| values.collect(&case));
    let tried = spec.trying(&values.finish());
    Ok(tried.map_or(spec, Arc::new))
}
