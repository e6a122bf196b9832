//! Does the type read a mutant?

use super::check::CaseCheck;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, Kind, RuleInfo};

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::AcceptsInvalid,
    question: "does the type read a mutant, a text that violates exactly one constraint of the schema?",
    summary: "type reads a text that the schema forbids",
    rationale: "An error of the server is not noticed where it is read and shows up elsewhere. Reading more than the schema \
                allows may be intended: a type can be open to new values, or tolerate a missing key. The finding lists each \
                such place, so that the leniency is a decision and not an accident.",
    fix: "If it is an accident, use an enum instead of a string and a type instead of `Value`, and put no `default` on a \
          required key. If it is intended, add an expectation with a reason and run with `--strict`.",
};

pub(super) struct AcceptsInvalid;

impl CaseCheck for AcceptsInvalid {
    fn code(&self) -> Code {
        Code::AcceptsInvalid
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let is_mutant = context.case.kind == CaseKind::Mutant;
        let Some(fault) = context.case.fault.as_ref().filter(|_| is_mutant) else {
            return;
        };
        if context.read().done().is_none() {
            return;
        }
        match context.is_valid() {
            Some(Ok(false)) => {}
            Some(Ok(true)) => {
                return drafts.undecided(self.code(), "the mutant satisfies the schema, so it proves nothing");
            }
            Some(Err(reason)) => return drafts.undecided(self.code(), reason),
            None => return,
        }
        let message = format!("read, although it is invalid: {}", fault.operator.replace('_', " "));
        let mut draft = context.draft_at(self.code(), fault.pointer.clone(), message);
        draft.kind = Kind::from_text(&fault.operator);
        draft.schema_pointer = context.schema.map(|schema| schema.pointer().to_owned());
        drafts.push(draft);
    }
}
