//! What the benches have in common: the texts, the bodies, and how instructions are counted.

pub mod bodies;
pub mod count;
pub mod pages;
