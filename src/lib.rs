//! wireproof
pub mod diff;
pub mod json;
mod pointer;
#[cfg(feature = "runs")]
pub mod runs;
pub use pointer::Pointer;
