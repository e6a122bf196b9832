//! Exploring: generated cases through all checks, and each bug that they show once, as small as it can be.

use super::pool::{Fault, Pool};
use super::run::Replay;
use super::shrink::{Bug, ShrinkRequest};
use super::state::RunState;
use super::summary::Explored;
use crate::case::{self, Case, CaseKind};
use crate::finding::{Code, Finding, Level};
use crate::generate::{Generated, Generator, Mutant, Plan, Style};
use crate::interrupt::is_interrupted;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// No more bugs of a subject that nobody accepted are told apart; a type that has more is wrong all over.
const MOST_BUGS: usize = 500;

/// A component to make cases of.
pub struct Target {
    /// The component.
    pub component: String,
    /// How its values are made.
    pub plan: Plan,
    /// The keys that its schema gives.
    pub names: BTreeSet<String>,
}

/// What is to be explored, and how far.
pub struct Exploration<'a> {
    /// Who examines.
    pub pool: Rc<Pool>,
    /// Whether warnings, and what is read though it is invalid, count as errors.
    pub strict: bool,
    /// Gives the command that shows a finding again.
    pub replay: Replay<'a>,
    /// The same seed makes the same cases.
    pub seed: u64,
    /// How many cases to make of each component.
    pub cases: u64,
    /// How long to go on, in equal shares for the components; without an end otherwise.
    pub until: Option<Instant>,
    /// The components.
    pub targets: Vec<Target>,
    /// The subjects that were asked for; all if there are none.
    pub subjects: Vec<String>,
}

/// The first case that showed a bug.
struct Shown {
    component: String,
    number: u64,
    case: Case,
    finding: Finding,
}

