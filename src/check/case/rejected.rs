//! Does the type read every text that it must read?

use super::check::CaseCheck;
use super::refusal_place::refusal_place;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind, RuleInfo, shortened};
use crate::generate::GeneratedValue;
use crate::subject::{Attempt, Decoder};

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::Rejected,
    question: "does the type read every capture, and every valid sample?",
    summary: "type does not read a text that it must read",
    rationale: "A user of the type gets an error instead of the server's response. In a page of a hundred objects, one such \
                object makes all of them unreadable.",
    fix: "Make keys optional that servers leave out, make values nullable that they send as null, and give an enum a variant \
          that keeps unknown values.",
};

/// How `serde_json` says that a text nests deeper than its own limit, which is not the type's.
const TOO_DEEP: &str = "recursion limit exceeded";

pub(super) struct Rejected;

impl CaseCheck for Rejected {
    fn code(&self) -> Code {
        Code::Rejected
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let Attempt::Refused(error) = context.read() else {
            return;
        };
        if !must_read(context) {
            return;
        }
        if error.message.ends_with(TOO_DEEP) {
            let reason = "serde_json reads at most 128 levels, so the type's code did not run";
            return drafts.undecided(self.code(), reason);
        }
        if is_read_unescaped(context) {
            let message = format!("{}; it is read if written without needless \\u escapes", error.message);
            let mut draft = FindingDraft::new(self.code(), message)
                .schema_pointer(context.schema.map(|schema| schema.pointer().to_owned()));
            draft.kind = Some(Kind::EscapedText);
            return drafts.push(draft);
        }
        let place = refusal_place(context, error);
        let node = context.at(&place.pointer);
        drafts.push(
            FindingDraft::new(self.code(), place.message)
                .at(place.pointer, place.offset)
                .missing(place.missing)
                .schema_pointer(context.schema.map(|schema| schema.pointer().to_owned()))
                .read(node.map(|node| shortened(context.tree.source(node)))),
        );
    }
}

/// A capture was sent, so it must be read. A generated text must be read if it is valid, unless a key is repeated in it:
/// rejecting that is safe.
fn must_read(context: &CheckContext<'_>) -> bool {
    match context.case.kind {
        CaseKind::Capture => true,
        CaseKind::Sample => context.is_valid() == Some(Ok(true)) && !context.has_duplicate_keys(),
        CaseKind::Mutant | CaseKind::Witness => false,
    }
}

/// Whether the type reads a generated text once no character in it is escaped that need not be. `serde_json` reads keys that are numbers
/// or booleans from the bytes of the text, and servers escape no digits. A capture was written as it is.
fn is_read_unescaped(context: &CheckContext<'_>) -> bool {
    let text = context.tree.text();
    if context.case.kind != CaseKind::Sample || !text.contains("\\u") {
        return false;
    }
    let plain = GeneratedValue::read(text).map(|value| value.text());
    plain.is_some_and(|plain| plain != text && context.subject.read(Decoder::FromStr, &plain).done().is_some())
}
