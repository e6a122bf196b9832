//! Does the type read a mutant?

use super::{Check, CheckContext, RuleInfo, Sink};
use crate::case::CaseKind;
use crate::finding::Code;
use crate::generate::OPERATORS;

pub(super) struct AcceptsInvalid;

impl Check for AcceptsInvalid {
    fn code(&self) -> Code {
        Code::AcceptsInvalid
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does the type read a mutant: a value with exactly one thing wrong, which is proven invalid?",
            summary: "type reads what the schema forbids",
            rationale: "A mistake of the server goes in without a word and comes out elsewhere. It may well be a choice: a type \
                  that is open to new values, or lenient to servers that leave something out, reads more than the \
                  schema allows. The finding says where, so that it is a choice and no accident.",
            fix: "Where it is an accident: an enum instead of a string, a type instead of `Value`, no `default` on a \
                   required key. Where it is a choice: accept the finding with a reason, and run with --strict.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let Some(fault) = context
            .case
            .fault
            .as_ref()
            .filter(|_| context.case.kind == CaseKind::Mutant)
        else {
            return;
        };
        if context.read().done().is_none() {
            return;
        }
        match context.is_valid() {
            Some(Ok(false)) => {}
            Some(Ok(true)) => {
                return sink.unknown(self.code(), "the mutant satisfies the schema, so it proves nothing");
            }
            Some(Err(reason)) => return sink.unknown(self.code(), reason),
            None => return,
        }
        let mut hit = context.hit_at(fault.pointer.clone());
        hit.kind = OPERATORS.into_iter().find(|operator| *operator == fault.operator);
        hit.schema_pointer = context.schema.map(|schema| schema.pointer().to_owned());
        hit.message = format!("read, though it is invalid: {}", fault.operator.replace('_', " "));
        sink.hit(self.code(), hit);
    }
}
