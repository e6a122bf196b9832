//! Does every expectation match a finding?

use super::check::{RunCheck, RunContext, RunDraft};
use crate::finding::{Code, FindingDraft, Kind, RuleInfo, SourceKind};

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UnfulfilledExpectation,
    question: "does every expectation match a finding?",
    summary: "expectation matches no finding",
    rationale: "The accepted finding does not occur any more. An expectation that stays in the file would hide its return.",
    fix: "Delete the expectation. If the input that showed the finding was not part of the run, name that input in the \
          expectation's `case`.",
};

pub(super) struct UnfulfilledExpectation;

impl RunCheck for UnfulfilledExpectation {
    fn code(&self) -> Code {
        Code::UnfulfilledExpectation
    }

    fn check_run(&self, context: &RunContext<'_>) -> Vec<RunDraft> {
        // The finding may be in an input that was not examined.
        if context.interrupted {
            return Vec::new();
        }
        let unfulfilled = context.expectations.unfulfilled().into_iter();
        let draft = |unfulfilled: crate::finding::Unfulfilled| RunDraft {
            draft: FindingDraft::new(
                Code::UnfulfilledExpectation,
                format!("no finding `{}`: {}", unfulfilled.code, unfulfilled.reason),
            ),
            subject: unfulfilled.subject.unwrap_or_else(|| "any subject".to_owned()),
            file: unfulfilled.file,
            file_kind: SourceKind::Expectations,
            line: unfulfilled.line,
        };
        unfulfilled.map(draft).chain(without_reason(context)).collect()
    }
}

/// One finding for all expectations whose reason is still to be written: there may be many after `check --accept`.
fn without_reason(context: &RunContext<'_>) -> Option<RunDraft> {
    let open = context.expectations.without_reason();
    let (file, line) = open.first()?.clone();
    let message = match open.len() {
        1 => "the reason of the expectation is still to be written".to_owned(),
        count => format!("the reasons of {count} expectations are still to be written; this is the first"),
    };
    Some(RunDraft {
        draft: FindingDraft::new(Code::UnfulfilledExpectation, message).kind(Kind::NoReason),
        subject: "any subject".to_owned(),
        file,
        file_kind: SourceKind::Expectations,
        line,
    })
}
