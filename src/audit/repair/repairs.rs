//! The repairs of an audit's causes.

use super::candidates::candidates;
use super::cause_id::CauseId;
use super::context::Context;
use super::diff::unified;
use super::document::DocumentView;
use super::edit::{TextEdit, applied};
use super::proof::{Plan, Proven, prove};
use super::sources::Sources;
use crate::audit::audited::Audited;
use crate::audit::cause::Cause;
use crate::audit::result::RepairCounts;
use crate::finding::Level;
use crate::schema::Spec;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The changes that may repair the causes of an audit.
pub(crate) struct Repairs {
    sources: Sources,
    /// The plans, with the indices of their causes.
    plans: Vec<Plan>,
    causes: Vec<usize>,
    /// What the crate has without any change.
    known: BTreeSet<CauseId>,
}

impl Repairs {
    /// Makes the changes for all errors and warnings that are not expected.
    pub(crate) fn of(audited: &Audited, spec: &Spec, causes: &[Cause]) -> Repairs {
        let context = Context {
            document: DocumentView {
                spec,
                model: &audited.model,
                bindings: &audited.bindings,
                instances: &audited.instances,
            },
            sources: Sources::of(&audited.model.folder),
        };
        let (mut plans, mut indices) = (Vec::new(), Vec::new());
        for (index, cause) in causes.iter().enumerate().filter(|(_, cause)| counts(cause)) {
            let candidates = candidates(&context, cause);
            if !candidates.is_empty() {
                let id = CauseId::of(&audited.names, cause);
                plans.push(Plan { id, candidates });
                indices.push(index);
            }
        }
        Repairs {
            sources: context.sources,
            plans,
            causes: indices,
            known: ids(audited, causes),
        }
    }

    /// How many findings look repairable.
    pub(crate) fn counts(&self) -> RepairCounts {
        RepairCounts {
            repairable: self.plans.len(),
            ..RepairCounts::default()
        }
    }

    /// Tries the changes, with at most so many builds, and returns the diffs that are proven, by the index of their cause.
    /// `audit` returns the causes that the crate has with these edits; `None` if it does not build with them.
    ///
    /// # Errors
    /// When `audit` fails.
    pub(crate) fn prove<E>(
        &self,
        most_builds: usize,
        audit: impl FnMut(&[TextEdit]) -> Result<Option<BTreeSet<CauseId>>, E>,
    ) -> Result<(BTreeMap<usize, String>, RepairCounts), E> {
        let proven: Proven = prove(&self.plans, &self.known, most_builds, audit)?;
        let mut diffs = BTreeMap::new();
        for ((plan, cause), candidate) in self.plans.iter().zip(&self.causes).zip(&proven.candidates) {
            let edits = candidate.and_then(|index| plan.candidates.get(index));
            if let Some(diff) = edits.and_then(|edits| self.diff(edits)) {
                diffs.insert(*cause, diff);
            }
        }
        let counts = RepairCounts {
            repairable: self.plans.len(),
            proven: Some(diffs.len()),
            untried: proven.untried,
            builds: proven.builds,
        };
        Ok((diffs, counts))
    }

    fn diff(&self, edits: &[TextEdit]) -> Option<String> {
        let files: BTreeSet<&PathBuf> = edits.iter().map(|edit| &edit.file).collect();
        let mut diff = String::new();
        for file in files {
            let old = self.sources.text(file)?;
            let new = applied(&old, edits.iter().filter(|edit| edit.file == *file))?;
            diff += &unified(&file.to_string_lossy().replace('\\', "/"), &old, &new);
        }
        Some(diff)
    }
}

/// The errors and warnings of an audit, by name.
pub(crate) fn ids(audited: &Audited, causes: &[Cause]) -> BTreeSet<CauseId> {
    let ids = causes.iter().filter(|cause| counts(cause));
    ids.map(|cause| CauseId::of(&audited.names, cause)).collect()
}

fn counts(cause: &Cause) -> bool {
    cause.finding.level > Level::Note && !cause.finding.expected
}
