//! Can a variant ever win?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink, union_table};
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::Code;
use crate::subject::{Attempt, Decoder, Tagging};
use std::collections::BTreeSet;

pub(super) struct UntaggedUnreachable;

impl Check for UntaggedUnreachable {
    fn code(&self) -> Code {
        Code::UntaggedUnreachable
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "can a variant of an untagged enum ever win?",
            summary: "variant never wins",
            rationale: "A variant that stands behind one that reads all its texts is dead: code that matches on it never runs, \
                  and what it stands for comes as something else.",
            fix: "Put the variant that reads less in front of the one that reads more: integers before floats, \
                   enumerated words before any string, structs with required keys before those without, maps last.",
        }
    }

    fn check_case(&self, _: &CheckContext<'_>, _: &mut Sink) {}

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, sink: &mut Sink) {
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
                buffered(self.code(), analysis, variant, sink);
                continue;
            };
            let Some(pick) = first.pick else { continue };
            let earlier: BTreeSet<usize> = texts.iter().filter_map(|reading| reading.pick).collect();
            let earlier: Vec<String> = earlier
                .iter()
                .map(|earlier| format!("`{}`", analysis.union.variants()[*earlier].name()))
                .collect();
            let shown = analysis.smallest(|reading| reads(&reading) && reading.pick == Some(pick));
            let Some(reading) = shown else { continue };
            sink.hit(
                self.code(),
                FindingDraft {
                    schema_pointer: analysis.place.as_ref().map(|place| place.pointer()),
                    message: format!(
                        "`{name}` never wins: {} texts that it reads were tried, and each is read as {} before",
                        texts.len(),
                        earlier.join(" or ")
                    ),
                    wrote: reading.written.clone(),
                    table: Some(Box::new(union_table(analysis, &reading))),
                    read: Some(reading.text),
                    ..FindingDraft::default()
                },
            );
        }
    }
}

/// A variant that reads nothing: it may be that it cannot read through serde's buffer what it reads outside the enum.
fn buffered(code: Code, analysis: &EnumAnalysis<'_>, variant: usize, sink: &mut Sink) {
    let registered = &analysis.union.variants()[variant];
    let Some(payload) = registered.payload() else { return };
    let name = registered.name();
    let outside = analysis.smallest(|reading| {
        !reading.reads[variant] && matches!(payload.plain().read(Decoder::FromStr, &reading.text), Attempt::Done(_))
    });
    let Some(reading) = outside else {
        return sink.unknown(
            code,
            format!("no text was found that `{name}` of `{}` reads", analysis.union.name()),
        );
    };
    sink.hit(
        code,
        FindingDraft {
            kind: Some("buffered"),
            schema_pointer: analysis.place.as_ref().map(|place| place.pointer()),
            message: format!(
                "`{name}` never wins: its payload reads the text by itself, and not in the enum, where serde buffers it"
            ),
            table: Some(Box::new(union_table(analysis, &reading))),
            read: Some(reading.text),
            ..FindingDraft::default()
        },
    );
}
