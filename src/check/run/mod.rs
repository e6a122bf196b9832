//! Checks of a whole run: of the files that shape it, not of a case.

mod check;
mod stale_overlay;
mod unfulfilled_expectation;

pub use check::{AppliedOverlay, RunCheck, RunContext, RunDraft};
pub(super) use stale_overlay::RULE as STALE_OVERLAY;
pub(super) use unfulfilled_expectation::RULE as UNFULFILLED_EXPECTATION;

/// All checks of a run, in the order in which they run. `unfulfilled_expectation` is last: the findings of the others may
/// fulfil an expectation.
pub const RUN_CHECKS: &[&dyn RunCheck] = &[
    &stale_overlay::StaleOverlay,
    &unfulfilled_expectation::UnfulfilledExpectation,
];
