//! What `wireproof init` writes into the folder of a crate: a configuration, a program that holds the types, a test, first captures,
//! and a workflow.

mod captures;
mod dependencies;
mod look;
mod plan;
mod targets;
mod texts;
mod write;

pub(crate) use dependencies::{Added, add_dependencies};
pub(crate) use look::find_document;
pub(crate) use plan::{Scaffold, Setting};
pub(crate) use targets::declare_targets;
pub(crate) use write::{Written, write_new};
