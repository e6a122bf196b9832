//! What an exploration reports: each bug once, in the smallest text that shows it.

use super::bug::Bug;
use super::explore::Exploration;
use super::fault::Fault;
use super::shown::Shown;
use super::shrink::ShrinkRequest;
use super::state::RunState;
use super::wall::Wall;
use crate::case::{Case, Origin};
use crate::finding::{AlikePlace, Code, Finding, Kind, Level};
use crate::generate::{Generated, Generator, Style};
use crate::schema::Guide;
use serde_json::Value;
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

/// A bug in the smallest case that shows it, and what is found in that.
struct Shrunk {
    /// The bug that the case was made small for.
    bug: Bug,
    /// The same, placed at the value that is refused.
    placed: Bug,
    case: Case,
    findings: Vec<Finding>,
    wall: Option<Wall>,
}

/// What was reported.
pub(super) struct Told {
    /// The bugs, and whether each was expected.
    pub(super) bugs: Vec<(Bug, bool)>,
    /// The properties that are refused, with the subjects that refuse them.
    pub(super) walls: Vec<(String, Wall)>,
}

/// The findings to report, each bug once.
#[derive(Default)]
struct Reported {
    numbers: BTreeMap<(Bug, bool), usize>,
    found: Vec<(Case, Finding)>,
    /// The bugs that an earlier part of the exploration has reported.
    earlier: BTreeSet<(Bug, bool)>,
    /// What the subjects refuse.
    walls: Vec<(String, Wall)>,
}

impl Reported {
    /// Notes which property the subject of a bug refuses.
    fn note_wall(&mut self, shrunk: &Shrunk) {
        let wall = shrunk.wall.clone().map(|wall| (shrunk.bug.subject.clone(), wall));
        self.walls.extend(wall);
    }

    /// Whether a bug was taken already: then the place of the finding is one more of that.
    fn has(&mut self, bug: &Bug, finding: &Finding) -> bool {
        let key = (bug.clone(), finding.expected);
        // An earlier part may not have known what lets the type read the text.
        let is_same = |(other, expected): &(Bug, bool)| *expected == finding.expected && other.is_refusal_like(bug);
        if self.earlier.contains(&key) || self.earlier.iter().any(is_same) {
            return true;
        }
        let Some(number) = self.numbers.get(&key) else {
            return false;
        };
        let (_, first) = &mut self.found[*number];
        let place = place(finding);
        if place.pointer != first.pointer && !first.alike.contains(&place) {
            first.alike.push(place);
        }
        true
    }

    fn take(&mut self, bug: Bug, case: &Case, finding: Finding) {
        self.numbers.insert((bug, finding.expected), self.found.len());
        self.found.push((case.clone(), finding));
    }
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
    pub(super) fn report_bugs(
        &mut self,
        shown: Vec<Shown>,
        earlier: BTreeSet<(Bug, bool)>,
        record: &mut RunState<'_>,
    ) -> Result<Told, Fault> {
        let mut reported = Reported {
            earlier,
            ..Reported::default()
        };
        let is_told_once = |shown: &Shown| shown.finding.is_told_once() && !shown.finding.expected;
        let (once, each): (Vec<Shown>, Vec<Shown>) = shown.into_iter().partition(is_told_once);
        let (each, alike) = self.one_of_each_cause(each);
        let mut groups = Groups {
            alike,
            ..Groups::default()
        };
        for shrunk in self.smallest(each)? {
            reported.note_wall(&shrunk);
            self.report_each(shrunk, &mut reported, &mut groups, record);
        }
        self.settle_groups(once, &mut reported, &mut groups, record)?;
        for (case, finding) in &reported.found {
            record.report(Some(case), finding)?;
        }
        self.report_groups(groups, record)?;
        Ok(Told {
            bugs: reported.numbers.into_keys().collect(),
            walls: reported.walls,
        })
    }

