//! `wireproof audit --repair`: changes of the source, each proven on a copy of the crate.

use super::examined::{Examined, Setup};
use crate::audit::discover::discover;
use crate::audit::{Audited, BuiltProbe, CauseId, CrateCopy, RepairCounts, Repairs, ids};
use crate::cli::CliError;
use crate::interrupt::is_interrupted;
use std::collections::{BTreeMap, BTreeSet};

/// The diffs that are proven, by the index of their cause.
pub(super) fn prove(
    setup: &Setup<'_>,
    examined: &Examined,
    repairs: &Repairs,
) -> Result<(BTreeMap<usize, String>, RepairCounts), CliError> {
    if repairs.counts().repairable == 0 || is_interrupted() {
        return Ok((BTreeMap::new(), repairs.counts()));
    }
    let mut copy = CrateCopy::of(&examined.source).map_err(of_copy)?;
    repairs.prove(setup.audit.repair_builds, |edits| {
        if is_interrupted() {
            return Ok(None);
        }
        copy.change(edits).map_err(of_copy)?;
        changed(setup, examined, &copy)
    })
}

/// The causes that the changed copy has; `None` if it does not build, or if a type is not examined as it was.
fn changed(setup: &Setup<'_>, examined: &Examined, copy: &CrateCopy) -> Result<Option<BTreeSet<CauseId>>, CliError> {
    setup.say("building a copy of the crate with changes");
    // Whatever keeps the copy from being built, the changes are not proven.
    let Ok(found) = discover(&copy.target(), &setup.features, &setup.work) else {
        return Ok(None);
    };
    let Ok(mut audited) = setup.matched(&found) else {
        return Ok(None);
    };
    let built: Result<BuiltProbe, _> = audited.build(&found.source);
    let Some(probe) = built.ok().filter(|_| is_examined_alike(&examined.audited, &audited)) else {
        return Ok(None);
    };
    let changed = setup.run(found.source, audited, probe)?;
    let is_whole = !changed.summary.interrupted;
    Ok(is_whole.then(|| ids(&changed.audited, &changed.causes)))
}

/// Whether each type that stood for a schema still does.
fn is_examined_alike(before: &Audited, after: &Audited) -> bool {
    let (before, after) = (&before.bindings, &after.bindings);
    let subjects = before.subjects.iter().all(|bound| after.subjects.contains(bound));
    subjects && before.enums.iter().all(|bound| after.enums.contains(bound))
}

fn of_copy(error: std::io::Error) -> CliError {
    CliError::unreadable(format!("--repair: the crate cannot be copied to try changes: {error}"))
}
