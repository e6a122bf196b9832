//! The checks of a case, in order.

use super::accepts_invalid::AcceptsInvalid;
use super::check::CaseCheck;
use super::decoders_disagree::DecodersDisagree;
use super::emits_invalid::EmitsInvalid;
use super::lossy::Lossy;
use super::panicked::Panicked;
use super::prints::Prints;
use super::rejected::Rejected;
use super::schema_violation::SchemaViolation;
use super::undocumented_field::UndocumentedField;
use super::unread_key::UnreadKey;
use super::unstable::Unstable;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::Code;

/// All checks of a case, in the order in which they run. `panicked` is last: it reports the panics that the others met.
pub const CASE_CHECKS: &[&dyn CaseCheck] = &[
    &SchemaViolation,
    &UndocumentedField,
    &Rejected,
    &Lossy,
    &EmitsInvalid,
    &AcceptsInvalid,
    &UnreadKey,
    &Unstable,
    &DecodersDisagree,
    &Prints,
    &Panicked,
];

/// The checks that need at least one more pass over a generated sample each, and seldom find what the others do not. A fuzzer
/// runs at most one of them on an input, which doubles the number of inputs.
pub const EXPENSIVE: &[Code] = &[
    Code::SchemaViolation,
    Code::UnreadKey,
    Code::Unstable,
    Code::DecodersDisagree,
];

/// Runs the chosen checks on a case. Findings are not told apart by what their text uses.
pub(crate) fn check_unjudged(context: &CheckContext<'_>, chosen: impl Fn(Code) -> bool) -> Drafts {
    let mut drafts = Drafts::default();
    let checks = CASE_CHECKS.iter().filter(|check| chosen(check.code()));
    if let Err(reason) = context.is_in_proportion() {
        drafts.undecided = checks.map(|check| (check.code(), reason.clone())).collect();
        return drafts;
    }
    for check in checks {
        check.check_case(context, &mut drafts);
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::subject;
    use serde::Serializer;

    fn many<S: Serializer>(times: &usize, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(std::iter::repeat_n(0, *times))
    }

    #[derive(serde::Deserialize, serde::Serialize)]
    #[serde(transparent)]
    struct Many {
        #[serde(serialize_with = "many")]
        times: usize,
    }

    #[test]
    fn a_text_out_of_all_proportion_is_not_compared() {
        let subject = subject!(Many);
        let told = |text: &str| {
            let case = Case::new("a.json", text);
            let tree = case.tree().unwrap();
            check_unjudged(&CheckContext::new(&subject, None, &case, tree), |_| true)
        };
        let (small, large) = (told("3000"), told("6000000"));
        assert!(small.undecided.is_empty() && !small.findings.is_empty());
        assert!(large.findings.is_empty());
        let reason = &large.undecided[0].1;
        assert!(reason.starts_with("the type writes more than 8 MiB"), "{reason}");
        assert_eq!(large.undecided.len(), CASE_CHECKS.len());
    }
}
