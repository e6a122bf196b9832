//! Branches that were said to be those of a variant.

use crate::subject::{BranchName, EnumSubject};
use std::collections::BTreeMap;

/// The variants that were said to stand for branches, by branch. `names` are the branches as reports name them, `labels` what
/// the document calls each.
///
/// # Errors
/// When there is no such branch, or more than one, or two variants are to stand for it.
pub(super) fn pinned(
    union: &EnumSubject,
    names: &[String],
    labels: &[Vec<String>],
) -> Result<BTreeMap<usize, usize>, String> {
    let mut found = BTreeMap::new();
    for (variant, registered) in union.variants().iter().enumerate() {
        for branch in registered.branches() {
            let branch = position(branch, names, labels).map_err(|(name, why)| {
                format!(
                    "`{}` of `{}` is to stand for the branch {name}, and {why}; the union has {}",
                    registered.name(),
                    union.name(),
                    names.join(", ")
                )
            })?;
            if let Some(other) = found.insert(branch, variant).filter(|other| *other != variant) {
                return Err(format!(
                    "`{}` and `{}` of `{}` are both to stand for {}",
                    union.variants()[other].name(),
                    registered.name(),
                    union.name(),
                    names[branch]
                ));
            }
        }
    }
    Ok(found)
}

fn position(branch: &BranchName, names: &[String], labels: &[Vec<String>]) -> Result<usize, (String, &'static str)> {
    const NONE: &str = "there is none";
    match branch {
        BranchName::At(index) if *index < names.len() => Ok(*index),
        BranchName::At(index) => Err((index.to_string(), NONE)),
        BranchName::Named(name) => {
            let is_it = |index: &usize| names[*index] == *name || labels[*index].contains(name);
            let mut fitting = (0..names.len()).filter(is_it);
            match (fitting.next(), fitting.next()) {
                (Some(index), None) => Ok(index),
                (None, _) => Err((format!("`{name}`"), NONE)),
                _ => Err((format!("`{name}`"), "several are called that")),
            }
        }
    }
}
