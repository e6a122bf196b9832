//! Is a text of one branch read by the variant of another branch?

use super::check::EnumCheck;
use super::union_table::union_table;
use super::usual::smallest_usual;
use super::wrong_picks::wrong_picks;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, Kind, RuleInfo};
use crate::subject::Tagging;
use serde_json::Value;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UntaggedShadowed,
    question: "is a text that only one branch of a union allows read by the variant of another branch?",
    summary: "text of one branch is read by another branch's variant",
    rationale: "An untagged enum takes the first variant that reads a text. If that is the wrong one, there is no error: the value \
                gets another meaning than the server gave it, and keys that the variant does not know are lost.",
    fix: "Dispatch on the tag, or give the payload a tag type with a single value so that it reads only its own texts, or \
          deny unknown keys in the variant that comes too early, or move the stricter variant to the front.",
};

pub(super) struct UntaggedShadowed;

impl EnumCheck for UntaggedShadowed {
    fn codes(&self) -> &'static [Code] {
        &[Code::UntaggedShadowed]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        for wrong in wrong_picks(analysis) {
            // A text that the variant which its tag selects refuses is reported with that reason.
            let is_explained = |reading: &Reading| wrong.right.is_none() && analysis.fall_through(reading).is_some();
            // Code that finds the variant by hand may have one for a single value of a branch: if the value comes back, nothing
            // says that another variant is meant.
            let is_by_hand = analysis.union.tagging() == Tagging::Tagged && wrong.right.is_none();
            // Where the document has no union, all variants stand for the one schema, and each may read the texts that it is for.
            let is_one_schema = |reading: &Reading| reading.allows.len() == 1;
            let may_be_meant = |reading: &Reading| (is_by_hand || is_one_schema(reading)) && comes_back(reading);
            let smallest = smallest_usual(analysis, |reading| {
                analysis.wrong_pick(reading) == Some(wrong) && !is_explained(reading) && !may_be_meant(reading)
            });
            let Some((reading, kind)) = smallest else { continue };
            let name = |variant: usize| analysis.union.variants()[variant].name();
            let mut message = format!(
                "{} is read as `{}`",
                analysis.branch_name(wrong.branch),
                name(wrong.pick)
            );
            if let Some(right) = wrong.right {
                message += &format!(", before `{}` is tried", name(right));
            }
            let mut draft = FindingDraft::new(Code::UntaggedShadowed, message)
                .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
                .wrote(reading.written.clone())
                .table(union_table(analysis, &reading))
                .witness(reading.text);
            // Keys of another branch are what leads to its variant, named or not.
            draft.kind = kind.filter(|kind| *kind != Kind::UnknownKey);
            drafts.push(draft);
        }
    }
}

/// Whether a text is written back as the same JSON.
fn comes_back(reading: &Reading) -> bool {
    let parsed = |json: &str| serde_json::from_str::<Value>(json).ok();
    let written = reading.written.as_deref().and_then(parsed);
    written.is_some() && written == parsed(&reading.text)
}
