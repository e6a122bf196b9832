//! Is the text that is written back equal to the text that was read?

use super::check::CaseCheck;
use super::respelled_keys::{Respelled, respelled_keys};
use super::written_twice::written_twice;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::diff::{Change, Difference};
use crate::finding::{Code, Equality, FindingDraft, Kind, RuleInfo, shortened, shortened_pair};
use crate::json::{Node, Tree};
use crate::pointer::Pointer;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::Lossy,
    question: "is the text that the type writes back equal to the text that it read?",
    summary: "value changes when it is read and written back",
    rationale: "A program that stores or forwards what the type wrote loses data or invents it, without any error.",
    fix: "Keep unknown keys in a map, distinguish an absent key from null, use `f64` and `i64`, and skip a field when writing \
          (`skip_serializing_if`) exactly if its key was absent.",
};

pub(super) struct Lossy;

impl CaseCheck for Lossy {
    fn code(&self) -> Code {
        Code::Lossy
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        if !context.must_survive() {
            return;
        }
        let (Some(differences), Some(written)) = (context.differences(), context.written()) else {
            return;
        };
        let Some(written) = (!differences.is_empty()).then(|| Tree::parse(written).ok()).flatten() else {
            return;
        };
        let twice = written_twice(context);
        // Whatever is lost there follows from the second value.
        let is_other = |difference: &&Difference| twice.iter().all(|twice| twice.pointer != difference.pointer);
        let respelled = respelled_keys(context, &written, differences);
        let is_added = |difference: &Difference| respelled.iter().any(|one| std::ptr::eq(one.added, difference));
        let spelling = |difference: &Difference| respelled.iter().find(|one| std::ptr::eq(one.dropped, difference));
        for difference in differences.iter().filter(is_other).filter(|one| !is_added(one)) {
            let enclosing = || enclosing(context, &difference.pointer);
            let place = difference.before.unwrap_or_else(enclosing);
            if let Some(Respelled {
                keys: [before, after], ..
            }) = spelling(difference)
            {
                let draft = FindingDraft::new(self.code(), "key written back in another spelling")
                    .kind(Kind::ValueChanged)
                    .at(difference.pointer.clone(), context.tree.start(place))
                    .schema_pointer(context.schema.map(|schema| schema.pointer().to_owned()))
                    .read(Some(shortened(before)))
                    .wrote(Some(shortened(after)));
                drafts.push(draft);
                continue;
            }
            let (kind, message) = describe(difference.change);
            let read = difference.before.map(|node| context.tree.source(node));
            let wrote = difference.after.map(|node| written.source(node));
            let (read, wrote) = match read.zip(wrote) {
                Some((read, wrote)) => Some(shortened_pair(read, wrote)).unzip(),
                None => (read.map(shortened), wrote.map(shortened)),
            };
            drafts.push(
                FindingDraft::new(self.code(), message)
                    .kind(kind)
                    .at(difference.pointer.clone(), context.tree.start(place))
                    .schema_pointer(context.schema.map(|schema| schema.pointer().to_owned()))
                    .read(read)
                    .wrote(wrote)
                    .equal(equal(context, &written, difference)),
            );
        }
        for one in twice {
            drafts.push(one.draft(context));
        }
    }
}

/// As what the two strings of a difference are equal.
fn equal(context: &CheckContext<'_>, written: &Tree<'_>, difference: &Difference) -> Vec<Equality> {
    let before = difference.before.and_then(|node| context.tree.string(node));
    let after = difference.after.and_then(|node| written.string(node));
    match (before, after) {
        (Some(before), Some(after)) => Equality::of(&before, &after),
        _ => Vec::new(),
    }
}

/// The innermost value of the case that contains the place of an absent key.
fn enclosing(context: &CheckContext<'_>, pointer: &Pointer) -> Node {
    let mut pointer = pointer.parent();
    loop {
        match context.at(&pointer) {
            Some(node) => return node,
            None => pointer = pointer.parent(),
        }
    }
}

fn describe(change: Change) -> (Kind, &'static str) {
    match change {
        Change::DroppedKey => (Kind::DroppedKey, "key dropped when written back"),
        Change::AddedKey => (Kind::AddedKey, "key added when written back"),
        Change::NullBecameAbsent => (Kind::NullBecameAbsent, "key with null dropped when written back"),
        Change::AbsentBecameNull => (Kind::AbsentBecameNull, "absent key written back as null"),
        Change::NumberChanged => (Kind::NumberChanged, "number changed when written back"),
        Change::Reordered => (Kind::Reordered, "items reordered when written back"),
        Change::ValueChanged => (Kind::ValueChanged, "value changed when written back"),
    }
}
