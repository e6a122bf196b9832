//! Is there a variant for every branch of the union?

use super::check::EnumCheck;
use super::union_table::union_table;
use super::usual::smallest_usual;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, READ_BY_NONE, RuleInfo};
use crate::subject::Attempt;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UntaggedUnreadBranch,
    question: "is every branch of a union read by some variant?",
    summary: "no variant reads this branch",
    rationale: "A value of a branch that no variant reads is an error, and in serde the error of one value is that of everything \
                around it: a page of a hundred objects is lost for one of them.",
    fix: "Add a variant for the branch, or fix the one that is meant for it: its tag, its keys, or how it is spelled. For \
          branches to come, add a variant that keeps any text.",
};

pub(super) struct UntaggedUnreadBranch;

impl EnumCheck for UntaggedUnreadBranch {
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
    let allowed = || analysis.readings.iter().filter(|reading| reading.allows[branch]);
    let is_refused = |reading: &Reading| reading.pick.is_none() && reading.crash.is_none();
    let tried = allowed().count();
    if tried == 0 || !allowed().all(is_refused) || is_left_to_an_option(analysis, branch) {
        return;
    }
    // A payload that reads the branch directly is reported as one that serde's buffer fails.
    let reads_directly = |reading: &Reading| {
        let mut payloads = analysis.union.variants().iter().filter_map(|variant| variant.payload());
        payloads.any(|payload| payload.reads_plainly(&reading.text))
    };
    if allowed().any(reads_directly) {
        return;
    }
    let shows = |reading: &Reading| reading.allows[branch] && is_refused(reading);
    let Some((reading, _)) = smallest_usual(analysis, shows) else {
        return;
    };
    let mut message = format!(
        "{}{READ_BY_NONE}: {tried} texts of it were tried",
        analysis.branch_name(branch)
    );
    if let Attempt::Refused(error) = analysis.union.pick(&reading.text) {
        message += &format!(", and the answer to the smallest is: {}", error.message);
    }
    drafts.push(
        FindingDraft::new(Code::UntaggedUnreadBranch, message)
            .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
            .table(union_table(analysis, &reading))
            .witness(reading.text),
    );
}

/// Whether a branch is null alone, which an `Option` around the enum reads, and no variant is named for it.
fn is_left_to_an_option(analysis: &EnumAnalysis<'_>, branch: usize) -> bool {
    let mut allowed = analysis.readings.iter().filter(|reading| reading.allows[branch]);
    let is_named = |name: &str| ["null", "none"].contains(&name.to_lowercase().as_str());
    allowed.all(|reading| reading.text == "null")
        && !analysis.union.variants().iter().any(|variant| is_named(variant.name()))
}
