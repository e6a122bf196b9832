//! Findings that say the same of the same place, counted together.

use crate::finding::{Code, Finding, Kind, Level};
use std::collections::HashMap;

/// No more groups than this are kept apart of one code, so that memory stays bounded whatever comes in, and many notes do not
/// take the place of an error.
const MOST_GROUPS: usize = 10_000;

/// Findings of one code and kind at one place of one subject.
pub(super) struct Group {
    pub(super) first: Finding,
    pub(super) count: usize,
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
    /// Findings that came when there was no room for a group of their own.
    pub(super) beyond: usize,
}

impl Groups {
    pub(super) fn add(&mut self, finding: &Finding) {
        let key = Key {
            level: finding.level,
            code: finding.code,
            subject: finding.subject.clone(),
            kind: finding.kind,
            place: finding.pointer.in_every_item(),
            message: finding.message.clone(),
        };
        let of_code = self.of_code.entry(finding.code).or_default();
        if let Some(&at) = self.index.get(&key) {
            self.groups[at].count += 1;
        } else if *of_code < MOST_GROUPS {
            *of_code += 1;
            self.index.insert(key, self.groups.len());
            self.groups.push(Group {
                first: finding.clone(),
                count: 1,
            });
        } else {
            self.beyond += 1;
        }
    }

    /// The groups of each code, worst level first, then in the order of the codes; in each, subject by subject.
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
