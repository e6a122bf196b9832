//! Crates that hold several versions of a protocol, a module each: which of them the document describes.

use super::schema_view::NodeId;
use super::score::Scored;
use super::type_graph::{TypeGraph, TypeIx};
use std::collections::{BTreeMap, BTreeSet};

/// Modules that share fewer names are no versions of one another.
const LEAST_SHARED: usize = 4;

/// The types of modules that another module outdoes, which has the same names and fits the document better; each with the
/// path of that module.
pub(super) fn outdone(types: &TypeGraph, ranked: &BTreeMap<TypeIx, Vec<(NodeId, Scored)>>) -> BTreeMap<TypeIx, String> {
    let mut siblings: BTreeMap<&[String], BTreeMap<&str, Vec<TypeIx>>> = BTreeMap::new();
    for at in types.ids() {
        let modules = &types[at].modules;
        for (depth, module) in modules.iter().enumerate().filter(|(_, module)| is_version(module)) {
            let family = siblings.entry(&modules[..depth]).or_default();
            family.entry(module).or_default().push(at);
        }
    }
    let mut found = BTreeMap::new();
    for (around, versions) in siblings {
        for (module, held) in &versions {
            let rivals = versions
                .iter()
                .filter(|(other, theirs)| *other != module && are_versions(types, held, theirs));
            let best = rivals
                .map(|(other, theirs)| (fit(ranked, theirs), *other))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((theirs, other)) = best
                && theirs > fit(ranked, held)
            {
                let path = around
                    .iter()
                    .map(String::as_str)
                    .chain([other])
                    .collect::<Vec<_>>()
                    .join("::");
                found.extend(held.iter().map(|at| (*at, path.clone())));
            }
        }
    }
    found
}

/// Whether a module is named after a version: `v4`, `mcp_2025_06_18`, `draft`.
fn is_version(module: &str) -> bool {
    module.chars().any(|char| char.is_ascii_digit())
        || matches!(module, "draft" | "latest" | "next" | "legacy" | "beta")
}

fn are_versions(types: &TypeGraph, a: &[TypeIx], b: &[TypeIx]) -> bool {
    let names = |all: &[TypeIx]| {
        all.iter()
            .map(|at| types[*at].name.as_str())
            .collect::<BTreeSet<&str>>()
    };
    let (a, b) = (names(a), names(b));
    let shared = a.intersection(&b).count();
    shared >= LEAST_SHARED && 2 * shared >= a.len().min(b.len())
}

/// How well types fit the document. A type that no schema resembles speaks against its module.
fn fit(ranked: &BTreeMap<TypeIx, Vec<(NodeId, Scored)>>, types: &[TypeIx]) -> f64 {
    let best = |at: &TypeIx| {
        let scored = ranked.get(at)?.first()?;
        Some(scored.1.score)
    };
    types.iter().map(|at| 2.0 * best(at).unwrap_or_default() - 1.0).sum()
}
