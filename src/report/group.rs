//! Groups of findings with the same message at the same place.

use crate::finding::{Code, Finding, Kind, Level};
use std::collections::HashMap;

/// The maximum number of groups of one code. It bounds memory for any input. The limit holds for each code, so that many notes
/// do not displace an error.
const MOST_GROUPS: usize = 10_000;

/// The findings of one code and kind at one place of one subject.
pub(super) struct Group {
    pub(super) first: Finding,
    pub(super) count: usize,
}

impl Group {
    /// The subjects that it is known to be about.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &str> {
        let alike = self.first.alike.iter().map(|place| place.subject.as_str());
        alike.chain([self.first.subject.as_str()])
    }
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    level: Level,
    code: Code,
    subject: String,
    kind: Option<Kind>,
    place: String,
    message: String,
}

#[derive(Default)]
pub(super) struct Groups {
    index: HashMap<Key, usize>,
    groups: Vec<Group>,
    of_code: HashMap<Code, usize>,
    /// The number of findings that are in no group because of the limit.
    pub(super) beyond: usize,
}

impl Groups {
    pub(super) fn add(&mut self, finding: &Finding) {
        // What is told once is one line, whatever the place; what counts is the kind.
        let is_told_once = finding.is_told_once();
        let unless_once = |text: &str| if is_told_once { String::new() } else { text.to_owned() };
        let key = Key {
            level: finding.level,
            code: finding.code,
            subject: unless_once(&finding.subject),
            kind: finding.kind,
            place: unless_once(&finding.pointer.in_every_item()),
            message: unless_once(&finding.message),
        };
        let count = 1 + finding.alike.len();
        let of_code = self.of_code.entry(finding.code).or_default();
        if let Some(&at) = self.index.get(&key) {
            self.groups[at].count += count;
        } else if *of_code < MOST_GROUPS {
            *of_code += 1;
            self.index.insert(key, self.groups.len());
            self.groups.push(Group {
                first: finding.clone(),
                count,
            });
        } else {
            self.beyond += count;
        }
    }

    /// The groups of each level and code: the worst level first, then in the order of the codes; each sorted by subject.
    pub(super) fn by_code(&self) -> Vec<((Level, Code), Vec<&Group>)> {
        let mut subjects: HashMap<&str, usize> = HashMap::new();
        for group in &self.groups {
            let next = subjects.len();
            subjects.entry(&group.first.subject).or_insert(next);
        }
        let mut sorted: Vec<&Group> = self.groups.iter().collect();
        sorted.sort_by_key(|group| {
            let first = &group.first;
            (
                std::cmp::Reverse(first.level),
                first.code,
                subjects[first.subject.as_str()],
            )
        });
        let mut codes: Vec<((Level, Code), Vec<&Group>)> = Vec::new();
        for group in sorted {
            let head = (group.first.level, group.first.code);
            match codes.last_mut().filter(|(last, _)| *last == head) {
                Some((_, groups)) => groups.push(group),
                None => codes.push((head, vec![group])),
            }
        }
        codes
    }
}
