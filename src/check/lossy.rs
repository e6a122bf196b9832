//! Is read-then-write lossless?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::diff::Change;
use crate::finding::{Code, shortened};
use crate::json::{Node, Tree};
use crate::pointer::Pointer;

pub(super) struct Lossy;

impl Check for Lossy {
    fn code(&self) -> Code {
        Code::Lossy
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "is read-then-write lossless?",
            summary: "value changes when read and written back",
            rationale: "Whoever stores what the type wrote, or sends it back, has lost or invented data, and nothing said so.",
            fix: "Keep unknown keys in a map; tell absent from null; use `f64` and `i64`; leave out what was absent \
                   (`skip_serializing_if`), and only that.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        if !context.is_to_survive() {
            return;
        }
        let (Some(differences), Some(written)) = (context.differences(), context.written()) else {
            return;
        };
        let Some(written) = (!differences.is_empty()).then(|| Tree::parse(written).ok()).flatten() else {
            return;
        };
        for difference in differences {
            let read = difference.before.map(|node| shortened(context.tree.source(node)));
            let wrote = difference.after.map(|node| shortened(written.source(node)));
            let place = difference
                .before
                .unwrap_or_else(|| around(context, &difference.pointer));
            sink.hit(
                self.code(),
                FindingDraft {
                    kind: Some(difference.change.as_str()),
                    offset: context.tree.start(place),
                    pointer: difference.pointer.clone(),
                    schema_pointer: context.schema.map(|schema| schema.pointer().to_owned()),
                    message: words(difference.change).to_owned(),
                    read,
                    wrote,
                    ..FindingDraft::default()
                },
            );
        }
    }
}

/// The innermost value of the case around a pointer that leads nowhere in it.
fn around(context: &CheckContext<'_>, pointer: &Pointer) -> Node {
    let mut pointer = pointer.parent();
    loop {
        match context.at(&pointer) {
            Some(node) => return node,
            None => pointer = pointer.parent(),
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
