//! Are variants called like each other's branches?

use super::check::EnumCheck;
use super::union_table::union_table;
use super::usual::smallest_usual;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, Kind};

/// Where two branches have the same keys, their words may be on each other's variants: every text comes back as it was, and each
/// means the other to the program. Only the names tell.
pub(super) struct SwappedVariants;

impl EnumCheck for SwappedVariants {
    fn codes(&self) -> &'static [Code] {
        &[Code::UntaggedShadowed]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        for branch in 0..analysis.labels.len() {
            let circle = circle(analysis, branch);
            // Each circle is told once, at its first branch.
            if circle.len() > 1 && circle.iter().all(|other| *other >= branch) {
                tell(analysis, &circle, drafts);
            }
        }
    }
}

/// The branches that follow a branch, each the one that the variant of the one before is called like; empty if that does not lead
/// back to the first.
fn circle(analysis: &EnumAnalysis<'_>, first: usize) -> Vec<usize> {
    let mut found = vec![first];
    while let Some(next) = found.last().and_then(|last| called_like(analysis, *last)) {
        if next == first {
            return found;
        }
        if found.contains(&next) {
            break;
        }
        found.push(next);
    }
    Vec::new()
}

/// The other branch that the variant of a branch is called like, if it is one, and the variant is not called like its own.
fn called_like(analysis: &EnumAnalysis<'_>, branch: usize) -> Option<usize> {
    let variant = &analysis.union.variants()[analysis.of_branch[branch]?];
    // What was said to stand for the branch does.
    if !variant.branches().is_empty() {
        return None;
    }
    let name = plain(variant.name());
    let is_called = |branch: &usize| analysis.labels[*branch].iter().any(|label| plain(label) == name);
    let mut called = (0..analysis.labels.len()).filter(is_called);
    called
        .next()
        .filter(|other| *other != branch && called.next().is_none())
}

fn tell(analysis: &EnumAnalysis<'_>, circle: &[usize], drafts: &mut Drafts) {
    let variant = |branch: usize| analysis.of_branch[branch];
    let shows = |reading: &Reading| {
        let is_first = analysis.only_branch(reading) == Some(circle[0]);
        is_first && reading.pick.is_some() && reading.pick == variant(circle[0])
    };
    let Some((reading, _)) = smallest_usual(analysis, shows) else {
        return;
    };
    let read_as = |branch: &usize| {
        let name = variant(*branch).map_or("", |variant| analysis.union.variants()[variant].name());
        format!("{} is read as `{name}`", analysis.branch_name(*branch))
    };
    let all: Vec<String> = circle.iter().map(read_as).collect();
    drafts.push(
        FindingDraft::new(Code::UntaggedShadowed, all.join(", and "))
            .kind(Kind::Swapped)
            .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
            .wrote(reading.written.clone())
            .table(union_table(analysis, &reading))
            .witness(reading.text),
    );
}

/// A name without what styles of names differ in.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|one| one.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
