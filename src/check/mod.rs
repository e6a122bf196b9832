//! Checks: one question each about a subject, a schema and a case.
//!
//! A check looks at an [`CheckContext`] and tells a [`Sink`] what it found; it cannot print, and it knows no other check.

mod accepts_invalid;
mod context;
mod decoders_disagree;
mod draft;
mod emits_invalid;
mod lossy;
mod panicked;
mod rejected;
mod schema_violation;
mod stale_overlay;
mod swapped_keys;
mod swapped_words;
mod table;
mod undocumented_field;
mod unfulfilled_expectation;
mod unread_key;
mod unread_word;
mod unstable;
mod untagged_ambiguous;
mod untagged_shadowed;
mod untagged_unreachable;

pub use context::{CheckContext, Undecided};
pub use draft::{FindingDraft, Sink};
pub use schema_violation::INVALID_SAMPLE;

use crate::enums::EnumAnalysis;
use crate::finding::Code;
pub(crate) use table::union_table;

/// One question.
pub trait Check: Sync {
    /// Its code.
    fn code(&self) -> Code;

    /// What it is about, for `wireproof explain`.
    fn info(&self) -> RuleInfo;

    /// Looks at one case. Checks that look at a whole run do nothing here.
    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink);

    /// Looks at one enum and its union. Checks that look at cases do nothing here.
    fn check_enum(&self, _: &EnumAnalysis<'_>, _: &mut Sink) {}
}

/// What a check is about, in words.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo {
    /// The question.
    pub question: &'static str,
    /// One line for a report, true of every finding of the check.
    pub summary: &'static str,
    /// Why a bad answer matters.
    pub rationale: &'static str,
    /// How to mend it.
    pub fix: &'static str,
}

/// All checks, in the order in which they look. `panicked` comes last: it tells of what the others met.
pub const CHECKS: &[&dyn Check] = &[
    &schema_violation::SchemaViolation,
    &undocumented_field::UndocumentedField,
    &rejected::Rejected,
    &lossy::Lossy,
    &emits_invalid::EmitsInvalid,
    &accepts_invalid::AcceptsInvalid,
    &unread_key::UnreadKey,
    &unstable::Unstable,
    &decoders_disagree::DecodersDisagree,
    &untagged_shadowed::UntaggedShadowed,
    &untagged_unreachable::UntaggedUnreachable,
    &untagged_ambiguous::UntaggedAmbiguous,
    &panicked::Panicked,
    &unfulfilled_expectation::UnfulfilledExpectation,
    &stale_overlay::StaleOverlay,
];

/// The check with that code.
pub fn check(code: Code) -> Option<&'static dyn Check> {
    CHECKS.iter().copied().find(|check| check.code() == code)
}
