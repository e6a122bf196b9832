//! What captures exercise of the selected components.

use super::selection::{ComponentSelection, NotSelected, SelectedSchemas, SelectionError, value_of};
use crate::case::{Case, Skipped};
use crate::schema::{Coverage, Spec};
use std::collections::BTreeSet;

/// What captures exercise of the selected components.
#[derive(Debug)]
pub struct CoveredCaptures {
    /// What of the schemas they exercise.
    pub coverage: Coverage,
    /// How many captures were read.
    pub captures: usize,
    /// How many JSON texts were in them.
    pub objects: usize,
    /// Texts that were not read.
    pub skipped: Vec<Skipped>,
    /// Texts that a `Value` cannot hold, or whose component is too complex.
    pub unknown: Vec<Skipped>,
}

/// Measures what captures exercise of the selected components.
///
/// # Errors
/// If a selected component cannot be read.
pub fn cover(
    spec: &Spec,
    selection: &ComponentSelection,
    cases: impl Iterator<Item = Result<Case, Skipped>>,
) -> Result<CoveredCaptures, SelectionError> {
    let SelectedSchemas { schemas, too_complex } = selection.schemas(spec)?;
    let mut covered = CoveredCaptures {
        coverage: Coverage::new(schemas),
        captures: 0,
        objects: 0,
        skipped: Vec::new(),
        unknown: Vec::new(),
    };
    let mut captures = BTreeSet::new();
    for case in cases {
        let case = match case {
            Ok(case) => case,
            Err(skipped) => {
                covered.skipped.push(skipped);
                continue;
            }
        };
        let capture = match selection.select(&case) {
            Ok(capture) => capture,
            Err(NotSelected::Skipped(skipped)) => {
                covered.skipped.push(skipped);
                continue;
            }
            Err(NotSelected::Elsewhere) => continue,
        };
        let value = match value_of(&case) {
            Ok(value) => value,
            Err(skipped) => {
                covered.unknown.push(skipped);
                continue;
            }
        };
        covered.objects += 1;
        for component in &capture.components {
            if let Some(reason) = too_complex.get(component) {
                covered.unknown.push(case.skipped(reason.clone()));
                continue;
            }
            covered
                .coverage
                .take(component, &capture.tree, &value, &case.start_label());
        }
        captures.insert(case.label().into_owned());
    }
    covered.captures = captures.len();
    Ok(covered)
}