impl Exploration<'_> {
    /// Explores, and tells the record of every bug once.
    ///
    /// # Errors
    /// When no worker can be started, or the listener fails.
    pub fn run(mut self, record: &mut RunState<'_>) -> Result<(), Fault> {
        let explored = Mutex::new(Explored::new(self.seed));
        // Each, and whether somebody accepted it; what was not must not hide behind what was.
        let mut bugs: BTreeSet<(Bug, bool)> = BTreeSet::new();
        let mut of_subject: BTreeMap<String, usize> = BTreeMap::new();
        let mut shown: Vec<Shown> = Vec::new();
        let ends = self.ends();
        let cases = self.targets.iter().zip(ends).flat_map(|(target, end)| {
            let generator = Generator::new(&target.plan, &target.component, self.seed);
            counted(generator, target, self.cases, end, &explored)
        });
        self.pool.run(cases.map(Ok), |(case, outcome)| {
            let Ok(case) = case else { return Ok(()) };
            if let Some(skipped) = &outcome.skipped {
                return record.skip(skipped);
            }
            let wanted = |name: &String| self.subjects.is_empty() || self.subjects.contains(name);
            outcome
                .subjects
                .iter()
                .filter(|name| wanted(name))
                .for_each(|name| record.count_subject(name));
            let mut clean = true;
            for finding in outcome.findings.into_iter().filter(|finding| wanted(&finding.subject)) {
                let known = record.accepts(&finding);
                clean &= finding.level == Level::Note || known;
                let (component, number) = numbered(&case.name);
                if !bugs.insert((Bug::of(&finding, self.names_of(&component)), known)) {
                    continue;
                }
                let seen = of_subject.entry(finding.subject.clone()).or_default();
                *seen += usize::from(!known);
                if known || *seen <= MOST_BUGS {
                    let case = case.clone();
                    shown.push(Shown {
                        component,
                        number,
                        case,
                        finding,
                    });
                }
            }
            for (code, reason) in &outcome.unknown {
                record.unknown(&case, *code, reason)?;
            }
            record.object(clean)
        })?;
        let mut explored = explored.into_inner().unwrap_or_else(PoisonError::into_inner);
        explored.bugs = bugs.len();
        for (component, made) in explored.short(self.cases, self.until.is_some() || is_interrupted()) {
            let reason = format!("only {made} of {} cases could be made", self.cases);
            record.unknown(&Case::new(component, ""), Code::Rejected, &reason)?;
        }
        for (subject, seen) in of_subject.into_iter().filter(|(_, seen)| *seen > MOST_BUGS) {
            let reason = format!("{} more bugs than the {MOST_BUGS} that are told", seen - MOST_BUGS);
            record.unknown(&Case::new(subject, ""), Code::Rejected, &reason)?;
        }
        record.explored(explored);
        self.tell(shown, record)
    }

    fn names_of(&self, component: &str) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        let target = self.targets.iter().find(|target| target.component == component);
        target.map_or(&NONE, |target| &target.names)
    }

    /// When to stop with each component.
    fn ends(&self) -> Vec<Option<Instant>> {
        let now = Instant::now();
        let count = self.targets.len() as u32;
        let end = |index: u32| Some(now + (self.until?.saturating_duration_since(now) / count.max(1)) * (index + 1));
        (0..count).map(end).collect()
    }

    /// Makes each case that showed a bug smaller, and tells of what it shows.
    fn tell(&mut self, shown: Vec<Shown>, record: &mut RunState<'_>) -> Result<(), Fault> {
        let mut larges = self.again(&shown);
        // What somebody accepted is counted, and need not be small.
        for (shown, large) in shown.iter().zip(&mut larges) {
            if record.accepts(&shown.finding) {
                *large = None;
            }
        }
        let present: Vec<ShrinkRequest> = larges.iter().flatten().cloned().collect();
        let mut smalls = self.pool.shrink(&present)?.into_iter();
        let mut told: BTreeSet<(Bug, bool)> = BTreeSet::new();
        for (shown, large) in shown.into_iter().zip(larges) {
            let small = large.and_then(|_| smalls.next()).flatten();
            let (case, findings) = match small {
                Some(small) => {
                    let mut case = Case::new(shown.case.name, small.text);
                    (case.kind, case.fault) = (shown.case.kind, small.fault);
                    (case, small.outcome.findings)
                }
                // Its worker went down, so it stays as it is.
                None => (shown.case, vec![shown.finding]),
            };
            let mut commands = BTreeMap::new();
            for mut finding in findings {
                finding.known = record.accepts(&finding);
                if !told.insert((Bug::of(&finding, self.names_of(&shown.component)), finding.known)) {
                    continue;
                }
                if self.strict && (finding.level == Level::Warning || finding.code == Code::AcceptsInvalid) {
                    finding.level = Level::Error;
                }
                finding.witness = Some(witness(&case.text));
                let alike = (finding.subject.clone(), finding.level, finding.known);
                let command = commands.entry(alike).or_insert_with(|| (self.replay)(&case, &finding));
                finding.replay.clone_from(command);
                record.tell(&finding)?;
            }
        }
        Ok(())
    }

    /// Makes the cases that showed something once more, to have the values behind the texts.
    fn again(&self, shown: &[Shown]) -> Vec<Option<ShrinkRequest>> {
        let mut larges: Vec<Option<ShrinkRequest>> = shown.iter().map(|_| None).collect();
        for target in &self.targets {
            let wanted = |shown: &&Shown| shown.component == target.component;
            let Some(last) = shown.iter().filter(wanted).map(|shown| shown.number).max() else {
                continue;
            };
            for made in Generator::new(&target.plan, &target.component, self.seed) {
                for (index, shown) in shown.iter().enumerate() {
                    if shown.component == target.component && shown.number == made.number {
                        larges[index] = Some(large(shown, &made, &target.names));
                    }
                }
                if made.number >= last {
                    break;
                }
            }
        }
        larges
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

fn large(shown: &Shown, made: &Generated<'_>, names: &BTreeSet<String>) -> ShrinkRequest {
    let failing = made.mutant.as_ref().map_or(&made.sample, |mutant| &mutant.made);
    ShrinkRequest {
        bug: Bug::of(&shown.finding, names),
        case: shown.case.clone(),
        text: failing.text_in(Style::default()),
        sample: made.sample.text_in(Style::default()),
        style: made.style,
    }
}

/// The cases of one component, counted by phases.
fn counted<'t>(
    mut generator: Generator<'t>,
    target: &'t Target,
    cases: u64,
    end: Option<Instant>,
    explored: &'t Mutex<Explored>,
) -> impl Iterator<Item = Case> + 't {
    let mut left = cases;
    std::iter::from_fn(move || {
        let time_is_up = end.is_some_and(|end| Instant::now() >= end);
        let made = if left == 0 || time_is_up {
            None
        } else {
            generator.next()
        };
        let mut explored = explored.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(made) = made else {
            explored.missed(&target.component, generator.unproven, generator.failed);
            return None;
        };
        left -= 1;
        explored.count(&target.component, made.phase.as_str());
        Some(case_of(&target.component, &made))
    })
    .fuse()
}

/// A generated case, named so that its folder tells its component.
fn case_of(component: &str, made: &Generated<'_>) -> Case {
    let kind = if made.mutant.is_some() {
        CaseKind::Mutant
    } else {
        CaseKind::Sample
    };
    let mut case = Case::new(format!("{component}/{}-{}", kind.as_str(), made.number), made.text());
    case.kind = kind;
    case.fault = made.mutant.as_ref().map(|mutant| case::Fault {
        operator: mutant.operator.to_owned(),
        pointer: mutant.pointer.clone(),
    });
    case.was = made.mutant.as_ref().and_then(Mutant::was);
    case
}

/// The component and the number of a generated case.
fn numbered(name: &str) -> (String, u64) {
    let (component, rest) = name.rsplit_once('/').unwrap_or_default();
    let number = rest.rsplit('-').next().and_then(|number| number.parse().ok());
    (component.to_owned(), number.unwrap_or_default())
}

/// What nobody can explore is said, and counted.
pub fn unexplored(record: &mut RunState<'_>, component: &str, reason: &str) -> Result<(), Fault> {
    record.unknown(&Case::new(component, ""), Code::Rejected, reason)
}
