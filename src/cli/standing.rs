//! What captures hold in the places of enums.

use super::CliError;
use super::inputs;
use super::job::Run;
use super::placed::{Placing, Unplaced};
use super::types::Types;
use crate::schema::Spec;
use crate::subject::EnumSubject;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// No more texts of captures than this, and no longer ones, is an enum asked about.
const MOST: usize = 1000;
const LONGEST: usize = 64 << 10;

/// The texts that stand in the enums' places in captures, by the enum's name. What cannot be read is told; what belongs to no
/// bound component is passed over.
pub(super) fn texts(
    types: &Types,
    enums: &[&EnumSubject],
    spec: &Arc<Spec>,
    paths: &[PathBuf],
    run: &mut Run<'_>,
) -> Result<BTreeMap<String, Vec<String>>, CliError> {
    let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for union in enums {
        // Where the place is not in the document, the enum itself is told of.
        let place = union.at().and_then(|at| match spec.union_at(at).ok()? {
            Some(place) => Some(place.schema),
            None => spec.pointer_of(at).ok(),
        });
        if let Some(place) = place {
            names.entry(place).or_default().push(union.name());
        }
    }
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let placing = match Placing::new(types.set(), spec, &[]) {
        Ok(placing) if !names.is_empty() => placing,
        _ => return Ok(BTreeMap::new()),
    };
    for case in inputs::texts(inputs::sources(paths, types)?) {
        let case = match case {
            Ok(case) => case,
            Err(skipped) => {
                run.skip(&skipped)?;
                continue;
            }
        };
        let placed = match placing.place(&case) {
            Ok(placed) => placed,
            Err(Unplaced::Skipped(skipped)) if case.tree().is_err() => {
                run.skip(&skipped)?;
                continue;
            }
            Err(_) => continue,
        };
        for component in &placed.components {
            spec.standing(component, &placed.tree, |place, node| {
                for name in names.get(place).into_iter().flatten() {
                    let texts = found.entry(name).or_default();
                    let text = placed.tree.source(node);
                    if texts.len() < MOST && text.len() <= LONGEST {
                        texts.insert(text.to_owned());
                    }
                }
            });
        }
    }
    let found = found.into_iter();
    Ok(found
        .map(|(name, texts)| (name.to_owned(), texts.into_iter().collect()))
        .collect())
}
