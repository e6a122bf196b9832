//! Checks of one enum and its union, on many texts.

mod buffered_payload;
mod check;
mod fallen_through;
mod panicked_texts;
mod registry;
mod swapped_variants;
mod tag_anomaly;
mod union_table;
mod unknown_branch;
mod untagged_ambiguous;
mod untagged_shadowed;
mod untagged_unreachable;
mod untagged_unread_branch;
mod usual;
mod wrong_picks;

pub use check::EnumCheck;
pub use registry::{ENUM_CHECKS, check_enum};
pub(super) use untagged_ambiguous::RULE as UNTAGGED_AMBIGUOUS;
pub(super) use untagged_shadowed::RULE as UNTAGGED_SHADOWED;
pub(super) use untagged_unreachable::RULE as UNTAGGED_UNREACHABLE;
pub(super) use untagged_unread_branch::RULE as UNTAGGED_UNREAD_BRANCH;
