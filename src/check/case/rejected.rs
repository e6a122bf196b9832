//! Does the type read every text that it must read?

use super::check::CaseCheck;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, RuleInfo, shortened};
use crate::pointer::Pointer;
use crate::subject::{Attempt, ReadError};

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
        let place = place(context, error);
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

struct Place<'e> {
    pointer: Pointer,
    offset: usize,
    /// The error's message, without the path.
    message: &'e str,
    /// The key that the type misses.
    missing: Option<String>,
}

/// The place of an error: the path at the start of its message if that exists in the case, else the value at its position.
fn place<'e>(context: &CheckContext<'_>, error: &'e ReadError) -> Place<'e> {
    let message = error.message.as_str();
    if let Some((path, message)) = message.split_once(": ").filter(|(path, _)| path.starts_with('/')) {
        let pointer = Pointer::from(path);
        if let Some(node) = context.at(&pointer) {
            return Place {
                offset: context.tree.start(node),
                pointer,
                message,
                missing: missing_key(message),
            };
        }
    }
    if error.line == 0 {
        return Place {
            pointer: Pointer::root(),
            offset: 0,
            message,
            missing: missing_key(message),
        };
    }
    let offset = context.case.offset_of(error.line, error.column);
    let pointer = context.tree.pointer_to(offset);
    let missing = missing_key(message);
    // Serde notices at the end of an object that a key is missing. Where the object begins is where the other checks report it.
    let start = context.at(&pointer).filter(|_| missing.is_some());
    Place {
        offset: start.map_or(offset, |node| context.tree.start(node)),
        pointer,
        message,
        missing,
    }
}

/// The key that is missing, as the errors of serde and of types made by hand name it.
fn missing_key(message: &str) -> Option<String> {
    let key = ["missing field `", "missing key `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))?;
    Some(key[..key.find('`')?].to_owned())
}
