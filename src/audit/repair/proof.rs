//! Which changes are proven to repair what they are for.
//!
//! A change is applied to a copy of the crate, and the copy is audited. To build rarely, changes that do not touch are tried
//! together, and taken apart where something goes wrong.

use super::cause_id::CauseId;
use super::edit::TextEdit;
use std::collections::BTreeSet;

/// A cause, and the changes that may repair it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) id: CauseId,
    pub(super) candidates: Vec<Vec<TextEdit>>,
}

/// What came of the plans.
#[derive(Debug, Default)]
pub(super) struct Proven {
    /// By plan, the candidate that is proven.
    pub(super) candidates: Vec<Option<usize>>,
    /// How often the crate was built.
    pub(super) builds: usize,
    /// Plans of which not every candidate was tried.
    pub(super) untried: usize,
}

/// Tries the candidates of plans, with at most so many builds. `audit` returns the causes that the crate has with these edits, or
/// `None` if it does not build with them or its types are not examined any more; `known` are those that it has without.
///
/// # Errors
/// When `audit` fails.
pub(super) fn prove<E>(
    plans: &[Plan],
    known: &BTreeSet<CauseId>,
    most_builds: usize,
    audit: impl FnMut(&[TextEdit]) -> Result<Option<BTreeSet<CauseId>>, E>,
) -> Result<Proven, E> {
    let mut trial = Trial {
        plans,
        known,
        builds_left: most_builds,
        next: vec![0; plans.len()],
        proven: vec![None; plans.len()],
        audit,
    };
    loop {
        let batch = trial.batch();
        if batch.is_empty() || trial.builds_left == 0 {
            break;
        }
        trial.together(&batch)?;
    }
    Ok(Proven {
        untried: (0..plans.len()).filter(|plan| trial.candidate(*plan).is_some()).count(),
        candidates: trial.proven,
        builds: most_builds - trial.builds_left,
    })
}

struct Trial<'a, F> {
    plans: &'a [Plan],
    known: &'a BTreeSet<CauseId>,
    builds_left: usize,
    /// By plan, the candidate to try next.
    next: Vec<usize>,
    proven: Vec<Option<usize>>,
    audit: F,
}

