//! Exploring: generated cases through all checks, and each bug that they show once, as small as it can be.

use super::bug::Bug;
use super::cases::{Cases, Target};
use super::event::Replay;
use super::fault::Fault as RunFault;
use super::pool::Pool;
use super::shard::Shard;
use super::shown::{Shown, ShownBugs};
use super::state::RunState;
use super::subjects::ExaminedSubjects;
use super::summary::ReadSamples;
use super::wall::Wall;
use crate::case::{Case, CaseKind, Origin};
use crate::finding::{Code, Finding};
use crate::interrupt::is_interrupted;
use crate::schema::Guide;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What is to be explored, and how far.
pub struct Exploration<'a> {
    /// Who examines.
    pub pool: Rc<Pool>,
    /// Gives the command that shows a finding again.
    pub replay: Replay<'a>,
    /// The same seed makes the same cases.
    pub seed: u64,
    /// How many cases to make of each component.
    pub cases: u64,
    /// How long to go on; without an end otherwise. Most of the time is divided equally among the components, and the rest is for
    /// making cases smaller.
    pub until: Option<Instant>,
    /// The part of the cases to make.
    pub shard: Shard,
    /// The components.
    pub targets: Vec<Target>,
    /// The subjects that were asked for; all if there are none.
    pub subjects: Vec<String>,
    /// What the caller takes for one cause. Of the bugs of one cause, the shortest text is made small; the others are reported as
    /// further places of it. Without it, each bug is made small.
    pub cause: Option<CauseOf<'a>>,
    /// What an earlier part has shown, if this one goes on behind what the types refuse there.
    pub earlier: Option<ExploredPart>,
    /// If the schemas are not those of the document: the properties that hold what the types read instead, as URI fragments.
    pub replaced: Option<BTreeSet<String>>,
}

/// What one part of an exploration has shown, for the next part.
#[derive(Default)]
pub struct ExploredPart {
    bugs: BTreeSet<(Bug, bool)>,
    /// The subjects that are still to be examined as a whole.
    examined: ExaminedSubjects,
    /// The properties that are refused by subjects which read hardly any sample.
    pub walls: Vec<Wall>,
    /// The subjects that read hardly any sample.
    pub refusing: Vec<String>,
    /// Those among them that read hardly any sample of the last part.
    pub unread: Vec<String>,
}

/// So many texts that a subject refuses are looked into.
const MOST_REFUSED: usize = 8;

/// Names the cause of a finding that a case shows.
pub type CauseOf<'a> = Box<dyn Fn(&Case, &Finding) -> String + 'a>;

