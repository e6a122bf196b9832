//! Is read-then-write lossless?

use super::{About, Check, Exam, Hit, Sink};
use crate::diff::Change;
use crate::finding::Code;
use crate::json::Tree;

pub(super) struct Lossy;

impl Check for Lossy {
    fn code(&self) -> Code {
        Code::Lossy
    }

    fn about(&self) -> About {
        About {
            asks: "is read-then-write lossless?",
            says: "value changes when read and written back",
            why: "Whoever stores what the type wrote, or sends it back, has lost or invented data, and nothing said so.",
            mend: "Keep unknown keys in a map; tell absent from null; use `f64` and `i64`; leave out what was absent \
                   (`skip_serializing_if`), and only that.",
        }
    }

    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        if !exam.is_to_survive() {
            return;
        }
        let (Some(differences), Some(written)) = (exam.differences(), exam.written()) else {
            return;
        };
        let Some(written) = (!differences.is_empty()).then(|| Tree::parse(written).ok()).flatten() else {
            return;
        };
        for difference in differences {
            let read = difference.before.map(|node| exam.tree.source(node).to_owned());
            let wrote = difference.after.map(|node| written.source(node).to_owned());
            let mut around = difference.pointer.clone();
            while exam.tree.at(&around).is_none() {
                around = around.parent();
            }
            sink.hit(
                self.code(),
                Hit {
                    kind: Some(difference.change.as_str()),
                    offset: exam.offset(&around),
                    pointer: difference.pointer.clone(),
                    schema_pointer: exam.schema.map(|schema| schema.pointer().to_owned()),
                    message: words(difference.change).to_owned(),
                    read,
                    wrote,
                },
            );
        }
    }
}

fn words(change: Change) -> &'static str {
    match change {
        Change::DroppedKey => "key dropped when written back",
        Change::AddedKey => "key added when written back",
        Change::NullBecameAbsent => "key with null dropped when written back",
        Change::AbsentBecameNull => "missing key written back as null",
        Change::NumberChanged => "number changed when written back",
        Change::ValueChanged => "value changed when written back",
    }
}
