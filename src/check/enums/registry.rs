//! The checks of an enum, in order.

use super::buffered_payload::BufferedPayload;
use super::check::EnumCheck;
use super::fallen_through::FallenThrough;
use super::panicked_texts::PanickedTexts;
use super::swapped_variants::SwappedVariants;
use super::tag_anomaly::TagAnomalies;
use super::unknown_branch::UnknownBranches;
use super::untagged_ambiguous::UntaggedAmbiguous;
use super::untagged_shadowed::UntaggedShadowed;
use super::untagged_unreachable::UntaggedUnreachable;
use super::untagged_unread_branch::UntaggedUnreadBranch;
use crate::check::drafts::Drafts;
use crate::enums::EnumAnalysis;

/// All checks of an enum, in the order in which they run.
pub const ENUM_CHECKS: &[&dyn EnumCheck] = &[
    &BufferedPayload,
    &UntaggedShadowed,
    &FallenThrough,
    &SwappedVariants,
    &UntaggedUnreadBranch,
    &UnknownBranches,
    &UntaggedUnreachable,
    &UntaggedAmbiguous,
    &PanickedTexts,
    &TagAnomalies,
];

/// Runs all checks on an enum.
pub fn check_enum(analysis: &EnumAnalysis<'_>) -> Drafts {
    let mut drafts = Drafts::default();
    for check in ENUM_CHECKS {
        check.check_enum(analysis, &mut drafts);
    }
    drafts
}
