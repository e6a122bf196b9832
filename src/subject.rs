//! Types under test: how they are bound, and what they do with text.

pub use wireproof_subject::*;
