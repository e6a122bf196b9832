//! Is a text read by another variant because the one that its tag selects refuses it?

use super::check::EnumCheck;
use super::union_table::union_table;
use super::usual::smallest_usual;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft};
use std::collections::BTreeSet;

/// A tag that is known promises the variant that it selects. Where that variant refuses the rest of the text, an untagged
/// variant behind it takes the text without an error.
pub(super) struct FallenThrough;

impl EnumCheck for FallenThrough {
    fn codes(&self) -> &'static [Code] {
        &[Code::UntaggedShadowed]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        // What fell, whence and where: the branch, and both variants.
        let way = |reading: &Reading| {
            let fallen = analysis.fall_through(reading)?;
            Some((fallen.branch, fallen.tag.variant, fallen.pick))
        };
        let ways: BTreeSet<(usize, usize, usize)> = analysis.readings.iter().filter_map(way).collect();
        for found in ways {
            let Some((reading, kind)) = smallest_usual(analysis, |reading| way(reading) == Some(found)) else {
                continue;
            };
            let Some(fallen) = analysis.fall_through(&reading) else {
                continue;
            };
            let name = |variant: usize| analysis.union.variants()[variant].name();
            let mut message = format!(
                "{} is read as `{}`, since `{}`, which `{}` = `{}` selects, refuses the rest of it",
                analysis.branch_name(fallen.branch),
                name(fallen.pick),
                name(fallen.tag.variant),
                fallen.tag.key,
                fallen.tag.word,
            );
            if let Some(error) = analysis.refusal_by_selected(&fallen, &reading.text) {
                message += &format!(": {error}");
            }
            let mut draft = FindingDraft::new(Code::UntaggedShadowed, message)
                .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
                .wrote(reading.written.clone())
                .table(union_table(analysis, &reading))
                .witness(reading.text);
            draft.kind = kind;
            drafts.push(draft);
        }
    }
}
