//! Unions: which branches of a schema allow the same text, and which variants of an enum read it.
//!
//! On the schema's side each pair of branches is disjoint (proved), overlapping (with a witness that both allow), or unknown.

//! On the type's side an enum is asked about many texts: which variants read each, and which one it picks.

mod apart;
mod branches;
mod exam;
mod mapping;
mod pinned;
mod reading;
mod smallest;
mod tags;
mod texts;
mod whole;

pub use branches::{Branches, Meeting, Proof};
pub use exam::{UnionExam, Wrong};
pub use reading::Reading;
pub use tags::Oddity;
pub use whole::Around;
