//! The audit of a published crate: from its rustdoc JSON to a type set, with no line of Rust.
//!
//! `discover` finds the crate and its rustdoc JSON; `model` is what serde makes of the crate's types; `shape` is the JSON that
//! each of them reads and writes; `matching` binds types to schemas of the document; `repair` changes the source so that a
//! finding is gone, and proves it. Nothing else in the engine knows that a
//! type set can be made this way.

mod audited;
mod by_hand;
mod cause;
mod crate_types;
mod describe;
pub(crate) mod discover;
mod error;
pub(crate) mod matching;
pub(crate) mod model;
pub(crate) mod names;
mod own_words;
pub(crate) mod probe;
mod register;
mod repair;
mod result;

pub(crate) use audited::{Audited, BoundInRust, BuiltProbe};
pub(crate) use cause::{Cause, Fold, OwnSchema, OwnSchemas};
pub(crate) use crate_types::CrateTypes;
pub(crate) use error::AuditError;
pub(crate) use matching::Rules;
pub(crate) use model::TypeId;
pub(crate) use own_words::own_words;
pub(crate) use register::registrations;
pub(crate) use repair::{CauseId, CrateCopy, Repairs, TextEdit, ids};
pub(crate) use result::{AuditFinding, AuditResult, AuditedCrate, RepairCounts, finding_of};

#[cfg(test)]
mod fixture_tests;
