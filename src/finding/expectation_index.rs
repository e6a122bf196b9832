//! Finds the entries that can match a finding without a look at all of them: a file may have 100,000 entries, and a run as many findings.

use super::code::Code;
use super::expectation_entry::{Entry, is_literal};
use super::located::Finding;
use super::pattern::matches;
use std::collections::HashMap;

/// The entries by subject, by input, and by code and place. Entries are named by their numbers.
#[derive(Debug, Default)]
pub(super) struct Index {
    subjects: Vec<OfSubject>,
}

/// The entries that can match findings in one subject.
#[derive(Debug)]
struct OfSubject {
    type_set: String,
    subject: String,
    /// Those that name no input.
    any_case: Places,
    /// Whether these were reached.
    is_reached: bool,
    /// Those that name one input.
    one_case: HashMap<String, Places>,
    /// Those that name inputs by a pattern.
    by_pattern: Vec<usize>,
    /// The input that `of_case` is about.
    case: Option<String>,
    /// Those of `by_pattern` that match this input.
    of_case: Places,
}

/// Entries by code and place.
#[derive(Debug, Default)]
struct Places {
    all: Vec<usize>,
    /// Those that name one place.
    one_place: HashMap<(Code, String), Vec<usize>>,
    others: Vec<usize>,
}

impl Index {
    /// The entries about a subject and an input that were not reached before.
    pub(super) fn reached(&mut self, entries: &[Entry], type_set: &str, subject: &str, case: &str) -> Vec<usize> {
        let of_subject = self.of(entries, type_set, subject);
        let mut reached = match std::mem::replace(&mut of_subject.is_reached, true) {
            false => of_subject.any_case.all.clone(),
            true => Vec::new(),
        };
        if of_subject.turn_to(entries, case) {
            reached.extend(&of_subject.of_case.all);
            reached.extend(of_subject.one_case.get(case).into_iter().flat_map(|places| &places.all));
        }
        reached
    }

    /// The first entry that matches a finding.
    pub(super) fn first(&mut self, entries: &[Entry], finding: &Finding) -> Option<usize> {
        let of_subject = self.of(entries, &finding.type_set, &finding.subject);
        if of_subject.case.as_ref() != Some(&finding.case) {
            of_subject.turn_to(entries, &finding.case);
        }
        let one_case = of_subject.one_case.get(&finding.case);
        let places = [Some(&of_subject.any_case), Some(&of_subject.of_case), one_case];
        let found = places.into_iter().flatten();
        found.filter_map(|places| places.first(entries, finding)).min()
    }

    /// The entries of a subject.
    fn of(&mut self, entries: &[Entry], type_set: &str, subject: &str) -> &mut OfSubject {
        let is_meant = |known: &OfSubject| known.subject == subject && known.type_set == type_set;
        let at = self.subjects.iter().position(is_meant).unwrap_or_else(|| {
            self.subjects.push(OfSubject::new(entries, type_set, subject));
            self.subjects.len() - 1
        });
        &mut self.subjects[at]
    }
}

impl OfSubject {
    fn new(entries: &[Entry], type_set: &str, subject: &str) -> OfSubject {
        let mut found = OfSubject {
            type_set: type_set.to_owned(),
            subject: subject.to_owned(),
            any_case: Places::default(),
            is_reached: false,
            one_case: HashMap::new(),
            by_pattern: Vec::new(),
            case: None,
            of_case: Places::default(),
        };
        for (number, entry) in entries.iter().enumerate() {
            if !entry.pattern.matches_subject(type_set, subject) {
                continue;
            }
            match &entry.pattern.case {
                None => found.any_case.add(entries, number),
                Some(case) if is_literal(case) => {
                    found.one_case.entry(case.clone()).or_default().add(entries, number);
                }
                Some(_) => found.by_pattern.push(number),
            }
        }
        found
    }

    /// Looks the patterns of inputs up for an input, and returns whether it is another one than before.
    fn turn_to(&mut self, entries: &[Entry], case: &str) -> bool {
        if self.case.as_deref() == Some(case) {
            return false;
        }
        self.case = Some(case.to_owned());
        self.of_case = Places::default();
        for number in &self.by_pattern {
            let pattern = entries[*number].pattern.case.as_deref().unwrap_or_default();
            if matches(pattern, case) {
                self.of_case.add(entries, *number);
            }
        }
        true
    }
}

impl Places {
    fn add(&mut self, entries: &[Entry], number: usize) {
        let pattern = &entries[number].pattern;
        self.all.push(number);
        match pattern.pointer.as_deref().filter(|pointer| is_literal(pointer)) {
            Some(pointer) => {
                let place = (pattern.code, pointer.to_owned());
                self.one_place.entry(place).or_default().push(number);
            }
            None => self.others.push(number),
        }
    }

    fn first(&self, entries: &[Entry], finding: &Finding) -> Option<usize> {
        let is_match = |number: &&usize| {
            let pattern = &entries[**number].pattern;
            pattern.code == finding.code && pattern.matches_place(finding)
        };
        let place = (finding.code, finding.pointer.as_str().to_owned());
        let one_place = self.one_place.get(&place).into_iter().flatten();
        let found = [one_place.into_iter().find(is_match), self.others.iter().find(is_match)];
        found.into_iter().flatten().min().copied()
    }
}
