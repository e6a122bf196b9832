//! Is every variant picked for some text?

use super::check::EnumCheck;
use super::union_table::union_table;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, Kind, RuleInfo};
use crate::subject::{Attempt, Decoder, Tagging};
use std::collections::BTreeSet;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UntaggedUnreachable,
    question: "is every variant of an untagged enum picked for some text?",
    summary: "variant is never picked",
    rationale: "A variant behind another one that reads all its texts is dead: code that matches on it never runs, and its \
                texts are read as something else.",
    fix: "Move the variant that reads fewer texts in front of the one that reads more: integers before floats, enumerated \
          words before any string, structs with required keys before structs without, and maps last.",
};

pub(super) struct UntaggedUnreachable;

impl EnumCheck for UntaggedUnreachable {
    fn codes(&self) -> &'static [Code] {
        &[Code::UntaggedUnreachable]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        if analysis.union.tagging() == Tagging::Tagged {
            return;
        }
        for (variant, registered) in analysis.union.variants().iter().enumerate() {
            let name = registered.name();
            let reads = |reading: &&Reading| reading.reads[variant] && reading.natural[variant];
            let texts: Vec<&Reading> = analysis.readings.iter().filter(reads).collect();
            if texts.iter().any(|reading| reading.pick == Some(variant)) {
                continue;
            }
            let Some(first) = texts.first() else {
                check_without_texts(analysis, variant, drafts);
                continue;
            };
            let Some(pick) = first.pick else { continue };
            let earlier: BTreeSet<usize> = texts.iter().filter_map(|reading| reading.pick).collect();
            let earlier: Vec<String> = earlier
                .iter()
                .map(|earlier| format!("`{}`", analysis.union.variants()[*earlier].name()))
                .collect();
            let smallest = analysis.smallest(|reading| reads(&reading) && reading.pick == Some(pick));
            let Some(reading) = smallest else { continue };
            let message = format!(
                "`{name}` is never picked: {} texts were tried that it reads, and each is read as {} first",
                texts.len(),
                earlier.join(" or ")
            );
            drafts.push(
                FindingDraft::new(Code::UntaggedUnreachable, message)
                    .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
                    .wrote(reading.written.clone())
                    .table(union_table(analysis, &reading))
                    .witness(reading.text),
            );
        }
    }
}

/// A variant that reads no text in the enum: its payload may read texts directly that it does not read through serde's
/// buffer.
fn check_without_texts(analysis: &EnumAnalysis<'_>, variant: usize, drafts: &mut Drafts) {
    let registered = &analysis.union.variants()[variant];
    let Some(payload) = registered.payload() else { return };
    let name = registered.name();
    let reads_directly = |reading: &Reading| {
        !reading.reads[variant] && matches!(payload.plain().read(Decoder::FromStr, &reading.text), Attempt::Done(_))
    };
    let Some(reading) = analysis.smallest(reads_directly) else {
        let reason = format!("no text was found that `{name}` of `{}` reads", analysis.union.name());
        return drafts.undecided(Code::UntaggedUnreachable, reason);
    };
    let message = format!(
        "`{name}` is never picked: its payload reads the text directly, but not through serde's buffer in the enum"
    );
    drafts.push(
        FindingDraft::new(Code::UntaggedUnreachable, message)
            .kind(Kind::Buffered)
            .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
            .table(union_table(analysis, &reading))
            .witness(reading.text),
    );
}
