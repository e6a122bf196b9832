//! `wireproof explore`: examine what the schemas allow, and what they just do not.

use super::args::{self, Choice, Common};
use super::behind::go_behind;
use super::check::known_subject;
use super::job::{Extent, Job, Run};
use super::output::Output;
use super::sources::SpecSources;
use super::targets::targets;
use super::types::Types;
use super::{CliError, CliResult};
use crate::interrupt::is_interrupted;
use crate::subject::Subject;
use std::sync::Arc;

pub(super) fn run(types: &Types, common: &Common, explore: &args::Explore, output: &Output) -> CliResult {
    for name in &explore.subjects {
        known_subject(types.set(), name)?;
    }
    let published = SpecSources::read(common, types)?;
    let spec = published.setting()?.spec;
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
    let job = Job::new(types, Arc::clone(&spec), common, choice, explore.strict)?;
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
