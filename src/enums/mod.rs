//! Unions: which branches of a schema allow the same text, and which variants of an enum read it.
//!
//! On the schema's side each pair of branches is disjoint (proved), overlapping (with a witness that both allow), or unknown.

//! On the type's side an enum is asked about many texts: which variants read each, and which one it picks.

mod alike;
mod analysis;
mod branch_matcher;
mod branches;
mod disjointness;
mod embedding;
mod fall_through;
mod kept_formats;
mod pattern_starts;
mod pinned;
mod reading;
mod smallest;
mod tag_word;
mod tags;
mod texts;
mod unknown_branch;

pub use alike::one_of_each_schema;
pub use analysis::{EnumAnalysis, Wrong};
pub use branches::{Branches, PairRelation, Proof};
pub use embedding::Embedding;
pub use fall_through::FallThrough;
pub use reading::Reading;
pub use tag_word::TagWord;
pub use tags::TagAnomaly;
pub use unknown_branch::UnknownBranch;