impl Exploration<'_> {
    /// Explores, and tells the record of every bug once.
    ///
    /// # Errors
    /// When no worker can be started, or the listener fails.
    pub fn run(mut self, record: &mut RunState<'_>) -> Result<ExploredPart, RunFault> {
        let making = Cases::new(self.seed, self.cases, self.shard, self.targets.len());
        let is_first = self.earlier.is_none();
        let earlier = self.earlier.take().unwrap_or_default();
        // Each bug, and whether it was expected: an unexpected one must not hide behind an expected one.
        let mut bugs: BTreeSet<(Bug, bool)> = earlier.bugs;
        let known = bugs.clone();
        let mut shown = ShownBugs::default();
        let mut examined = earlier.examined;
        let mut read: BTreeMap<String, ReadSamples> = BTreeMap::new();
        let ends = self.ends();
        let cases = self
            .targets
            .iter()
            .zip(ends)
            .flat_map(|(target, end)| making.of(target, end));
        let stopped = record.stopped();
        let cases = cases.take_while(move |_| !stopped.load(Ordering::Relaxed));
        // What the document forbids is not what the replaced schemas forbid.
        let cases = cases.filter(move |case| is_first || case.kind == CaseKind::Sample);
        self.pool.run(cases.map(Ok), |(case, outcome)| {
            let Ok(case) = case else { return Ok(()) };
            if record.is_stopped() {
                return Ok(());
            }
            if let Some(skipped) = &outcome.skipped {
                return record.skip(skipped);
            }
            let wanted = |name: &String| self.subjects.is_empty() || self.subjects.contains(name);
            let (mut subjects, mut findings) = (outcome.subjects, outcome.findings);
            subjects.retain(wanted);
            subjects.iter().for_each(|name| record.count_subject(name));
            record.count_times(&outcome.took);
            if case.kind == CaseKind::Sample {
                count_read(&mut read, &case, &subjects, &findings);
            }
            findings.retain(|finding| wanted(&finding.subject) && self.is_of_document(&case, finding));
            examined.note(&subjects, &findings);
            findings.iter_mut().for_each(|finding| record.policy.apply(finding));
            for finding in &findings {
                let key = (Bug::of(finding, self.guide_of(&case)), finding.expected);
                let depth = key.0.place.matches('/').count();
                let make = || Shown {
                    case: case.clone(),
                    finding: finding.clone(),
                };
                match (bugs.contains(&key), finding.expected) {
                    (true, true) => continue,
                    (true, false) => {
                        shown.take_again(&key.0, case.text.len(), make);
                        continue;
                    }
                    (false, true) => shown.take_expected(make()),
                    (false, false) => shown.take(&key.0, depth, make),
                }
                bugs.insert(key);
            }
            record.stop_at(&findings);
            for (code, reason) in &outcome.unknown {
                record.unknown(&case, *code, reason)?;
            }
            record.examined(&case, &subjects, &findings, !outcome.unknown.is_empty())
        })?;
        let ended = self.until.is_some() || is_interrupted() || record.is_stopped();
        let (mut explored, short) = making.finish(ended);
        explored.bugs = bugs.len();
        let given = read.keys().filter(|name| self.pool.without_debug.contains(*name));
        explored.without_debug = given.cloned().collect();
        explored.note_read(read);
        for (component, reason) in short {
            record.unknown(&Case::new(component, ""), Code::Rejected, &reason)?;
        }
        for (subject, reason) in shown.left_out() {
            record.unknown(&Case::new(subject, ""), Code::Rejected, &reason)?;
        }
        let refusing: Vec<String> = explored.refusing.keys().cloned().collect();
        record.explored(explored);
        let shown = shown.told();
        let further = self.walls(&shown, &refusing)?;
        let told = self.report_bugs(shown, known, record)?;
        bugs.extend(told.bugs);
        // Those that read hardly any sample are examined when all parts have shown what they can.
        let rest = examined.split_off(&refusing);
        examined.examine(&Rc::clone(&self.pool), &mut self.replay, record)?;
        let walls = told.walls.into_iter().filter(|(subject, _)| refusing.contains(subject));
        Ok(ExploredPart {
            bugs,
            examined: rest,
            walls: further.into_iter().chain(walls.map(|(_, wall)| wall)).collect(),
            unread: refusing.clone(),
            refusing,
        })
    }

    /// What keeps subjects from reading the smallest texts that they refuse, whatever is reported of these.
    fn walls(&self, shown: &[Shown], refusing: &[String]) -> Result<Vec<Wall>, RunFault> {
        let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Shown { case, finding } in shown {
            let is_refusal = finding.code == Code::Rejected && case.kind == CaseKind::Sample;
            if is_refusal && refusing.contains(&finding.subject) {
                texts.entry(&finding.subject).or_default().push(&case.text);
            }
        }
        let mut work: Vec<(&str, &str)> = Vec::new();
        for (subject, mut texts) in texts {
            texts.sort_by_key(|text| (text.len(), *text));
            work.extend(texts.into_iter().take(MOST_REFUSED).map(|text| (subject, text)));
        }
        let found = self.pool.each(&work, |runner, (subject, text)| {
            let (subject, schema) = runner.subject(subject)?;
            Some(Wall::all(subject, schema, text))
        })?;
        Ok(found.into_iter().flatten().flatten().collect())
    }

    /// Ends an exploration of several parts: examines the subjects that are left, as a whole.
    ///
    /// # Errors
    /// When no subject process can be started, or the reporter fails.
    pub fn finish(mut self, part: ExploredPart, record: &mut RunState<'_>) -> Result<(), RunFault> {
        part.examined.examine(&Rc::clone(&self.pool), &mut self.replay, record)
    }

    /// Whether a finding is about what the document says, and not about a value that was put in the place of a refused one.
    pub(super) fn is_of_document(&self, case: &Case, finding: &Finding) -> bool {
        let Some(replaced) = &self.replaced else { return true };
        if matches!(finding.code, Code::AcceptsInvalid | Code::EmitsInvalid) {
            return false;
        }
        let target = case.component.as_deref().and_then(|component| self.target(component));
        let documented = || {
            let value = serde_json::from_str(&case.text).ok()?;
            target?.schema.documented(&value, finding.pointer.as_str())
        };
        documented().is_none_or(|documented| !replaced.contains(&documented.schema_pointer))
    }

    /// A case as it is reported: one of a later part cannot be made again from its number.
    pub(super) fn reported(&self, mut case: Case) -> Case {
        if let (false, Origin::Generated { component, number, .. }) = (self.replaced.is_none(), &case.origin) {
            let name = format!("{component}/changed-{number}");
            case.origin = Origin::Inline { name };
        }
        case
    }

    pub(super) fn target(&self, component: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.component == component)
    }

    /// The places that the schema of a case describes.
    pub(super) fn guide_of(&self, case: &Case) -> &Guide {
        static NONE: LazyLock<Guide> = LazyLock::new(Guide::default);
        let target = case.component.as_deref().and_then(|component| self.target(component));
        target.map_or(&NONE, |target| &target.guide)
    }

    /// When to stop with each component.
    fn ends(&self) -> Vec<Option<Instant>> {
        let now = Instant::now();
        let count = self.targets.len() as u32;
        let time = self.until.map(|until| until.saturating_duration_since(now) * 3 / 4);
        let end = |index: u32| Some(now + (time? / count.max(1)) * (index + 1));
        (0..count).map(end).collect()
    }
}

/// Counts a sample for each subject that was given it. A sample that repeats a key may be refused, and does not count.
fn count_read(read: &mut BTreeMap<String, ReadSamples>, case: &Case, subjects: &[String], findings: &[Finding]) {
    for subject in subjects {
        let is_refused = |finding: &Finding| finding.code == Code::Rejected && finding.subject == *subject;
        let has_read_few = read.get(subject).is_some_and(|numbers| numbers.is_poor());
        if has_read_few && case.tree().is_ok_and(|tree| tree.has_duplicate_keys()) {
            continue;
        }
        let numbers = match read.get_mut(subject) {
            Some(numbers) => numbers,
            None => read.entry(subject.clone()).or_default(),
        };
        numbers.samples += 1;
        numbers.read += u64::from(!findings.iter().any(is_refused));
    }
}

/// Reports a component of which no cases can be made, as an unknown.
pub fn unexplored(record: &mut RunState<'_>, component: &str, reason: &str) -> Result<(), RunFault> {
    record.unknown(&Case::new(component, ""), Code::Rejected, reason)
}
