//! Which variant stands for which branch.

use super::branches::Branches;
use super::reading::Reading;
use crate::generate::{Body, GeneratedValue};
use crate::json::{Kind, Node, Tree};
use crate::subject::{EnumSubject, Tagging};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many texts with other constants are tried.
const MOST_CHANGED: usize = 12;

/// What speaks for a variant as that of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Of ten keys that the branch names, in texts of it alone that the variant reads, how many it knows, rounded. This counts
    /// most: a variant that knows the branch's keys is meant for it, even if it refuses some texts that one reads which looks
    /// at no key. To keep all keys of anything says nothing, so a variant that reads anything knows half.
    knows: usize,
    /// Whether it refuses texts of the branch whose constants are changed. Of two variants that keep everything, the one that
    /// looks at the constant is meant for the branch, and the other one catches what is left.
    specific: bool,
    /// Whether the names are alike.
    named: bool,
    /// Of four texts of the branch alone, how many it reads, rounded: a few beyond what its numbers hold say nothing.
    reads: usize,
    /// Whether they stand at the same position.
    aligned: bool,
}

/// A variant that may stand for a branch.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    fit: Fit,
    branch: usize,
    variant: usize,
    /// Whether it keeps all keys that the branch names.
    keeps: bool,
}

impl Candidate {
    /// Whether nothing better could be asked for.
    fn serves(&self) -> bool {
        self.keeps && self.fit.reads == 4
    }

    /// What counts between variants that are both taken.
    fn rank(&self) -> (usize, bool, bool, usize) {
        (self.fit.knows, self.fit.specific, self.fit.named, self.fit.reads)
    }
}

/// What is known of an enum and its branches before they are brought together.
pub(super) struct BranchMatcher<'a> {
    pub(super) union: &'a EnumSubject,
    pub(super) branches: &'a Branches,
    /// The texts that were made of each branch.
    pub(super) texts: &'a [Vec<Reading>],
    /// What the document calls each branch.
    pub(super) labels: &'a [Vec<String>],
    /// All texts.
    pub(super) readings: &'a [Reading],
    /// The variants that were said to stand for branches, by branch.
    pub(super) pinned: &'a BTreeMap<usize, usize>,
}

impl BranchMatcher<'_> {
    /// For each branch, the variant that stands for it; `None` if none does.
    ///
    /// The best fits come first, and each variant takes one branch. Then a variant takes more branches than one, where it
    /// serves them: a payload that is a union itself stands for all its branches.
    pub(super) fn mapping(&self) -> Vec<Option<usize>> {
        let mut candidates = self.candidates();
        candidates.sort_by_key(|found| (Reverse(found.fit), found.branch, found.variant));
        let mut of_branch: Vec<Option<usize>> = (0..self.texts.len())
            .map(|branch| self.pinned.get(&branch).copied())
            .collect();
        let mut taken = vec![false; self.union.variants().len()];
        for found in &candidates {
            if of_branch[found.branch].is_none() && !taken[found.variant] {
                of_branch[found.branch] = Some(found.variant);
                taken[found.variant] = true;
            }
        }
        for branch in 0..of_branch.len() {
            let of_this = || candidates.iter().filter(move |found| found.branch == branch);
            let Some(best) = of_this().next() else { continue };
            let had = of_this().find(|found| of_branch[branch] == Some(found.variant));
            let shares = match had {
                None => self.may_share(best, &candidates, &of_branch),
                Some(had) if best.rank() <= had.rank() || !best.serves() => false,
                // Of two that serve it the one that is picked anyway gets it, if it is no worse.
                Some(had) => !had.serves() || self.picks(branch, best.variant),
            };
            if shares {
                of_branch[branch] = Some(best.variant);
            }
        }
        of_branch
    }

    fn candidates(&self) -> Vec<Candidate> {
        let pairs = (0..self.texts.len())
            .flat_map(|branch| (0..self.union.variants().len()).map(move |variant| (branch, variant)));
        let is_open = |branch: usize, variant: usize| {
            !self.pinned.contains_key(&branch) && self.pinned.values().all(|pinned| *pinned != variant)
        };
        pairs
            .filter(|(branch, variant)| is_open(*branch, *variant))
            .filter_map(|(branch, variant)| self.candidate(branch, variant))
            .collect()
    }

    /// Whether a variant that has branches takes one more that no other variant is left for: it knows the branch's constants, or
    /// keeps what the branch names and is not of another branch by its name alone.
    fn may_share(&self, best: &Candidate, candidates: &[Candidate], of_branch: &[Option<usize>]) -> bool {
        let named_for_its_own = candidates.iter().any(|found| {
            found.variant == best.variant && of_branch[found.branch] == Some(best.variant) && found.fit.named
        });
        match (self.knows_constants(best.branch, best.variant), self.union.tagging()) {
            (Some(true), _) => true,
            (_, Tagging::Tagged) => best.keeps || !named_for_its_own,
            // One that is called like the branch alone is meant for it, even if it drops some keys.
            (_, Tagging::Untagged) if best.fit.named && !named_for_its_own => true,
            (Some(false), Tagging::Untagged) => best.keeps && (best.fit.named || !named_for_its_own),
            (None, Tagging::Untagged) => best.keeps,
        }
    }

    /// Whether a variant refuses a branch's texts where the branch's constants are others; `None` if there are no constants.
    fn knows_constants(&self, branch: usize, variant: usize) -> Option<bool> {
        let constants = &self.labels[branch];
        let other = |text: &str| {
            let mut made = GeneratedValue::read(text)?;
            let Body::Object(members) = &mut made.body else {
                return None;
            };
            let mut changed = false;
            for (_, value) in members {
                if matches!(&value.body, Body::String(word) if constants.iter().any(|constant| constant == word)) {
                    (value.body, changed) = (Body::String("another_kind".into()), true);
                }
            }
            changed.then(|| made.text())
        };
        let reads = |text: String| match self.union.variants()[variant].payload() {
            Some(payload) => payload.read(&text).done().is_some(),
            None => self.union.pick(&text).done().and_then(|picked| picked.variant) == Some(variant),
        };
        let texts = self.alone(branch).into_iter();
        let mut others = texts
            .filter_map(|reading| other(&reading.text))
            .take(MOST_CHANGED)
            .peekable();
        others.peek()?;
        Some(!others.any(reads))
    }

    fn picks(&self, branch: usize, variant: usize) -> bool {
        let mut read = self.alone(branch).into_iter().filter_map(|reading| reading.pick);
        read.next() == Some(variant) && read.all(|pick| pick == variant)
    }

    /// The texts of a branch that no other allows; all of its texts if there are none.
    fn alone(&self, branch: usize) -> Vec<&Reading> {
        let own = |reading: &&Reading| {
            let mut allows = reading.allows.iter().enumerate();
            allows.all(|(other, allows)| *allows == (other == branch))
        };
        let alone: Vec<&Reading> = self.texts[branch].iter().filter(own).collect();
        match alone.is_empty() {
            true => self.texts[branch].iter().collect(),
            false => alone,
        }
    }

    fn candidate(&self, branch: usize, variant: usize) -> Option<Candidate> {
        let reads = |reading: &Reading| match reading.reads.get(variant) {
            Some(reads) => *reads,
            None => reading.pick == Some(variant),
        };
        let texts = self.alone(branch);
        let read: Vec<&Reading> = texts.iter().copied().filter(|reading| reads(reading)).collect();
        if read.is_empty() {
            return None;
        }
        let names = self.branches.names(branch);
        let (mut known, mut all) = (0, 0);
        for reading in &read {
            let (some, total) = knows(self.union, variant, reading, &names);
            (known, all) = (known + some, all + total);
        }
        let kinds: BTreeSet<_> = read.iter().map(|reading| kind(&reading.text)).collect();
        let mut foreign = self
            .readings
            .iter()
            .filter(|reading| !reading.allows[branch] && kinds.contains(&kind(&reading.text)))
            .peekable();
        let reads_anything = foreign.peek().is_some() && foreign.all(reads);
        let knows = share(known, all, 10);
        let name = plain(self.union.variants()[variant].name());
        let alike = |label: String| label.contains(&name) || label.len() > 2 && name.contains(&label);
        Some(Candidate {
            fit: Fit {
                knows: if reads_anything { knows.min(5) } else { knows },
                specific: self.knows_constants(branch, variant) == Some(true),
                named: self.labels[branch].iter().map(|label| plain(label)).any(alike),
                reads: share(read.len(), texts.len(), 4),
                aligned: branch == variant,
            },
            branch,
            variant,
            keeps: knows == 10,
        })
    }
}

