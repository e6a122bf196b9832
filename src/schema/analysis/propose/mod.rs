//! Corrections of a document, proposed from captures that contradict it.
//!
//! What is wrong with a capture suggests corrections; with these made, what is left to be wrong suggests more, until nothing
//! does. A capture that is still invalid then supports none of them. Each correction must be needed: without it, some capture
//! is worse off. Captures that need it are counted one by one.

mod attempt;
mod derive;
mod fix;
mod proposal;
mod shape;
mod target;

use crate::schema::budget::Steps;
use crate::schema::document::Document;
use crate::schema::error::SpecError;
use crate::schema::overlay::Overlay;
use crate::schema::pointer::fragment;
use crate::schema::reading::Spec;
use crate::schema::violation::Violation;
use attempt::{Attempt, End};
use derive::Wish;
use fix::{Action, Fix, Key};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use fix::CorrectionKind;
pub use proposal::{Correction, Proposal, Recorded, Uncorrected};

/// Corrections are looked for in as many rounds: each sees what those before it uncovered.
const MOST_ROUNDS: usize = 64;
/// No more corrections than this are proposed.
const MOST_FIXES: usize = 2000;
/// As many violations are listed of one capture that no correction removes.
const MOST_LISTED: usize = 50;

/// Proposes corrections of a document from captures.
///
/// # Errors
/// When a component cannot be read.
pub fn propose(spec: &Spec, recorded: &[Recorded]) -> Result<Proposal, SpecError> {
    let mut proposer = Proposer {
        base: spec,
        recorded,
        fixes: Vec::new(),
        numbers: HashMap::new(),
        supports: vec![BTreeSet::new(); recorded.len()],
        helpless: HashMap::new(),
        steps: Steps::share_of(4, spec.document().value()),
    };
    for one in recorded {
        spec.component(&one.component)?;
    }
    match proposer.proposal() {
        Ok(proposal) => Ok(proposal),
        Err(End::Error(error)) => Err(error),
        Err(End::Exhausted) => {
            let mut left = BTreeMap::new();
            for (index, one) in recorded.iter().enumerate() {
                let violations = spec.component(&one.component)?.violations(&one.value);
                if !violations.is_empty() {
                    left.insert(index, violations);
                }
            }
            Ok(Proposal {
                invalid: left.len(),
                uncorrected: uncorrected(recorded, left),
                incomplete: Some(proposer.steps.reason()),
                ..Proposal::default()
            })
        }
    }
}

/// An overlay of one action.
fn overlay_of((target, update): &Action) -> Result<Overlay, SpecError> {
    let mut action = json!({"target": target});
    match update {
        Some(update) => action["update"] = update.clone(),
        None => action["remove"] = Value::Bool(true),
    }
    let overlay = json!({"overlay": "1.0.0", "info": {"title": "", "version": ""}, "actions": [action]});
    Overlay::parse("proposal", overlay.to_string().as_bytes())
}

/// How much is wrong: violations, and keys that are not named.
type Complaints = (usize, usize);

struct Proposer<'r> {
    base: &'r Spec,
    recorded: &'r [Recorded],
    fixes: Vec<Fix>,
    numbers: HashMap<Key, usize>,
    /// The corrections that each capture asked for.
    supports: Vec<BTreeSet<Key>>,
    /// Corrections that were tried and do not help.
    helpless: HashMap<(String, Key), bool>,
    /// What the search may cost.
    steps: Steps,
}

