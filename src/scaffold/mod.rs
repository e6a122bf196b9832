//! What `wireproof init` writes into the folder of a crate: a configuration, a program that holds the types, a test, first captures,
//! a workflow, and fuzz targets.

mod captures;
mod dependencies;
mod fuzz;
mod look;
mod plan;
mod relative;
mod setting;
mod targets;
mod texts;
mod write;

pub(crate) use dependencies::{Added, add_dependencies};
pub(crate) use look::find_document;
pub(crate) use plan::Scaffold;
pub(crate) use setting::Setting;
pub(crate) use targets::declare_targets;
pub(crate) use write::{Written, write_new};