/// How many of `of` a part is of a whole, rounded; nothing of nothing is all.
fn share(part: usize, whole: usize, of: usize) -> usize {
    match whole {
        0 => of,
        whole => (2 * part * of + whole) / (2 * whole),
    }
}

/// What kind of value a text is, by how it begins.
fn kind(text: &str) -> Option<u8> {
    match text.trim_start().bytes().next()? {
        b'-' | b'0'..=b'9' => Some(b'0'),
        b't' | b'f' => Some(b't'),
        other => Some(other),
    }
}

/// How many keys of a text a variant knows, and how many there are: it writes them, or names them. A key with null may be left
/// out by who knows it, and a key that the branch does not name (if it names any) need not be known.
fn knows(union: &EnumSubject, variant: usize, reading: &Reading, names: &BTreeSet<String>) -> (usize, usize) {
    let Ok(tree) = Tree::parse(&reading.text) else {
        return (0, 0);
    };
    if tree.kind(Tree::ROOT) != Kind::Object {
        return (0, 0);
    }
    let counts =
        |node: &Node| tree.kind(*node) != Kind::Null && (names.is_empty() || names.contains(&*tree.key(*node)));
    let keys: Vec<Node> = tree.children(Tree::ROOT).filter(counts).collect();
    let payload = union.variants()[variant].payload();
    let written = payload.and_then(|payload| {
        let instance = payload.read(&reading.text);
        payload.write(instance.done()?)?.done().cloned()
    });
    let written = written.or_else(|| reading.written.clone().filter(|_| payload.is_none()));
    let known = match written.as_deref().map(Tree::parse) {
        Some(Ok(after)) if after.kind(Tree::ROOT) == Kind::Object => {
            let kept = |key: &&Node| {
                after
                    .children(Tree::ROOT)
                    .any(|other| after.key(other) == tree.key(**key))
            };
            keys.iter().filter(kept).count()
        }
        _ => match payload {
            Some(payload) => {
                let named = &payload
                    .example_texts()
                    .done()
                    .map(|texts| texts.keys.clone())
                    .unwrap_or_default();
                keys.iter()
                    .filter(|key| named.contains(tree.key(**key).as_ref()))
                    .count()
            }
            None => 0,
        },
    };
    (known, keys.len())
}

/// A name without what styles of names differ in.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
