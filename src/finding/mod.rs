//! Findings: what checks report, how bad it is, and what the user expects.

mod cause;
mod code;
mod default_level;
mod display;
mod draft;
mod enum_table;
mod equality;
mod expectation_entry;
mod expectation_index;
mod expectations;
mod identity;
mod kind;
mod known_keys;
mod level;
mod located;
mod pattern;
mod policy;
mod rule;
mod severity;
mod shortened;

pub(crate) use cause::link_causes;
pub use code::Code;
pub use default_level::default_level;
pub use display::{is_unprintable, sanitize_for_terminal};
pub use draft::FindingDraft;
pub use enum_table::{BranchRow, UnionTable, VariantRow, WholeWitness};
pub use equality::Equality;
pub use expectations::{Expectations, ExpectationsError, ExpectationsErrorKind, Unfulfilled};
pub(crate) use identity::{LEFT_OUT, READ_BY_NONE, hash, read_if, remedy_of, without_values};
pub use kind::{Kind, SourceKind};
pub(crate) use known_keys::KnownKeys;
pub use level::Level;
pub use located::{AlikePlace, Finding, Location};
pub(crate) use pattern::matches;
pub use policy::FindingPolicy;
pub use rule::RuleInfo;
pub use severity::{SeverityOverride, SeverityPolicy};
#[cfg(feature = "cli")]
pub(crate) use shortened::without_beginning;
pub(crate) use shortened::{shortened, shortened_pair};
