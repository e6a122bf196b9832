//! Does the type read every text that it must read?

use super::check::CaseCheck;
use super::refusal_place::refusal_place;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, RuleInfo, shortened};
use crate::subject::Attempt;

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
