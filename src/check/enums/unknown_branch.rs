//! Is a branch read only because any word is?

use super::check::EnumCheck;
use super::union_table::union_table;
use super::usual::smallest_usual;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, Kind};

/// An enum that knows the words of some branches, and takes all others as words to come, takes a branch that the document lists for
/// one of these. Whether that was meant is not known.
pub(super) struct UnknownBranches;

impl EnumCheck for UnknownBranches {
    fn codes(&self) -> &'static [Code] {
        &[Code::UntaggedUnreadBranch]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        for branch in 0..analysis.labels.len() {
            check_branch(analysis, branch, drafts);
        }
    }
}

fn check_branch(analysis: &EnumAnalysis<'_>, branch: usize, drafts: &mut Drafts) {
    let is_unknown = |reading: &Reading| analysis.unknown_branch(reading).is_some();
    let is_own = |reading: &Reading| analysis.only_branch(reading) == Some(branch) && reading.pick.is_some();
    let mut own = analysis.readings.iter().filter(|reading| is_own(reading)).peekable();
    if own.peek().is_none() || !own.all(is_unknown) {
        return;
    }
    let Some((reading, _)) = smallest_usual(analysis, |reading| is_own(reading) && is_unknown(reading)) else {
        return;
    };
    let Some(unknown) = analysis.unknown_branch(&reading) else {
        return;
    };
    let message = format!(
        "{} is read as `{}`, as any unknown `{}` is: no variant knows `{}`",
        analysis.branch_name(branch),
        analysis.union.variants()[unknown.pick].name(),
        unknown.key,
        unknown.word,
    );
    drafts.push(
        FindingDraft::new(Code::UntaggedUnreadBranch, message)
            .kind(Kind::Word)
            .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
            .wrote(reading.written.clone())
            .table(union_table(analysis, &reading))
            .witness(reading.text),
    );
}
