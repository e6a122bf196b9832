//! `wireproof explore`: examine what the schemas allow, and what they just do not.

use super::args::{self, Choice, Common};
use super::check::known_subject;
use super::job::{Extent, Job, Run, Targets};
use super::output::Output;
use super::sources::SpecSources;
use super::types::Types;
use super::{CliError, CliResult};
use crate::generate::Plan;
use crate::interrupt::is_interrupted;
use crate::runner::{ExploredPart, Target, by_property};
use crate::schema::{Guide, Spec};
use crate::subject::Subject;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So often values that are refused are replaced, before more of them turn up.
const MOST_PARTS: usize = 6;

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
        None => go_behind(&mut run, types, (common, explore), Arc::clone(&spec), part)?,
        Some(_) => part,
    };
    if !part.refusing.is_empty() && !is_interrupted() {
        let job = Job::new(types, spec, common, Choice::none(), explore.strict)?;
        run.finish_exploring(job, explore, part)?;
    }
    run.close()
}

/// Goes on with the subjects that read hardly any sample: the values that they refuse are replaced by ones that they read, so that
/// samples show what else is wrong.
fn go_behind(
    run: &mut Run<'_>,
    types: &Types,
    (common, explore): (&Common, &args::Explore),
    mut spec: Arc<Spec>,
    mut part: ExploredPart,
) -> Result<ExploredPart, CliError> {
    let refusing = part.refusing.clone();
    let mut replaced = BTreeSet::new();
    for _ in 0..MOST_PARTS {
        let walls = by_property(std::mem::take(&mut part.walls));
        let Ok(next) = spec.replaced(&walls) else { break };
        if walls.is_empty() || is_interrupted() || next.document().value() == spec.document().value() {
            break;
        }
        spec = Arc::new(next);
        replaced.extend(walls.into_keys());
        let subjects = types.set().subjects().iter();
        let of_part = subjects.filter(|subject| part.refusing.iter().any(|name| name == subject.name()));
        let components: BTreeSet<&str> = of_part.filter_map(Subject::component).collect();
        let components: Vec<&str> = components.into_iter().collect();
        let mut explore = explore.clone();
        explore.subjects.clone_from(&part.refusing);
        let mut targets = targets(&spec, &components)?;
        targets.without.clear();
        let job = Job::new(types, Arc::clone(&spec), common, Choice::none(), explore.strict)?;
        part = run.explore_behind(job, &explore, targets, (part, replaced.clone()))?;
    }
    part.refusing = refusing;
    Ok(part)
}

/// How values of each component are made.
pub(super) fn targets(spec: &Spec, components: &[&str]) -> Result<Targets, CliError> {
    let mut targets = Targets {
        with: Vec::new(),
        without: Vec::new(),
    };
    for component in components {
        let schema = spec
            .component(component)
            .map_err(|error| CliError::unreadable(format!("{}: {error}", spec.document().name())))?;
        let component = (*component).to_owned();
        match Plan::new(schema.json_schema()) {
            Ok(plan) => targets.with.push(Target {
                component,
                plan,
                guide: Guide::new(&schema),
                schema,
            }),
            Err(reason) => targets.without.push((component, reason.to_string())),
        }
    }
    Ok(targets)
}
