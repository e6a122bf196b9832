//! Changes of the source that repair what an audit found, each proven on a copy of the crate.
//!
//! `candidates` makes changes of a cause: text edits of the item (`changes`), which is found in its file by the place that rustdoc
//! names (`item_text`). `proof` decides which of them hold: with the change the cause is gone, and there is no new one.

mod attributes;
mod candidates;
mod cause_id;
mod changes;
mod context;
mod crate_copy;
mod diff;
mod document;
mod edit;
mod identifiers;
mod inferred_type;
mod item_text;
mod keys;
mod proof;
mod repairs;
mod scan;
mod sources;
mod variants;

pub(crate) use cause_id::CauseId;
pub(crate) use crate_copy::CrateCopy;
pub(crate) use edit::TextEdit;
pub(crate) use repairs::{Repairs, ids};
