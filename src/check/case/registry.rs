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
    for check in CASE_CHECKS.iter().filter(|check| chosen(check.code())) {
        check.check_case(context, &mut drafts);
    }
    drafts
}
