//! Does the type read a capture, or a sample, that it must read?

use super::{About, Check, Exam, Hit, Sink, union_table};
use crate::case::CaseKind;
use crate::finding::{Code, shortened};
use crate::pointer::Pointer;
use crate::subject::{Attempt, ReadError};
use crate::unions::{Reading, UnionExam};

pub(super) struct Rejected;

/// What `serde_json` says of text that nests deeper than it goes: its own limit, not the type's.
const TOO_DEEP: &str = "recursion limit exceeded";

impl Check for Rejected {
    fn code(&self) -> Code {
        Code::Rejected
    }

    fn about(&self) -> About {
        About {
            asks: "does the type read a capture, or a sample, that it must read?",
            says: "type does not read what it must read",
            why: "A user of the type gets an error instead of the answer that the server gave; in a page of a hundred \
                  objects one such object loses all of them.",
            mend: "Make what servers leave out optional, what they send as null nullable, and enums open: a variant that \
                   keeps what it does not know.",
        }
    }

    fn look_at_union(&self, exam: &UnionExam<'_>, sink: &mut Sink) {
        lost_in_buffer(exam, sink);
    }

    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        let Attempt::Refused(error) = exam.read() else { return };
        if !must_read(exam) {
            return;
        }
        if error.message.ends_with(TOO_DEEP) {
            return sink.unknown(
                self.code(),
                "serde_json reads no more than 128 levels, so the type was not asked",
            );
        }
        let place = place(exam, error);
        let read = exam.at(&place.pointer).map(|node| shortened(exam.tree.source(node)));
        sink.hit(
            self.code(),
            Hit {
                pointer: place.pointer,
                offset: place.offset,
                schema_pointer: exam.schema.map(|schema| schema.pointer().to_owned()),
                message: place.words.to_owned(),
                read,
                ..Hit::default()
            },
        );
    }
}

/// A text that a payload reads by itself, and no variant reads in the enum: it did not come through serde's buffer.
fn lost_in_buffer(exam: &UnionExam<'_>, sink: &mut Sink) {
    for variant in exam.union.variants() {
        let Some(payload) = variant.payload() else { continue };
        let lost = |reading: &Reading| {
            let refused = reading.pick.is_none() && reading.panicked.is_none() && reading.is_allowed();
            refused && payload.reads_plainly(&reading.text)
        };
        let Some(reading) = exam.smallest(lost) else { continue };
        sink.hit(
            Code::Rejected,
            Hit {
                kind: Some("buffered"),
                schema_pointer: exam.place.as_ref().map(|place| place.pointer()),
                message: format!(
                    "the payload of `{}` reads it by itself, and not in the enum, where serde buffers it",
                    variant.name()
                ),
                table: Some(Box::new(union_table(exam, &reading))),
                read: Some(reading.text),
                ..Hit::default()
            },
        );
    }
}

/// Captures were sent, so they must be read; what was generated must be read if it is valid. To refuse a key that stands
/// twice is safe.
fn must_read(exam: &Exam<'_>) -> bool {
    match exam.case.kind {
        CaseKind::Capture => true,
        CaseKind::Sample => exam.is_valid() == Some(Ok(true)) && !exam.tree.has_duplicate_keys(),
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
fn place<'e>(exam: &Exam<'_>, error: &'e ReadError) -> Place<'e> {
    let words = error.message.as_str();
    if let Some((path, words)) = words.split_once(": ").filter(|(path, _)| path.starts_with('/')) {
        let pointer = Pointer::from(path);
        if let Some(node) = exam.at(&pointer) {
            return Place {
                offset: exam.tree.start(node),
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
    let offset = exam.case.offset_of(error.line, error.column);
    Place {
        pointer: exam.tree.pointer_to(offset),
        offset,
        words,
    }
}
