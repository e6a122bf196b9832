//! wireproof
pub mod case;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod corpus;
pub mod diff;
mod examine;
pub mod exit_code;
pub mod finding;
pub mod json;
pub mod known;
mod pointer;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "runs")]
pub mod runs;
pub mod session;
pub mod spec;
pub mod subject;

pub use case::Case;
pub use examine::{Verdict, examine};
pub use pointer::Pointer;
