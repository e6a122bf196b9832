//! Do several variants read the same text?

use super::untagged_shadowed::wrong_picks;
use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink, union_table};
use crate::diff::differences;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, Level};
use crate::json::Tree;
use crate::subject::{Attempt, Tagging};

pub(super) struct UntaggedAmbiguous;

impl Check for UntaggedAmbiguous {
    fn code(&self) -> Code {
        Code::UntaggedAmbiguous
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "do several variants of an untagged enum read the same text?",
            summary: "several variants read the same text",
            rationale: "The order of the variants decides, and the order is seldom looked at: whoever sorts them, or adds one, \
                  changes what a text means.",
            fix: "Make the payloads exclude one another: a tag of one value, a required key, no unknown keys. Where one \
                   variant is meant to take what the others leave, it stands last.",
        }
    }

    fn check_case(&self, _: &CheckContext<'_>, _: &mut Sink) {}

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, sink: &mut Sink) {
        if analysis.union.tagging() == Tagging::Tagged {
            return;
        }
        let told = wrong_picks(analysis);
        for other in 1..analysis.union.variants().len() {
            for pick in 0..other {
                // What is read as the wrong one is told as such.
                if !told
                    .iter()
                    .any(|wrong| wrong.pick == pick && wrong.right == Some(other))
                {
                    clash(self.code(), analysis, pick, other, sink);
                }
            }
        }
    }
}

fn clash(code: Code, analysis: &EnumAnalysis<'_>, pick: usize, other: usize, sink: &mut Sink) {
    let both = |reading: &Reading| reading.is_allowed() && reading.is_taken_from(other, pick);
    if !analysis.readings.iter().any(both) {
        return;
    }
    // Where every text of the one is one of the other, the one may be a special case that stands first on purpose.
    let own = |variant: usize| {
        move |reading: &&Reading| reading.is_allowed() && reading.reads[variant] && reading.natural[variant]
    };
    let within = |one: usize, all: usize| {
        analysis
            .readings
            .iter()
            .filter(own(one))
            .all(|reading| reading.reads[all])
    };
    let special = within(pick, other) && !within(other, pick);
    let losing = |reading: &Reading| {
        both(reading) && loses(analysis, reading, pick) == Some(true) && loses(analysis, reading, other) == Some(false)
    };
    let loses_what_the_other_keeps = special && analysis.readings.iter().any(losing);
    let shown = match loses_what_the_other_keeps {
        true => analysis.smallest(losing),
        false => analysis.smallest(both),
    };
    let Some(reading) = shown else { return };
    let name = |variant: usize| analysis.union.variants()[variant].name();
    let sanitize_for_terminal = special && !loses_what_the_other_keeps;
    let rest = match sanitize_for_terminal {
        true => "; what the one reads the other reads too, and it stands behind",
        false if loses_what_the_other_keeps => ", and loses what the other would keep",
        false => "",
    };
    sink.hit(
        code,
        FindingDraft {
            kind: Some(if special { "special_case" } else { "overlap" }),
            level: sanitize_for_terminal.then_some(Level::Note),
            schema_pointer: analysis.place.as_ref().map(|place| place.pointer()),
            message: format!("`{}` and `{}` both read it{rest}", name(pick), name(other)),
            wrote: reading.written.clone(),
            table: Some(Box::new(union_table(analysis, &reading))),
            read: Some(reading.text),
            ..FindingDraft::default()
        },
    );
}

/// Whether a variant writes less than it read, or something else; `None` where that is not seen, as its payload does not write.
fn loses(analysis: &EnumAnalysis<'_>, reading: &Reading, variant: usize) -> Option<bool> {
    let written = match reading.pick == Some(variant) {
        // What the enum writes is seen even of a struct variant.
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
