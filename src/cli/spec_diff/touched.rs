//! Reads captures and collects what changes mean for them.

use super::super::CliError;
use super::super::inputs;
use super::super::types::Types;
use crate::captures::{ComponentSelection, NotSelected, value_of};
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
    let selection = ComponentSelection::new(types.set(), old, components).map_err(CliError::unreadable)?;
    let unreadable = |error| CliError::unreadable(format!("{}: {error}", new.document().name()));
    for case in inputs::texts(inputs::sources(paths, types)?) {
        let selected = match &case {
            Ok(case) => selection.select(case).map(|capture| (case, capture.components)),
            Err(skipped) => Err(NotSelected::Skipped(skipped.clone())),
        };
        let (case, components) = match selected {
            Ok(selected) => selected,
            Err(NotSelected::Skipped(reason)) => {
                skipped.push(reason);
                continue;
            }
            Err(NotSelected::Elsewhere) => continue,
        };
        let value = match value_of(case) {
            Ok(value) => value,
            Err(reason) => {
                skipped.push(reason);
                continue;
            }
        };
        for component in components {
            impact.take(&component, &value, &case.label()).map_err(unreadable)?;
        }
    }
    // The embedded captures stand in for captures that were not named, and most belong to no component of another document.
    if paths.is_empty() {
        skipped.clear();
    }
    Ok((impact, skipped))
}
