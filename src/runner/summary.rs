//! The numbers of a run.

use super::counted_elsewhere::CountedElsewhere;
use super::status::Status;
use crate::exit_code::ExitCode;
use crate::finding::{Code, Finding, Kind, Level};
use crate::generate::Generated;
use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The numbers of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The number of subjects that examined a case.
    pub subjects: usize,
    /// The number of files that were read.
    pub cases: usize,
    /// The number of JSON texts: each event of a stream and each line of a JSON-lines file counts.
    pub objects: usize,
    /// The number of objects without an error or a warning, apart from expected ones.
    pub clean: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
    /// Expected findings.
    pub expected: usize,
    /// Findings at a level that makes the run fail, apart from expected ones.
    #[serde(skip)]
    pub failing: usize,
    /// Questions that could not be decided.
    pub unknown: usize,
    /// Files, lines and events that could not be examined.
    pub skipped: usize,
    /// Those of them that could be read, and that no subject is bound to: events and error bodies.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unbound: usize,
    /// What each subject examined.
    #[serde(default)]
    pub by_subject: BTreeMap<String, SubjectNumbers>,
    /// Whether the run ended early, so that the numbers are incomplete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
    /// Whether the run ended at the first finding that makes it fail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// The numbers of an exploration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explored: Option<Explored>,
    /// The findings for which cases were saved, and which these cases do not show any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_reproduced: Vec<NotReproduced>,
    /// The numbers of unions and enums, if they were examined.
    #[serde(skip)]
    pub unions: Option<Unions>,
    /// The expectations that matched a finding: file and line.
    #[serde(skip)]
    pub fulfilled: Vec<(String, usize)>,
    /// Files that another part of the run counts.
    #[serde(skip)]
    pub(super) counted_elsewhere: CountedElsewhere,
    #[serde(skip)]
    pub(super) last_case: String,
}

/// A finding for which a case was saved, and which the case does not show any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotReproduced {
    /// The id of the saved case.
    pub saved: String,
    /// The subject.
    pub subject: String,
    /// The code.
    pub code: Code,
    /// The kind.
    pub kind: Option<Kind>,
    /// The place in the text.
    pub pointer: Pointer,
}

/// What one subject examined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectNumbers {
    /// The number of texts.
    pub objects: usize,
    /// The number of texts with an error or a warning, apart from expected ones.
    pub failed: usize,
    /// The number of other texts about which some question could not be decided.
    pub unknown: usize,
    /// How long it took, in microseconds. It differs from run to run, so it is not written.
    #[serde(skip)]
    pub micros: u64,
}

/// The numbers of unions and enums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unions {
    /// The number of unions of the document.
    pub unions: usize,
    /// The number of pairs of their branches.
    pub pairs: usize,
    /// The number of pairs that no text satisfies.
    pub disjoint: usize,
    /// The number of pairs that a text satisfies.
    pub overlapping: usize,
    /// The number of enums.
    pub enums: usize,
}

/// The numbers of an exploration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explored {
    /// The seed of the generated cases.
    pub seed: u64,
    /// The number of different bugs, as far as code, kind, place and message distinguish them.
    pub bugs: usize,
    /// The number of cases by component and phase.
    pub components: BTreeMap<String, BTreeMap<String, u64>>,
    /// The number of mutants that were discarded because they are valid.
    pub unproven: u64,
    /// The number of values that could not be generated.
    pub not_made: u64,
    /// The subjects that read hardly any sample, so that little else can be known of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refusing: BTreeMap<String, ReadSamples>,
    /// The subjects without `Debug`: whether their keys and words are read as each other cannot be seen.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub without_debug: BTreeSet<String>,
}

/// How many samples a subject was given, and how many it read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSamples {
    /// The number of samples.
    pub samples: u64,
    /// The number of samples that were read.
    pub read: u64,
}

impl ReadSamples {
    /// Whether hardly any sample was read.
    pub(super) fn is_poor(self) -> bool {
        self.samples >= 20 && self.read * 10 < self.samples
    }

    fn absorb(&mut self, other: ReadSamples) {
        self.samples += other.samples;
        self.read += other.read;
    }
}

impl Explored {
    pub(super) fn new(seed: u64) -> Explored {
        Explored {
            seed,
            ..Explored::default()
        }
    }

    /// Adds a component of which no case was generated yet.
    pub(super) fn start(&mut self, component: &str) {
        self.components.entry(component.to_owned()).or_default();
    }

    pub(super) fn count(&mut self, component: &str, case: &Generated<'_>) {
        self.unproven += case.discarded.unproven;
        self.not_made += case.discarded.failed;
        if let Some(phases) = self.components.get_mut(component) {
            *phases.entry(case.phase.as_str().to_owned()).or_default() += 1;
        }
    }

