//! Do several variants read the same text?

use super::check::EnumCheck;
use super::union_table::union_table;
use super::wrong_picks::wrong_picks;
use crate::check::drafts::Drafts;
use crate::diff::differences;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, Kind, RuleInfo};
use crate::json::Tree;
use crate::subject::{Attempt, Tagging};

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UntaggedAmbiguous,
    question: "do several variants of an untagged enum read the same text?",
    summary: "several variants read the same text",
    rationale: "The order of the variants decides, and it is easily overlooked: sorting the variants, or adding one, changes the \
                meaning of a text.",
    fix: "Make the payloads exclude each other with a tag of a single value, a required key, or denied unknown keys. Put a \
          variant last that is meant to read what the others leave.",
};

pub(super) struct UntaggedAmbiguous;

impl EnumCheck for UntaggedAmbiguous {
    fn codes(&self) -> &'static [Code] {
        &[Code::UntaggedAmbiguous]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        if analysis.union.tagging() == Tagging::Tagged {
            return;
        }
        let wrong = wrong_picks(analysis);
        // `untagged_shadowed` reports the pairs of which one takes the text of the other.
        let is_reported = |pick, other| {
            wrong
                .iter()
                .any(|wrong| wrong.pick == pick && wrong.right == Some(other))
        };
        for other in 1..analysis.union.variants().len() {
            for pick in 0..other {
                if !is_reported(pick, other) {
                    check_pair(analysis, pick, other, drafts);
                }
            }
        }
    }
}

/// What is said of a special case that changes a text which the general case keeps.
const LOSSY: (Kind, &str) = (
    Kind::LossySpecialCase,
    ", and the first loses data that the second would keep",
);

fn check_pair(analysis: &EnumAnalysis<'_>, pick: usize, other: usize, drafts: &mut Drafts) {
    let both = |reading: &Reading| reading.is_allowed() && reading.is_taken_from(other, pick);
    if !analysis.readings.iter().any(both) {
        return;
    }
    // If the later variant reads every text of the earlier one, the earlier may be a special case that is first on purpose.
    let is_special = is_subset(analysis, pick, other) && !is_subset(analysis, other, pick);
    let loses_more = |reading: &Reading| {
        both(reading) && loses(analysis, reading, pick) == Some(true) && loses(analysis, reading, other) == Some(false)
    };
    let (kind, rest) = match is_special {
        false => (Kind::Overlap, ""),
        true if analysis.readings.iter().any(loses_more) => LOSSY,
        true => (
            Kind::SpecialCase,
            "; the second reads every text of the first, and comes after it",
        ),
    };
    let smallest = match kind {
        Kind::LossySpecialCase => analysis.smallest(loses_more),
        _ => analysis.smallest(both),
    };
    let Some(reading) = smallest else { return };
    // The shortest text may be one that the first variant spells in another way.
    let (kind, rest) = match kind {
        Kind::SpecialCase if loses_more(&reading) => LOSSY,
        _ => (kind, rest),
    };
    let name = |variant: usize| analysis.union.variants()[variant].name();
    let message = format!("`{}` and `{}` both read it{rest}", name(pick), name(other));
    drafts.push(
        FindingDraft::new(Code::UntaggedAmbiguous, message)
            .kind(kind)
            .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
            .wrote(reading.written.clone())
            .table(union_table(analysis, &reading))
            .witness(reading.text),
    );
}

/// Whether `all` reads every text that `variant` reads.
fn is_subset(analysis: &EnumAnalysis<'_>, variant: usize, all: usize) -> bool {
    let own = |reading: &&Reading| reading.is_allowed() && reading.reads[variant] && reading.natural[variant];
    analysis.readings.iter().filter(own).all(|reading| reading.reads[all])
}

/// Whether a variant writes a different text than it read; `None` if its payload cannot write.
fn loses(analysis: &EnumAnalysis<'_>, reading: &Reading, variant: usize) -> Option<bool> {
    let written = match reading.pick == Some(variant) {
        // The enum can write a struct variant, which has no payload type of its own.
        true => reading.written.clone()?,
        false => {
            let payload = analysis.union.variants()[variant].payload()?;
            let Attempt::Done(instance) = payload.read(&reading.text) else {
                return None;
            };
            payload.write(&instance)?.done().cloned()?
        }
    };
    let (before, after) = (Tree::parse(&reading.text).ok()?, Tree::parse(&written).ok()?);
    Some(!differences(&before, &after).is_empty())
}
