//! Reads captures and collects what changes mean for them.

use super::super::CliError;
use super::super::inputs;
use super::super::placed::{Placed, Placing, Unplaced};
use super::super::types::Types;
use crate::case::Skipped;
use crate::impact::Impact;
use crate::schema::{Change, Spec};
use std::path::PathBuf;
use std::sync::Arc;

/// What two documents say differently about the captures at `paths`, and the captures that were not read.
pub(super) fn touched<'c>(
    types: &Types,
    (old, new): (&'c Arc<Spec>, &'c Spec),
    components: &[String],
    changes: &'c [Change],
    paths: &[PathBuf],
) -> Result<(Impact<'c>, Vec<Skipped>), CliError> {
    let mut impact = Impact::new(old, new, changes);
    let mut skipped = Vec::new();
    if components.is_empty() || changes.is_empty() {
        return Ok((impact, skipped));
    }
    let placing = Placing::new(types.set(), old, components)?;
    let unreadable = |error| CliError::unreadable(format!("{}: {error}", new.document().name()));
    for case in inputs::texts(inputs::sources(paths, types)?) {
        let placed = match &case {
            Ok(case) => placing.place(case).map(|placed| (case, placed)),
            Err(skipped) => Err(Unplaced::Skipped(skipped.clone())),
        };
        let (case, Placed { value, components, .. }) = match placed {
            Ok(placed) => placed,
            Err(Unplaced::Skipped(reason) | Unplaced::Unknown(reason)) => {
                skipped.push(reason);
                continue;
            }
            Err(Unplaced::Elsewhere) => continue,
        };
        for component in components {
            impact.take(&component, &value, &case.label()).map_err(unreadable)?;
        }
    }
    Ok((impact, skipped))
}
