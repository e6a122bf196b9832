//! Which bugs of an exploration are told.

use crate::case::Case;
use crate::finding::Finding;
use std::collections::BTreeMap;

/// No more unexpected bugs of a subject are told; a type that has more is wrong all over.
const MOST_BUGS: usize = 500;

/// The first case that showed a bug.
pub(super) struct Shown {
    pub(super) case: Case,
    pub(super) finding: Finding,
}

/// The bugs that were shown, each with its case. Of a subject with too many, those at the places that lie deepest give way: most of
/// them show again, far inside a recursion, what is wrong at a place before.
#[derive(Default)]
pub(super) struct ShownBugs {
    shown: Vec<Option<Shown>>,
    of_subject: BTreeMap<String, OfSubject>,
}

#[derive(Default)]
struct OfSubject {
    seen: usize,
    /// By the depth of the place, the positions of the bugs.
    by_depth: BTreeMap<usize, Vec<usize>>,
    kept: usize,
}

impl ShownBugs {
    /// Takes an unexpected bug. `make` is called if it is kept.
    pub(super) fn take(&mut self, subject: &str, depth: usize, make: impl FnOnce() -> Shown) {
        if !self.of_subject.contains_key(subject) {
            self.of_subject.insert(subject.to_owned(), OfSubject::default());
        }
        let Some(of) = self.of_subject.get_mut(subject) else {
            return;
        };
        of.seen += 1;
        if of.kept == MOST_BUGS {
            let Some(mut deepest) = of.by_depth.last_entry().filter(|deepest| *deepest.key() > depth) else {
                return;
            };
            if let Some(gone) = deepest.get_mut().pop() {
                self.shown[gone] = None;
            }
            if deepest.get().is_empty() {
                deepest.remove();
            }
            of.kept -= 1;
        }
        of.kept += 1;
        of.by_depth.entry(depth).or_default().push(self.shown.len());
        self.shown.push(Some(make()));
    }

    /// Takes a bug that was expected: these are counted.
    pub(super) fn take_expected(&mut self, shown: Shown) {
        self.shown.push(Some(shown));
    }

    /// The subjects of which bugs are not told, and why.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let left_out = self.of_subject.iter().filter(|(_, of)| of.seen > MOST_BUGS);
        left_out.map(|(subject, of)| {
            let reason = format!("{} more bugs than the {MOST_BUGS} that are told", of.seen - MOST_BUGS);
            (subject.clone(), reason)
        })
    }

    /// The bugs that are told, in the order in which they were shown.
    pub(super) fn told(self) -> Vec<Shown> {
        self.shown.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, FindingDraft, Location, SourceKind};

    fn shown(name: &str) -> Shown {
        let location = Location {
            type_set: "set",
            subject: "T",
            case: name,
            case_kind: SourceKind::Sample,
            position: (1, 1),
        };
        Shown {
            case: Case::new(name, "{}"),
            finding: Finding::new(FindingDraft::new(Code::Lossy, name), location),
        }
    }

    #[test]
    fn of_too_many_bugs_the_deepest_give_way() {
        let mut bugs = ShownBugs::default();
        for number in 0..MOST_BUGS {
            bugs.take("T", 3 + number % 7, || shown("deep"));
        }
        bugs.take("T", 1, || shown("first"));
        bugs.take("T", 9, || panic!("as deep as the deepest"));
        bugs.take("U", 20, || shown("other"));
        let left_out: Vec<_> = bugs.left_out().collect();
        assert_eq!(
            left_out,
            [("T".to_owned(), "2 more bugs than the 500 that are told".to_owned())]
        );
        let told = bugs.told();
        assert_eq!(told.len(), MOST_BUGS + 1);
        let named = |name: &str| told.iter().filter(|shown| shown.finding.message == name).count();
        assert_eq!((named("first"), named("other"), named("deep")), (1, 1, MOST_BUGS - 1));
    }
}