impl<F, E> Trial<'_, F>
where
    F: FnMut(&[TextEdit]) -> Result<Option<BTreeSet<CauseId>>, E>,
{
    /// The candidate of a plan that is to be tried.
    fn candidate(&self, plan: usize) -> Option<&[TextEdit]> {
        let is_open = self.proven[plan].is_none();
        let candidate = self.plans[plan].candidates.get(self.next[plan]).filter(|_| is_open)?;
        Some(candidate)
    }

    /// Plans whose next candidates touch nowhere.
    fn batch(&self) -> Vec<usize> {
        let mut chosen: Vec<usize> = Vec::new();
        let mut edits: Vec<&TextEdit> = Vec::new();
        for plan in 0..self.plans.len() {
            let Some(candidate) = self.candidate(plan) else {
                continue;
            };
            if !candidate.iter().any(|new| edits.iter().any(|old| old.touches(new))) {
                edits.extend(candidate);
                chosen.push(plan);
            }
        }
        chosen
    }

    fn together(&mut self, batch: &[usize]) -> Result<(), E> {
        if batch.is_empty() || self.builds_left == 0 {
            return Ok(());
        }
        self.builds_left -= 1;
        let edits: Vec<TextEdit> = batch
            .iter()
            .filter_map(|plan| self.candidate(*plan))
            .flatten()
            .cloned()
            .collect();
        let Some(causes) = (self.audit)(&edits)? else {
            return self.apart(batch);
        };
        let new: Vec<&CauseId> = causes.difference(self.known).collect();
        let is_gone = |plan: &usize| !causes.contains(&self.plans[*plan].id);
        let (gone, left): (Vec<usize>, Vec<usize>) = batch.iter().copied().partition(is_gone);
        if new.is_empty() {
            for plan in gone {
                self.proven[plan] = Some(self.next[plan]);
            }
            left.into_iter().for_each(|plan| self.next[plan] += 1);
            return Ok(());
        }
        // A type that has a new fault was changed by what did not repair it.
        let is_blamed = |plan: &usize| {
            new.iter()
                .any(|id| id.owner.is_some() && id.owner == self.plans[*plan].id.owner)
        };
        let (blamed, rest): (Vec<usize>, Vec<usize>) = gone.into_iter().partition(is_blamed);
        left.iter().for_each(|plan| self.next[*plan] += 1);
        match (blamed.is_empty(), left.is_empty()) {
            // What did not help may have done harm.
            (true, false) => self.together(&rest),
            (true, true) => self.apart(&rest),
            (false, _) if blamed.len() == batch.len() => self.apart(&blamed),
            (false, _) => {
                self.together(&rest)?;
                self.together(&blamed)
            }
        }
    }

    /// Tries the halves of a batch that failed.
    fn apart(&mut self, batch: &[usize]) -> Result<(), E> {
        if let [plan] = batch {
            self.next[*plan] += 1;
            return Ok(());
        }
        let (first, second) = batch.split_at(batch.len() / 2);
        self.together(first)?;
        self.together(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::cause::Side;
    use std::convert::Infallible;
    use std::path::PathBuf;

    fn id(name: &str) -> CauseId {
        CauseId::named(Side::Reads, name)
    }

    fn edit(start: usize, text: &str) -> TextEdit {
        TextEdit {
            file: PathBuf::from("lib.rs"),
            start,
            end: start + 1,
            text: text.to_owned(),
        }
    }

    /// A plan for the type, with one edit for each candidate.
    fn plan(name: &str, start: usize, candidates: &[&str]) -> Plan {
        Plan {
            id: id(name),
            candidates: candidates.iter().map(|text| vec![edit(start, text)]).collect(),
        }
    }

    /// Proves plans for a crate in which `good` edits repair the type of the same number, `bad` ones do harm there, and `broken`
    /// ones do not compile.
    fn proven(plans: &[Plan], most_builds: usize) -> Proven {
        let known: BTreeSet<CauseId> = plans.iter().map(|plan| plan.id.clone()).collect();
        let audit = |edits: &[TextEdit]| {
            if edits.iter().any(|edit| edit.text == "broken") {
                return Ok::<_, Infallible>(None);
            }
            let mut causes = known.clone();
            for edit in edits {
                let plan = plans
                    .iter()
                    .find(|plan| plan.candidates.iter().flatten().any(|one| one == edit))
                    .unwrap();
                if edit.text != "useless" {
                    causes.remove(&plan.id);
                }
                if edit.text == "bad" {
                    let mut new = plan.id.clone();
                    new.detail = "new".to_owned();
                    causes.insert(new);
                }
                if edit.text == "far" {
                    causes.insert(id("Elsewhere"));
                }
            }
            Ok(Some(causes))
        };
        let Ok(proven) = prove(plans, &known, most_builds, audit);
        proven
    }

    #[test]
    fn changes_that_do_not_touch_are_proven_together() {
        let plans = [
            plan("A", 0, &["good"]),
            plan("B", 10, &["good"]),
            plan("C", 20, &["good"]),
        ];
        let found = proven(&plans, 9);
        assert_eq!(
            (found.candidates, found.builds, found.untried),
            (vec![Some(0); 3], 1, 0)
        );
        let touching = [plan("A", 0, &["good"]), plan("B", 1, &["good"])];
        let found = proven(&touching, 9);
        assert_eq!((found.candidates, found.builds), (vec![Some(0); 2], 2));
    }

    #[test]
    fn what_does_not_repair_or_does_harm_is_not_proven() {
        for wrong in ["useless", "bad", "broken", "far"] {
            let plans = [
                plan("A", 0, &["good"]),
                plan("B", 10, &[wrong, "good"]),
                plan("C", 20, &["good"]),
                plan("D", 30, &[wrong]),
            ];
            let found = proven(&plans, 30);
            assert_eq!(found.candidates, [Some(0), Some(1), Some(0), None], "{wrong}");
            assert_eq!(found.untried, 0, "{wrong}");
        }
    }

    #[test]
    fn builds_are_limited() {
        let plans = [plan("A", 0, &["broken", "good"]), plan("B", 10, &["broken", "good"])];
        let found = proven(&plans, 2);
        assert_eq!((found.candidates, found.builds, found.untried), (vec![None; 2], 2, 2));
    }
}
