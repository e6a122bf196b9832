//! What an exploration reports: each bug once, in the smallest text that shows it.

use super::explore::{Exploration, Shown};
use super::fault::Fault;
use super::shrink::{Bug, ShrinkRequest};
use super::state::RunState;
use crate::case::{Case, Origin};
use crate::finding::{AlikePlace, Code, Finding, Kind, Level};
use crate::generate::{Generated, Generator, Style};
use crate::schema::Guide;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What findings have in common that are reported once for all places.
type Group = (Level, Code, Option<Kind>);

/// A finding in the smallest case that shows it.
struct Smallest {
    case: Case,
    finding: Finding,
}

/// What is reported once for all places: one finding of each group, and where else the like was seen.
#[derive(Default)]
struct Groups {
    settled: BTreeMap<Group, Smallest>,
    places: BTreeMap<Group, BTreeSet<AlikePlace>>,
    /// By bug, where else the same cause was seen.
    alike: BTreeMap<Bug, BTreeSet<AlikePlace>>,
}

impl Groups {
    fn settle(&mut self, case: &Case, finding: &Finding) {
        let group = group(finding);
        self.places.entry(group).or_default().insert(place(finding));
        self.settled.entry(group).or_insert_with(|| Smallest {
            case: case.clone(),
            finding: finding.clone(),
        });
    }
}