impl Proposer<'_> {
    fn proposal(&mut self) -> Result<Proposal, End> {
        let (base, recorded) = (self.base, self.recorded);
        let before = self.complaints(&self.corrected(&[])?, 0..recorded.len())?;
        let concerned: Vec<usize> = (0..recorded.len()).filter(|index| before[index] != (0, 0)).collect();
        let left = self.gather(&concerned)?;
        let hopeless: BTreeSet<usize> = left.keys().copied().collect();
        self.drop_unsupported(&concerned, &hopeless)?;
        self.drop_unneeded(&hopeless)?;
        let invalid_before = concerned.iter().filter(|index| before[index].0 > 0);
        let mut proposal = Proposal {
            corrected: invalid_before.filter(|index| !hopeless.contains(index)).count(),
            invalid: hopeless.len(),
            corrections: self.counted(&hopeless)?,
            ..Proposal::default()
        };
        let after = self.corrected(&self.fixes)?;
        let mut left = BTreeMap::new();
        for index in hopeless {
            let one = &recorded[index];
            let published = base.component(&one.component)?.violations(&one.value);
            let violations = after.component(&one.component, &self.steps)?.violations(&one.value);
            // In the words of the published document, where it has any: the corrected one may say it elsewhere.
            let words = |violation: Violation| {
                let same = published.iter().find(|other| other.pointer == violation.pointer);
                same.cloned().unwrap_or(violation)
            };
            left.insert(index, violations.into_iter().map(words).collect());
        }
        proposal.uncorrected = uncorrected(recorded, left);
        Ok(proposal)
    }

    /// The document with corrections.
    fn corrected(&self, fixes: &[Fix]) -> Result<Attempt, End> {
        let mut document: Document = self.base.document().clone();
        let mut all = Vec::new();
        for fix in fixes {
            let actions = fix.actions(document.value(), document.kind(), self.base.dialect());
            // A target that the reader of overlays refuses, such as one with too long a key, makes no correction.
            let overlays: Result<Vec<Overlay>, SpecError> = actions.iter().map(overlay_of).collect();
            let Ok(overlays) = overlays else {
                all.push(Vec::new());
                continue;
            };
            for overlay in overlays {
                document.apply(&overlay)?;
            }
            all.push(actions);
        }
        Attempt::new(Spec::new(document, self.base.dialect()), all, &self.steps)
    }

    fn complaint(&self, attempt: &Attempt, index: usize) -> Result<Complaints, End> {
        let one = &self.recorded[index];
        let schema = attempt.component(&one.component, &self.steps)?;
        let violations = match schema.is_valid(&one.value) {
            true => 0,
            false => schema.violations(&one.value).len().max(1),
        };
        Ok((violations, schema.undocumented(&one.value).len()))
    }

    fn complaints(
        &self,
        attempt: &Attempt,
        indices: impl IntoIterator<Item = usize>,
    ) -> Result<HashMap<usize, Complaints>, End> {
        let of = |index| Ok((index, self.complaint(attempt, index)?));
        indices.into_iter().map(of).collect()
    }

    /// Collects corrections until none comes any more; answers with what is wrong with the captures that stay invalid.
    fn gather(&mut self, concerned: &[usize]) -> Result<BTreeMap<usize, Vec<Violation>>, End> {
        let recorded = self.recorded;
        let mut left = BTreeMap::new();
        for _ in 0..MOST_ROUNDS {
            let fixes = self.fixes.clone();
            let attempt = self.corrected(&fixes)?;
            let mut changed = false;
            left.clear();
            for &index in concerned {
                let one = &recorded[index];
                let schema = attempt.component(&one.component, &self.steps)?;
                let violations = match schema.is_valid(&one.value) {
                    true => Vec::new(),
                    false => schema.violations(&one.value),
                };
                let document = attempt.spec.document().value();
                let mut lists = HashSet::new();
                for violation in &violations {
                    // Each key that is missing is a violation, and any of them asks for all.
                    let list = (&violation.pointer, &violation.schema_pointer);
                    if violation.keyword == "required" && !lists.insert(list) {
                        continue;
                    }
                    let wishes = derive::against(document, &schema, &one.value, violation, &fixes);
                    for wish in wishes.wishes {
                        if wishes.choose && !self.helps(&fixes, one, violation, &wish)? {
                            continue;
                        }
                        changed |= self.take(index, wish);
                        if wishes.choose {
                            break;
                        }
                    }
                }
                for field in schema.undocumented(&one.value) {
                    let wish = derive::naming(&one.value, &field.pointer, &field.schema_pointer);
                    changed |= wish.is_some_and(|wish| self.take(index, wish));
                }
                if !violations.is_empty() {
                    left.insert(index, violations);
                }
            }
            if !changed || self.fixes.len() > MOST_FIXES {
                break;
            }
        }
        Ok(left)
    }

    /// Whether a correction takes a violation away, and puts none in its place.
    fn helps(&mut self, fixes: &[Fix], one: &Recorded, violation: &Violation, wish: &Wish<'_>) -> Result<bool, End> {
        let question = (violation.schema_pointer.clone(), wish.fix.identity());
        if let Some(helps) = self.helpless.get(&question) {
            return Ok(*helps);
        }
        let mut more = fixes.to_vec();
        more.push(wish.fix.clone());
        let attempt = self.corrected(&more)?;
        let made = attempt.actions.last().is_some_and(|actions| !actions.is_empty());
        let helps = made
            && match attempt.component(&one.component, &self.steps) {
                Ok(schema) => {
                    let left = schema.violations(&one.value);
                    left.iter().all(|other| other.pointer != violation.pointer)
                }
                Err(End::Exhausted) => return Err(End::Exhausted),
                Err(End::Error(_)) => false,
            };
        self.helpless.insert(question, helps);
        Ok(helps)
    }

    /// Takes in a correction that a capture asks for; says whether anything is new.
    fn take(&mut self, index: usize, wish: Wish<'_>) -> bool {
        let key = wish.fix.identity();
        self.supports[index].insert(key.clone());
        if let Some(number) = self.numbers.get(&key) {
            return self.fixes[*number].merge(&wish.fix, wish.sample);
        }
        let mut fix = wish.fix;
        if let Some(sample) = wish.sample {
            fix.shape.take(sample);
        }
        self.numbers.insert(key, self.fixes.len());
        self.fixes.push(fix);
        true
    }

    /// Drops what only captures ask for that stay invalid all the same.
    fn drop_unsupported(&mut self, concerned: &[usize], hopeless: &BTreeSet<usize>) -> Result<(), End> {
        let hopeful: Vec<usize> = concerned
            .iter()
            .copied()
            .filter(|index| !hopeless.contains(index))
            .collect();
        let wanted: BTreeSet<&Key> = hopeful.iter().flat_map(|index| &self.supports[*index]).collect();
        let supported = |fix: &&Fix| wanted.contains(&fix.identity());
        let kept: Vec<Fix> = self.fixes.iter().filter(supported).cloned().collect();
        if kept.len() == self.fixes.len() {
            return Ok(());
        }
        let now = self.complaints(&self.corrected(&kept)?, hopeful.iter().copied())?;
        // What others ask for may lean on what was dropped; then all of it stays, to be tried one by one.
        if now.values().all(|complaints| complaints.0 == 0) {
            self.fixes = kept;
        }
        Ok(())
    }

    /// One capture of each group of captures that asked for the same corrections, and all of the group.
    fn groups(&self, hopeless: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<(&str, &BTreeSet<Key>), Vec<usize>> = BTreeMap::new();
        for (index, one) in self.recorded.iter().enumerate() {
            if !hopeless.contains(&index) && !self.supports[index].is_empty() {
                groups
                    .entry((&one.component, &self.supports[index]))
                    .or_default()
                    .push(index);
            }
        }
        groups.into_values().collect()
    }

    /// The groups that are worse off without a correction.
    fn needing(
        &self,
        number: usize,
        groups: &[Vec<usize>],
        with: &HashMap<usize, Complaints>,
    ) -> Result<Vec<usize>, End> {
        let mut fixes = self.fixes.clone();
        let key = fixes.remove(number).identity();
        let without = self.corrected(&fixes)?;
        let mut found = Vec::new();
        for group in groups {
            let Some(first) = group.first().filter(|first| self.supports[**first].contains(&key)) else {
                continue;
            };
            if self.complaint(&without, *first)? > with[first] {
                found.extend(group);
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    fn drop_unneeded(&mut self, hopeless: &BTreeSet<usize>) -> Result<(), End> {
        let groups = self.groups(hopeless);
        let with = self.complaints(&self.corrected(&self.fixes)?, groups.iter().map(|group| group[0]))?;
        for number in (0..self.fixes.len()).rev() {
            if self.needing(number, &groups, &with)?.is_empty() {
                self.fixes.remove(number);
            }
        }
        Ok(())
    }

    fn counted(&self, hopeless: &BTreeSet<usize>) -> Result<Vec<Correction>, End> {
        let groups = self.groups(hopeless);
        let attempt = self.corrected(&self.fixes)?;
        let with = self.complaints(&attempt, groups.iter().map(|group| group[0]))?;
        let mut corrections = Vec::new();
        for (number, (fix, actions)) in self.fixes.iter().zip(attempt.actions).enumerate() {
            let needing = self.needing(number, &groups, &with)?;
            let captures: BTreeSet<&str> = needing
                .iter()
                .map(|index| self.recorded[*index].capture.as_str())
                .collect();
            let Some(first) = needing.first() else { continue };
            corrections.push(Correction {
                kind: fix.kind,
                pointer: fragment(&fix.at),
                reason: fix.words(),
                captures: captures.len(),
                objects: needing.len(),
                capture: self.recorded[*first].capture.clone(),
                actions,
            });
        }
        Ok(corrections)
    }
}

fn uncorrected(recorded: &[Recorded], left: BTreeMap<usize, Vec<Violation>>) -> Vec<Uncorrected> {
    let mut found: Vec<Uncorrected> = Vec::new();
    let mut known: HashMap<(String, String, String), usize> = HashMap::new();
    for (index, violations) in left {
        let one = &recorded[index];
        for violation in violations.into_iter().take(MOST_LISTED) {
            let place = crate::pointer::Pointer::from(violation.pointer.as_str()).in_every_item();
            let key = (
                one.component.clone(),
                format!("{place} {}", violation.schema_pointer),
                violation.message.clone(),
            );
            match known.get(&key) {
                Some(number) => found[*number].objects += 1,
                None => {
                    known.insert(key, found.len());
                    found.push(Uncorrected {
                        component: one.component.clone(),
                        violation,
                        place: one.place.clone(),
                        objects: 1,
                    });
                }
            }
        }
    }
    found
}