    /// Of the bugs of one cause that with the shortest text, and the places of the others.
    fn one_of_each_cause(&self, mut shown: Vec<Shown>) -> (Vec<Shown>, BTreeMap<Bug, BTreeSet<AlikePlace>>) {
        let mut alike: BTreeMap<Bug, BTreeSet<AlikePlace>> = BTreeMap::new();
        shown.sort_by_key(|shown| shown.case.text.len());
        let mut first: BTreeMap<String, Bug> = BTreeMap::new();
        shown.retain(|shown| {
            let cause = match &self.cause {
                _ if shown.finding.expected => None,
                Some(cause) => Some(cause(&shown.case, &shown.finding)),
                None => self.cause_in_schema(shown),
            };
            let Some(cause) = cause else { return true };
            match first.entry(cause) {
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

    /// What identifies a loss at a place of a schema that stands at several places of the component: one type reads them all, most
    /// likely. `None` for findings that stand at no exact place, and where the document says nothing.
    fn cause_in_schema(&self, shown: &Shown) -> Option<String> {
        let finding = &shown.finding;
        if !matches!(finding.code, Code::Lossy | Code::EmitsInvalid) {
            return None;
        }
        let target = self.target(shown.case.component.as_deref()?)?;
        let mut place = finding.pointer.clone();
        finding.missing.iter().for_each(|key| place.push(key));
        let mut value: Value = serde_json::from_str(&shown.case.text).ok()?;
        // A key that is added is not there yet.
        if let Some(Value::Object(around)) = value.pointer_mut(place.parent().as_str()) {
            around.entry(place.steps().last()?).or_insert(Value::Null);
        }
        let schemas = target.schema.places(&value, place.as_str());
        let kind = finding.kind.map_or("", Kind::as_str);
        let words = [finding.code.as_str(), kind, &finding.subject].map(str::to_owned);
        (!schemas.is_empty()).then(|| words.into_iter().chain(schemas).collect::<Vec<_>>().join(" "))
    }

    /// Settles on one finding of each group. Only that one is made small, unless it turns out to be another.
    fn settle_groups(
        &mut self,
        shown: Vec<Shown>,
        reported: &mut Reported,
        groups: &mut Groups,
        record: &mut RunState<'_>,
    ) -> Result<(), Fault> {
        let mut waiting: BTreeMap<Group, VecDeque<Shown>> = BTreeMap::new();
        for shown in shown {
            waiting.entry(group(&shown.finding)).or_default().push_back(shown);
        }
        if self.cause.is_some() {
            let by_length = |shown: &mut VecDeque<Shown>| {
                shown.make_contiguous().sort_by_key(|shown| shown.case.text.len());
            };
            waiting.values_mut().for_each(by_length);
        }
        let mut tried: BTreeSet<(Group, String)> = BTreeSet::new();
        loop {
            let open = waiting.iter_mut();
            let open = open.filter(|(group, _)| !groups.settled.contains_key(*group));
            let mut next = Vec::new();
            for (group, shown) in open {
                // Another place of a cause that turned out to be another bug turns out to be that as well.
                let mut is_new = |shown: &Shown| {
                    let cause = self.cause.as_ref();
                    cause.is_none_or(|cause| tried.insert((*group, cause(&shown.case, &shown.finding))))
                };
                let places = groups.places.entry(*group).or_default();
                while let Some(first) = shown.pop_front() {
                    if is_new(&first) {
                        next.push(first);
                        break;
                    }
                    places.insert(place(&first.finding));
                }
            }
            if next.is_empty() {
                break;
            }
            for mut shrunk in self.smallest(next)? {
                reported.note_wall(&shrunk);
                let guide = self.guide_of(&shrunk.case);
                shrunk
                    .findings
                    .iter_mut()
                    .for_each(|finding| record.policy.apply(finding));
                let is_same = |finding: &&Finding| shrunk.placed.is_shown_by(finding, guide);
                let same = shrunk.findings.iter().find(is_same);
                match same.filter(|finding| finding.is_told_once() && !finding.expected) {
                    Some(finding) => groups.settle(&shrunk.case, finding),
                    // An ordinary text shows it as well.
                    None => self.report_each(shrunk, reported, groups, record),
                }
            }
        }
        for (group, shown) in waiting {
            let of_group = shown.iter().map(|shown| place(&shown.finding));
            groups.places.entry(group).or_default().extend(of_group);
        }
        Ok(())
    }

    /// Reports one finding of each group, with the other places.
    fn report_groups(&mut self, mut groups: Groups, record: &mut RunState<'_>) -> Result<(), Fault> {
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

    /// Takes the findings of one case that were not taken yet.
    fn report_each(&mut self, shrunk: Shrunk, reported: &mut Reported, groups: &mut Groups, record: &mut RunState<'_>) {
        let mut commands = BTreeMap::new();
        let (bug, case) = (&shrunk.placed, &shrunk.case);
        let loses = self.cause.is_some() && shrunk.findings.iter().any(loses_something);
        for mut finding in shrunk.findings {
            if !self.is_of_document(case, &finding) {
                continue;
            }
            // What is lost in the smallest text that shows it is why the value differs.
            if loses && finding.code == Code::Unstable && matches!(finding.kind, Some(Kind::Value | Kind::Text)) {
                continue;
            }
            finding.case = case.label().into();
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
            if reported.has(&own, &finding) {
                continue;
            }
            if bug.is_shown_by(&finding, guide)
                && let Some(places) = groups.alike.remove(&shrunk.bug)
            {
                finding.alike = places.into_iter().collect();
            }
            finding.witness = Some(witness(&case.text));
            let alike = (finding.subject.clone(), finding.level, finding.expected);
            let command = commands.entry(alike).or_insert_with(|| (self.replay)(case, &finding));
            finding.replay.clone_from(command);
            reported.take(own, case, finding);
        }
    }

    /// The bugs, each with the smallest case that shows it, and what is found in that.
    fn smallest(&self, shown: Vec<Shown>) -> Result<Vec<Shrunk>, Fault> {
        let larges = self.again(&shown);
        let present: Vec<ShrinkRequest> = larges.iter().flatten().cloned().collect();
        let mut smalls = self.pool.shrink(&present, self.until)?.into_iter();
        let smallest = |(shown, large): (Shown, Option<ShrinkRequest>)| {
            let bug = Bug::of(&shown.finding, self.guide_of(&shown.case));
            match large.and_then(|_| smalls.next()).flatten() {
                Some(small) => {
                    let case = self.reported(Case {
                        text: small.text,
                        fault: small.fault,
                        was: None,
                        ..shown.case
                    });
                    Shrunk {
                        placed: small.placed.unwrap_or_else(|| bug.clone()),
                        bug,
                        case,
                        findings: small.outcome.findings,
                        wall: small.wall,
                    }
                }
                // Its worker went down, or the time is over: it stays as it is.
                None => Shrunk {
                    placed: bug.clone(),
                    bug,
                    case: self.reported(shown.case),
                    findings: vec![shown.finding],
                    wall: None,
                },
            }
        };
        Ok(shown.into_iter().zip(larges).map(smallest).collect())
    }

    /// Generates the cases that showed something once more, for the values behind their texts. Expected bugs are counted, and need not
    /// be small: to plan the cases of a component again would take as long as making them.
    fn again(&self, shown: &[Shown]) -> Vec<Option<ShrinkRequest>> {
        let mut generators: BTreeMap<&str, Generator<'_>> = BTreeMap::new();
        let request = |shown: &Shown| {
            let Origin::Generated { component, number, .. } = &shown.case.origin else {
                return None;
            };
            if shown.finding.expected {
                return None;
            }
            let target = self.target(component)?;
            let generator = generators
                .entry(&target.component)
                .or_insert_with(|| Generator::new(&target.plan, &target.component, self.seed));
            Some(shrink_request(shown, &generator.case(*number)?, &target.guide))
        };
        shown.iter().map(request).collect()
    }
}

/// Whether a finding says that the written text has less than the text that was read.
fn loses_something(finding: &Finding) -> bool {
    let is_loss = |kind| !matches!(kind, Kind::AddedKey | Kind::AbsentBecameNull | Kind::DuplicateKey);
    finding.code == Code::Lossy && finding.kind.is_some_and(is_loss)
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
