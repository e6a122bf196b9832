//! Which bugs of an exploration are told.

use super::bug::Bug;
use crate::case::Case;
use crate::finding::Finding;
use std::collections::BTreeMap;

/// No more unexpected bugs of a subject are told; a type that has more is wrong all over.
const MOST_BUGS: usize = 500;

/// A text that is as long gives way to one that is at most half as long and shows the same bug: what looks into it, and what makes it
/// small, gives every value inside to types that read it. Of short texts the first is as good as any other.
const LONG: usize = 1024;

/// A case that showed a bug: the first, or a much shorter one.
pub(super) struct Shown {
    pub(super) case: Case,
    pub(super) finding: Finding,
}

/// The bugs that were shown, each with its case. Of a subject with too many, those at the places that lie deepest give way: most of
/// them show again, far inside a recursion, what is wrong at a place before.
#[derive(Default)]
pub(super) struct ShownBugs {
    shown: Vec<Option<Shown>>,
    /// The positions of the bugs that long texts show.
    long: BTreeMap<Bug, usize>,
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
    /// Takes an unexpected bug at a place of this depth. `make` is called if it is kept.
    pub(super) fn take(&mut self, bug: &Bug, depth: usize, make: impl FnOnce() -> Shown) {
        if !self.of_subject.contains_key(&bug.subject) {
            self.of_subject.insert(bug.subject.clone(), OfSubject::default());
        }
        let Some(of) = self.of_subject.get_mut(&bug.subject) else {
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
        let shown = make();
        if shown.case.text.len() >= LONG {
            self.long.insert(bug.clone(), self.shown.len());
        }
        self.shown.push(Some(shown));
    }

    /// Takes another case of an unexpected bug, if it is much shorter than that which is kept.
    pub(super) fn take_again(&mut self, bug: &Bug, length: usize, make: impl FnOnce() -> Shown) {
        let Some(&position) = self.long.get(bug) else { return };
        let Some(Some(kept)) = self.shown.get_mut(position) else {
            return;
        };
        if length > kept.case.text.len() / 2 {
            return;
        }
        *kept = make();
        if length < LONG {
            self.long.remove(bug);
        }
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

    fn bug(subject: &str, place: usize) -> Bug {
        Bug {
            subject: subject.to_owned(),
            code: Code::Lossy,
            kind: None,
            place: format!("/{place}"),
            words: String::new(),
        }
    }

    fn shown(name: &str) -> Shown {
        shown_by(name, "{}")
    }

    fn shown_by(name: &str, text: &str) -> Shown {
        let location = Location {
            type_set: "set",
            subject: "T",
            case: name,
            case_kind: SourceKind::Sample,
            position: (1, 1),
        };
        Shown {
            case: Case::new(name, text),
            finding: Finding::new(FindingDraft::new(Code::Lossy, name), location),
        }
    }

    #[test]
    fn of_too_many_bugs_the_deepest_give_way() {
        let mut bugs = ShownBugs::default();
        for number in 0..MOST_BUGS {
            bugs.take(&bug("T", number), 3 + number % 7, || shown("deep"));
        }
        bugs.take(&bug("T", 500), 1, || shown("first"));
        bugs.take(&bug("T", 501), 9, || panic!("as deep as the deepest"));
        bugs.take(&bug("U", 0), 20, || shown("other"));
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

    #[test]
    fn a_long_text_gives_way_to_one_that_is_much_shorter_and_shows_the_same() {
        let mut bugs = ShownBugs::default();
        let text = |length: usize| format!("{:length$}", "{}");
        let mut take = |place, length: usize| {
            let (bug, text) = (bug("T", place), text(length));
            bugs.take(&bug, 1, || shown_by("first", &text));
            let mut again = |length: usize| {
                bugs.take_again(&bug, length, || shown_by("again", &format!("{:length$}", "{}")));
            };
            [5000, 1999, 1500, 700, 9].into_iter().for_each(&mut again);
        };
        take(0, 4000);
        take(1, 1000);
        bugs.take_again(&bug("T", 2), 9, || panic!("another bug"));
        let lengths: Vec<usize> = bugs.told().iter().map(|shown| shown.case.text.len()).collect();
        // 1,999 is the first that is short enough, then 700, which is no long text any more.
        assert_eq!(lengths, [700, 1000]);
    }
}