    /// Notes which subjects read hardly any sample.
    pub(super) fn note_read(&mut self, read: BTreeMap<String, ReadSamples>) {
        self.refusing = read.into_iter().filter(|(_, numbers)| numbers.is_poor()).collect();
    }

    /// Adds the numbers of a part that goes on behind what the types refuse. What they read of the document's own samples stays.
    pub(super) fn go_on(&mut self, part: &Explored) {
        let part = Explored {
            refusing: BTreeMap::new(),
            ..part.clone()
        };
        self.bugs = part.bugs;
        self.absorb(&part);
    }

    fn absorb(&mut self, part: &Explored) {
        for (subject, numbers) in &part.refusing {
            self.refusing.entry(subject.clone()).or_default().absorb(*numbers);
        }
        self.without_debug.extend(part.without_debug.iter().cloned());
        self.unproven += part.unproven;
        self.not_made += part.not_made;
        for (component, phases) in &part.components {
            let own = self.components.entry(component.clone()).or_default();
            for (phase, cases) in phases {
                *own.entry(phase.clone()).or_default() += cases;
            }
        }
    }

    /// The components of which fewer cases were made than was asked for.
    pub(super) fn short(&self, cases: u64) -> Vec<(String, u64)> {
        let made = |phases: &BTreeMap<String, u64>| phases.values().sum::<u64>();
        let short = self
            .components
            .iter()
            .map(|(component, phases)| (component.clone(), made(phases)));
        short.filter(|(_, made)| *made < cases).collect()
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Summary {
    pub(super) fn count_case(&mut self, name: &str) {
        if self.last_case != name {
            name.clone_into(&mut self.last_case);
            self.cases += usize::from(!self.counted_elsewhere.has(name));
        }
    }

    pub(super) fn count_subject(&mut self, name: &str) {
        if !self.by_subject.contains_key(name) {
            self.by_subject.insert(name.to_owned(), SubjectNumbers::default());
            self.subjects += 1;
        }
    }

    pub(super) fn count_time(&mut self, subject: &str, took: Duration) {
        if let Some(numbers) = self.by_subject.get_mut(subject) {
            numbers.micros += took.as_micros() as u64;
        }
    }

    pub(super) fn count_status(&mut self, subject: &str, status: Status) {
        if let Some(numbers) = self.by_subject.get_mut(subject) {
            numbers.objects += 1;
            numbers.failed += usize::from(status == Status::Failed);
            numbers.unknown += usize::from(status == Status::Unknown);
        }
    }

    pub(super) fn count(&mut self, finding: &Finding, fails: bool) {
        if finding.expected {
            self.expected += 1;
            return;
        }
        self.failing += usize::from(fails);
        match finding.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
        }
    }

    /// Adds the numbers of another part of the run, apart from those of findings.
    pub fn absorb(&mut self, part: &Summary) {
        self.cases += part.cases;
        self.objects += part.objects;
        self.clean += part.clean;
        self.unknown += part.unknown;
        self.skipped += part.skipped;
        self.unbound += part.unbound;
        self.interrupted |= part.interrupted;
        self.stopped |= part.stopped;
        self.not_reproduced.extend(part.not_reproduced.iter().cloned());
        for (name, numbers) in &part.by_subject {
            let own = self.by_subject.entry(name.clone()).or_default();
            own.objects += numbers.objects;
            own.failed += numbers.failed;
            own.unknown += numbers.unknown;
            own.micros += numbers.micros;
        }
        self.subjects = self.by_subject.len();
        if let Some(explored) = &part.explored {
            self.explored
                .get_or_insert_with(|| Explored::new(explored.seed))
                .absorb(explored);
        }
        if let Some(unions) = &part.unions {
            let own = self.unions.get_or_insert_default();
            own.unions += unions.unions;
            own.pairs += unions.pairs;
            own.disjoint += unions.disjoint;
            own.overlapping += unions.overlapping;
            own.enums += unions.enums;
        }
    }

    /// Counts a finding of a report that is read again.
    pub fn add_finding(&mut self, finding: &Finding, fails: bool) {
        self.count(finding, fails && !finding.expected);
        if let Some(explored) = &mut self.explored {
            explored.bugs += 1 + finding.alike.len();
        }
    }

    /// The exit code of the program.
    pub fn exit_code(&self) -> ExitCode {
        if self.interrupted {
            ExitCode::Interrupted
        } else if self.failing > 0 {
            // Whatever else could not be read: a script that asks for findings must hear of them.
            ExitCode::Findings
        } else if self.skipped > self.unbound || (self.skipped > 0 && self.objects == 0) {
            // A stream holds events that its client does not take. Only if there is nothing else does a run look like a clean one that
            // has seen nothing.
            ExitCode::Unreadable
        } else {
            ExitCode::Clean
        }
    }
}
