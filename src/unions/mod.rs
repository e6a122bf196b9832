//! Unions: which branches of a schema allow the same text, and which variants of an enum read it.
//!
//! On the schema's side each pair of branches is disjoint (proved), overlapping (with a witness that both allow), or unknown.

mod apart;
mod branches;

pub use branches::{Branches, Meeting, Proof};
