//! Giving up on types that go down again and again: generated cases have no end.

use super::bench::Outcome;
use super::process::lock;
use crate::case::Case;
use crate::finding::Code;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A type that does not come back costs its time limit, one that goes down costs a process.
const HANGS: usize = 3;
const CRASHES: usize = 25;

/// How often the cases of each folder brought a worker down.
#[derive(Debug, Default)]
pub struct CrashBudget {
    by_folder: Mutex<BTreeMap<String, (usize, usize)>>,
}

fn folder(case: &Case) -> &str {
    case.name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl CrashBudget {
    /// Takes note of what came of a case.
    pub(super) fn count(&self, case: &Case, outcome: &Outcome) {
        // What a worker lives through is a finding of kind `panic`.
        let down = outcome.findings.iter().filter(|finding| finding.code == Code::Panicked);
        let kinds: Vec<&str> = down.filter_map(|finding| finding.kind.as_deref()).collect();
        if kinds.is_empty() || kinds.contains(&"panic") {
            return;
        }
        let mut by_folder = lock(&self.by_folder);
        let (hangs, crashes) = by_folder.entry(folder(case).to_owned()).or_default();
        *hangs += usize::from(kinds.contains(&"timed_out"));
        *crashes += usize::from(!kinds.contains(&"timed_out"));
    }

    /// Why a case is not examined any more.
    pub(super) fn too_many(&self, case: &Case) -> Option<String> {
        let by_folder = lock(&self.by_folder);
        let (hangs, crashes) = *by_folder.get(folder(case))?;
        (hangs >= HANGS || crashes >= CRASHES)
            .then(|| "given up: too many cases before it did not end, or ended the process".to_owned())
    }
}
