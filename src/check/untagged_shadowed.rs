//! Is text that only branch j allows read by the variant of branch i?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink, union_table};
use crate::enums::{EnumAnalysis, Wrong};
use crate::finding::Code;
use std::collections::BTreeMap;

pub(super) struct UntaggedShadowed;

impl Check for UntaggedShadowed {
    fn code(&self) -> Code {
        Code::UntaggedShadowed
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "is text that only one branch of a union allows read by another branch's variant?",
            summary: "text of one branch is read by another branch's variant",
            rationale: "An untagged enum takes the first variant that fits. When that is the wrong one, nothing fails: the value \
                  has another meaning than the server gave it, and what the variant does not know is gone.",
            fix: "Dispatch on the tag; or let the payload's tag be a type of one value, so that only its own text fits; or \
                   refuse unknown keys in the variant that comes too early; or put the stricter variant first.",
        }
    }

    fn check_case(&self, _: &CheckContext<'_>, _: &mut Sink) {}

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, sink: &mut Sink) {
        for wrong in wrong_picks(analysis) {
            let shown = analysis.smallest(|reading| analysis.wrong_pick(reading) == Some(wrong));
            let Some(reading) = shown else { continue };
            let name = |variant: usize| analysis.union.variants()[variant].name();
            let mut message = format!(
                "{} is read as `{}`",
                analysis.branch_name(wrong.branch),
                name(wrong.pick)
            );
            if let Some(right) = wrong.right {
                message += &format!(", before `{}` has a look", name(right));
            }
            sink.hit(
                self.code(),
                FindingDraft {
                    schema_pointer: analysis.place.as_ref().map(|place| place.pointer()),
                    message,
                    wrote: reading.written.clone(),
                    table: Some(Box::new(union_table(analysis, &reading))),
                    read: Some(reading.text),
                    ..FindingDraft::default()
                },
            );
        }
    }
}

/// The wrong picks, one for each branch and variant; one that takes the text away from another variant, if there is one.
pub(super) fn wrong_picks(analysis: &EnumAnalysis<'_>) -> Vec<Wrong> {
    let mut found: BTreeMap<(usize, usize), Wrong> = BTreeMap::new();
    for wrong in analysis
        .readings
        .iter()
        .filter_map(|reading| analysis.wrong_pick(reading))
    {
        let had = found.entry((wrong.branch, wrong.pick)).or_insert(wrong);
        if had.right.is_none() {
            *had = wrong;
        }
    }
    found.into_values().collect()
}
