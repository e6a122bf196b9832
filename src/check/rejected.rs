//! Does the type read a capture, or a sample, that it must read?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink, union_table};
use crate::case::CaseKind;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, shortened};
use crate::pointer::Pointer;
use crate::subject::{Attempt, ReadError};

pub(super) struct Rejected;

/// What `serde_json` says of text that nests deeper than it goes: its own limit, not the type's.
const TOO_DEEP: &str = "recursion limit exceeded";

impl Check for Rejected {
    fn code(&self) -> Code {
        Code::Rejected
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does the type read a capture, or a sample, that it must read?",
            summary: "type does not read what it must read",
            rationale: "A user of the type gets an error instead of the answer that the server gave; in a page of a hundred \
                  objects one such object loses all of them.",
            fix: "Make what servers leave out optional, what they send as null nullable, and enums open: a variant that \
                   keeps what it does not know.",
        }
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, sink: &mut Sink) {
        lost_in_buffer(analysis, sink);
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let Attempt::Refused(error) = context.read() else {
            return;
        };
        if !must_read(context) {
            return;
        }
        if error.message.ends_with(TOO_DEEP) {
            return sink.unknown(
                self.code(),
                "serde_json reads no more than 128 levels, so the type was not asked",
            );
        }
        let place = place(context, error);
        let read = context
            .at(&place.pointer)
            .map(|node| shortened(context.tree.source(node)));
        sink.hit(
            self.code(),
            FindingDraft {
                pointer: place.pointer,
                offset: place.offset,
                schema_pointer: context.schema.map(|schema| schema.pointer().to_owned()),
                message: place.words.to_owned(),
                read,
                ..FindingDraft::default()
            },
        );
    }
}

/// A text that a payload reads by itself, and no variant reads in the enum: it did not come through serde's buffer.
fn lost_in_buffer(analysis: &EnumAnalysis<'_>, sink: &mut Sink) {
    for variant in analysis.union.variants() {
        let Some(payload) = variant.payload() else { continue };
        let lost = |reading: &Reading| {
            let refused = reading.pick.is_none() && reading.crash.is_none() && reading.is_allowed();
            refused && payload.reads_plainly(&reading.text)
        };
        let Some(reading) = analysis.smallest(lost) else {
            continue;
        };
        sink.hit(
            Code::Rejected,
            FindingDraft {
                kind: Some("buffered"),
                schema_pointer: analysis.place.as_ref().map(|place| place.pointer()),
                message: format!(
                    "the payload of `{}` reads it by itself, and not in the enum, where serde buffers it",
                    variant.name()
                ),
                table: Some(Box::new(union_table(analysis, &reading))),
                read: Some(reading.text),
                ..FindingDraft::default()
            },
        );
    }
}

/// Captures were sent, so they must be read; what was generated must be read if it is valid. To refuse a key that stands
/// twice is safe.
fn must_read(context: &CheckContext<'_>) -> bool {
    match context.case.kind {
        CaseKind::Capture => true,
        CaseKind::Sample => context.is_valid() == Some(Ok(true)) && !context.has_duplicate_keys(),
        CaseKind::Mutant | CaseKind::Witness => false,
    }
}

struct Place<'e> {
    pointer: Pointer,
    offset: usize,
    /// What the error says beside the path.
    words: &'e str,
}

/// Where an error is: the path in front of its words, if it leads somewhere, else the value at its position.
fn place<'e>(context: &CheckContext<'_>, error: &'e ReadError) -> Place<'e> {
    let words = error.message.as_str();
    if let Some((path, words)) = words.split_once(": ").filter(|(path, _)| path.starts_with('/')) {
        let pointer = Pointer::from(path);
        if let Some(node) = context.at(&pointer) {
            return Place {
                offset: context.tree.start(node),
                pointer,
                words,
            };
        }
    }
    if error.line == 0 {
        return Place {
            pointer: Pointer::root(),
            offset: 0,
            words,
        };
    }
    let offset = context.case.offset_of(error.line, error.column);
    Place {
        pointer: context.tree.pointer_to(offset),
        offset,
        words,
    }
}
