//! What lies behind the values that a type refuses.

use super::CliError;
use super::args::{self, Common};
use super::job::{Job, Run};
use super::targets::targets;
use super::types::Types;
use crate::case::Case;
use crate::finding::Finding;
use crate::interrupt::is_interrupted;
use crate::runner::{CauseOf, ExploredPart, by_property};
use crate::schema::{Replacement, Spec};
use crate::subject::Subject;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So often values that are refused are replaced, before more of them turn up.
const MOST_PARTS: usize = 6;

/// Names the cause of a finding that a case shows.
pub(super) type Cause<'a> = &'a dyn Fn(&Case, &Finding) -> String;

/// Goes on with the subjects that read hardly any sample: the values that they refuse are replaced by ones that they read, so that
/// samples show what else is wrong.
pub(super) fn go_behind(
    run: &mut Run<'_>,
    types: &Types,
    (common, explore): (&Common, &args::Explore),
    mut spec: Arc<Spec>,
    mut part: ExploredPart,
    cause: Option<Cause<'_>>,
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
        // What is only required now holds what the document says.
        let other = walls.into_iter().filter(|(_, new)| *new != Replacement::Required);
        replaced.extend(other.map(|(property, _)| property));
        let is_left = |subject: &&Subject| part.refusing.iter().any(|name| name == subject.name());
        // What lay in a property that is replaced is gone.
        let is_there = |subject: &&Subject| subject.component().is_some_and(|name| spec.component(name).is_ok());
        let subjects = types.set().subjects().iter().filter(is_left).filter(is_there);
        let subjects: Vec<&Subject> = subjects.collect();
        let components: BTreeSet<&str> = subjects.iter().filter_map(|subject| subject.component()).collect();
        let components: Vec<&str> = components.into_iter().collect();
        let mut explore = explore.clone();
        explore.subjects = subjects.iter().map(|subject| subject.name().to_owned()).collect();
        let mut targets = targets(&spec, &components)?;
        targets.without.clear();
        let job = Job::among(types, &subjects, Arc::clone(&spec), common, explore.strict)?;
        let named = cause.map(|cause| Box::new(cause) as CauseOf<'_>);
        part = run.explore_behind(job, &explore, targets, (part, replaced.clone()), named)?;
    }
    part.refusing = refusing;
    Ok(part)
}