impl Exploration<'_> {
    /// Makes cases that showed bugs smaller, and reports what they show.
    ///
    /// # Errors
    /// When no worker can be started, or the reporter fails.
    pub(super) fn report_bugs(&mut self, shown: Vec<Shown>, record: &mut RunState<'_>) -> Result<(), Fault> {
        let mut reported: BTreeSet<(Bug, bool)> = BTreeSet::new();
        let is_told_once = |shown: &Shown| shown.finding.is_told_once() && !shown.finding.expected;
        let (once, each): (Vec<Shown>, Vec<Shown>) = shown.into_iter().partition(is_told_once);
        let (each, alike) = self.one_of_each_cause(each);
        let mut groups = Groups {
            alike,
            ..Groups::default()
        };
        for (bug, case, findings) in self.smallest(each)? {
            self.report_each(&bug, &case, findings, &mut reported, &mut groups, record)?;
        }
        self.report_groups(once, groups, &mut reported, record)
    }

    /// Of the bugs of one cause that with the shortest text, and the places of the others.
    fn one_of_each_cause(&self, mut shown: Vec<Shown>) -> (Vec<Shown>, BTreeMap<Bug, BTreeSet<AlikePlace>>) {
        let mut alike: BTreeMap<Bug, BTreeSet<AlikePlace>> = BTreeMap::new();
        let Some(cause) = &self.cause else {
            return (shown, alike);
        };
        shown.sort_by_key(|shown| shown.case.text.len());
        let mut first: BTreeMap<String, Bug> = BTreeMap::new();
        shown.retain(|shown| {
            if shown.finding.expected {
                return true;
            }
            match first.entry(cause(&shown.case, &shown.finding)) {
                Entry::Vacant(entry) => {
                    entry.insert(Bug::of(&shown.finding, self.guide_of(&shown.case)));
                    true
                }
                Entry::Occupied(entry) => {
                    let places = alike.entry(entry.get().clone()).or_default();
                    places.insert(place(&shown.finding));
                    false
                }
            }
        });
        (shown, alike)
    }

    /// Reports one finding of each group, with the other places. Only that one is made small, unless it turns out to be another.
    fn report_groups(
        &mut self,
        shown: Vec<Shown>,
        mut groups: Groups,
        reported: &mut BTreeSet<(Bug, bool)>,
        record: &mut RunState<'_>,
    ) -> Result<(), Fault> {
        let mut waiting: BTreeMap<Group, VecDeque<Shown>> = BTreeMap::new();
        for shown in shown {
            waiting.entry(group(&shown.finding)).or_default().push_back(shown);
        }
        loop {
            let open = waiting.iter_mut();
            let open = open.filter(|(group, _)| !groups.settled.contains_key(*group));
            let next: Vec<Shown> = open.filter_map(|(_, shown)| shown.pop_front()).collect();
            if next.is_empty() {
                break;
            }
            for (bug, case, mut findings) in self.smallest(next)? {
                let guide = self.guide_of(&case);
                findings.iter_mut().for_each(|finding| record.policy.apply(finding));
                let is_same = |finding: &&Finding| bug.is_shown_by(finding, guide);
                match findings.iter().find(is_same).filter(|finding| finding.is_told_once()) {
                    Some(finding) if !finding.expected => groups.settle(&case, finding),
                    // An ordinary text shows it as well.
                    _ => self.report_each(&bug, &case, findings, reported, &mut groups, record)?,
                }
            }
        }
        for (group, shown) in waiting {
            let of_group = shown.iter().map(|shown| place(&shown.finding));
            groups.places.entry(group).or_default().extend(of_group);
        }
        for (group, Smallest { case, mut finding }) in groups.settled {
            let own = place(&finding);
            let alike = groups.places.remove(&group).unwrap_or_default();
            finding.alike = alike.into_iter().filter(|place| *place != own).collect();
            finding.witness = Some(witness(&case.text));
            finding.replay = (self.replay)(&case, &finding);
            record.report(Some(&case), &finding)?;
        }
        Ok(())
    }

    /// Reports the findings of one case that were not reported yet. `bug` is the one for which the case was made small.
    fn report_each(
        &mut self,
        bug: &Bug,
        case: &Case,
        findings: Vec<Finding>,
        reported: &mut BTreeSet<(Bug, bool)>,
        groups: &mut Groups,
        record: &mut RunState<'_>,
    ) -> Result<(), Fault> {
        let mut commands = BTreeMap::new();
        for mut finding in findings {
            record.policy.apply(&mut finding);
            let guide = self.guide_of(case);
            // What depends on the text's leeways is reported with its group; what else the text uses has been seen elsewhere.
            if finding.is_told_once() && !finding.expected {
                if bug.is_shown_by(&finding, guide) {
                    groups.settle(case, &finding);
                }
                continue;
            }
            // A text that is made small in another run may show the bug at another place.
            let own = Bug::of(&finding, guide);
            finding.fingerprint = own.fingerprint();
            if !reported.insert((own, finding.expected)) {
                continue;
            }
            if bug.is_shown_by(&finding, guide)
                && let Some(places) = groups.alike.remove(bug)
            {
                finding.alike = places.into_iter().collect();
            }
            finding.witness = Some(witness(&case.text));
            let alike = (finding.subject.clone(), finding.level, finding.expected);
            let command = commands.entry(alike).or_insert_with(|| (self.replay)(case, &finding));
            finding.replay.clone_from(command);
            record.report(Some(case), &finding)?;
        }
        Ok(())
    }

    /// The bugs, each with the smallest case that shows it, and what is found in that.
    fn smallest(&self, shown: Vec<Shown>) -> Result<Vec<(Bug, Case, Vec<Finding>)>, Fault> {
        let mut larges = self.again(&shown);
        // Expected bugs are counted, and need not be small.
        for (shown, large) in shown.iter().zip(&mut larges) {
            if shown.finding.expected {
                *large = None;
            }
        }
        let present: Vec<ShrinkRequest> = larges.iter().flatten().cloned().collect();
        let mut smalls = self.pool.shrink(&present, self.until)?.into_iter();
        let smallest = |(shown, large): (Shown, Option<ShrinkRequest>)| {
            let bug = Bug::of(&shown.finding, self.guide_of(&shown.case));
            match large.and_then(|_| smalls.next()).flatten() {
                Some(small) => {
                    let case = Case {
                        text: small.text,
                        fault: small.fault,
                        was: None,
                        ..shown.case
                    };
                    (bug, case, small.outcome.findings)
                }
                // Its worker went down, or the time is over: it stays as it is.
                None => (bug, shown.case, vec![shown.finding]),
            }
        };
        Ok(shown.into_iter().zip(larges).map(smallest).collect())
    }

    /// Generates the cases that showed something once more, for the values behind their texts.
    fn again(&self, shown: &[Shown]) -> Vec<Option<ShrinkRequest>> {
        let mut generators: BTreeMap<&str, Generator<'_>> = BTreeMap::new();
        let request = |shown: &Shown| {
            let Origin::Generated { component, number, .. } = &shown.case.origin else {
                return None;
            };
            let target = self.target(component)?;
            let generator = generators
                .entry(&target.component)
                .or_insert_with(|| Generator::new(&target.plan, &target.component, self.seed));
            Some(shrink_request(shown, &generator.case(*number)?, &target.guide))
        };
        shown.iter().map(request).collect()
    }
}

fn group(finding: &Finding) -> Group {
    (finding.level, finding.code, finding.kind)
}

fn place(finding: &Finding) -> AlikePlace {
    AlikePlace {
        subject: finding.subject.clone(),
        pointer: finding.pointer.clone(),
    }
}

/// As much of a text as a report can use. The case itself is kept.
fn witness(text: &str) -> String {
    const ENOUGH: usize = 2000;
    match text.len() {
        0..=ENOUGH => text.to_owned(),
        _ => format!("{}…", &text[..text.floor_char_boundary(ENOUGH)]),
    }
}

fn shrink_request(shown: &Shown, made: &Generated<'_>, guide: &Guide) -> ShrinkRequest {
    let failing = made.mutant.as_ref().map_or(&made.sample, |mutant| &mutant.made);
    ShrinkRequest {
        bug: Bug::of(&shown.finding, guide),
        case: shown.case.clone(),
        text: failing.text_in(Style::default()),
        sample: made.sample.text_in(Style::default()),
        style: made.style,
    }
}
