//! Findings folded by their causes: the one place that decides what is an entry of a report, for every format.

use crate::finding::{Code, Finding, Level};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The maximum number of entries of one code. It bounds memory for any input. The limit holds for each code, so that many notes do
/// not displace an error.
const MOST_ENTRIES: usize = 10_000;
/// The maximum number of subjects and cases that are listed for one entry.
const MOST_LISTED: usize = 100;

/// Everything that one cause set off.
#[derive(Debug, Clone)]
pub struct CauseEntry {
    /// The finding that stands for it: of the worst level, then of the first code, then the first that was found.
    pub finding: Finding,
    /// How many findings it stands for.
    pub count: usize,
    /// How many findings of each code.
    pub codes: BTreeMap<Code, usize>,
    /// The subjects that show it.
    pub subjects: BTreeSet<String>,
    /// The cases that show it.
    pub cases: BTreeSet<String>,
    /// The part of the document that it is about.
    pub excerpt: Option<String>,
    /// The item of a crate's source that causes it.
    pub source: Option<SourceItem>,
}

/// An item of a crate's source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceItem {
    /// The item: `Run.status`.
    pub item: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The text of the line.
    pub text: Option<String>,
    /// The change that repairs it, as a unified diff.
    pub repair: Option<String>,
}

/// What is counted of the entries of one level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CauseNumbers {
    /// Causes of level error.
    pub errors: usize,
    /// Causes of level warning.
    pub warnings: usize,
    /// Causes of level note.
    pub notes: usize,
}

/// Folds findings by their causes.
#[derive(Debug, Default)]
pub struct Causes {
    index: HashMap<(String, bool), usize>,
    entries: Vec<CauseEntry>,
    of_code: HashMap<Code, usize>,
    /// The number of findings that are in no entry because of the limit.
    pub beyond: usize,
}

impl CauseEntry {
    /// An entry of one finding.
    pub fn of(finding: &Finding) -> CauseEntry {
        let mut entry = CauseEntry {
            finding: finding.clone(),
            count: 0,
            codes: BTreeMap::new(),
            subjects: BTreeSet::new(),
            cases: BTreeSet::new(),
            excerpt: None,
            source: None,
        };
        entry.add(finding);
        entry
    }

    fn add(&mut self, finding: &Finding) {
        let count = 1 + finding.alike.len();
        self.count += count;
        *self.codes.entry(finding.code).or_default() += count;
        let alike = finding.alike.iter().map(|place| &place.subject);
        for subject in alike.chain([&finding.subject]) {
            insert(&mut self.subjects, subject);
        }
        insert(&mut self.cases, &finding.case);
        let rank = |finding: &Finding| (finding.level, Reverse(finding.code));
        if rank(finding) > rank(&self.finding) {
            self.finding = finding.clone();
        }
    }

    /// The other codes that the cause was found under, with their numbers.
    pub fn other_codes(&self) -> impl Iterator<Item = (Code, usize)> + '_ {
        let own = self.finding.code;
        let others = self.codes.iter().filter(move |(code, _)| **code != own);
        others.map(|(code, count)| (*code, *count))
    }
}

fn insert(names: &mut BTreeSet<String>, name: &str) {
    if names.len() < MOST_LISTED && !names.contains(name) {
        names.insert(name.to_owned());
    }
}

impl Causes {
    /// Adds a finding.
    pub fn add(&mut self, finding: &Finding) {
        let key = (finding.cause.clone(), finding.expected);
        if let Some(&at) = self.index.get(&key) {
            return self.entries[at].add(finding);
        }
        let of_code = self.of_code.entry(finding.code).or_default();
        if *of_code >= MOST_ENTRIES {
            self.beyond += 1 + finding.alike.len();
            return;
        }
        *of_code += 1;
        self.index.insert(key, self.entries.len());
        self.entries.push(CauseEntry::of(finding));
    }

    /// The entries: the worst level first, then in the order of the codes, then by subject, as they were found. Expected ones are
    /// the last.
    pub fn sorted(&self) -> Vec<CauseEntry> {
        let mut subjects: HashMap<&str, usize> = HashMap::new();
        for entry in &self.entries {
            let next = subjects.len();
            subjects.entry(&entry.finding.subject).or_insert(next);
        }
        let mut sorted = self.entries.clone();
        sorted.sort_by_key(|entry| {
            let finding = &entry.finding;
            let subject = subjects.get(finding.subject.as_str()).copied();
            (finding.expected, Reverse(finding.level), finding.code, subject)
        });
        sorted
    }
}

impl CauseNumbers {
    /// Counts entries, apart from expected ones.
    pub fn of(entries: &[CauseEntry]) -> CauseNumbers {
        let mut numbers = CauseNumbers::default();
        for entry in entries.iter().filter(|entry| !entry.finding.expected) {
            *match entry.finding.level {
                Level::Error => &mut numbers.errors,
                Level::Warning => &mut numbers.warnings,
                Level::Note => &mut numbers.notes,
            } += 1;
        }
        numbers
    }

    /// The number of causes of a level.
    pub fn at(&self, level: Level) -> usize {
        match level {
            Level::Error => self.errors,
            Level::Warning => self.warnings,
            Level::Note => self.notes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingDraft, Location, SourceKind};

    fn finding(code: Code, cause: &str, case: &str) -> Finding {
        let location = Location {
            type_set: "pets",
            subject: "Pet",
            case,
            case_kind: SourceKind::Capture,
            position: (1, 1),
        };
        let mut finding = Finding::new(FindingDraft::new(code, "wrong"), location);
        finding.cause = cause.to_owned();
        finding
    }

    #[test]
    fn three_bugs_are_three_entries_however_many_findings_they_have() {
        let mut causes = Causes::default();
        for number in 0..3000 {
            causes.add(&finding(
                Code::SchemaViolation,
                ["a", "b", "c"][number % 3],
                &number.to_string(),
            ));
        }
        let entries = causes.sorted();
        assert_eq!(entries.iter().map(|entry| entry.count).collect::<Vec<_>>(), [1000; 3]);
        assert_eq!(CauseNumbers::of(&entries).warnings, 3);
        assert_eq!(entries[0].cases.len(), MOST_LISTED);
    }

    #[test]
    fn the_worst_finding_stands_for_its_cause_and_an_expected_one_for_itself() {
        let mut causes = Causes::default();
        let mut expected = finding(Code::Rejected, "a", "x.json");
        expected.expected = true;
        causes.add(&finding(Code::SchemaViolation, "a", "x.json"));
        causes.add(&expected);
        causes.add(&finding(Code::Rejected, "a", "y.json"));
        let entries = causes.sorted();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].finding.code, Code::Rejected);
        assert_eq!(
            entries[0].other_codes().collect::<Vec<_>>(),
            [(Code::SchemaViolation, 1)]
        );
        assert!(entries[1].finding.expected);
    }
}
