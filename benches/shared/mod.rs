//! What the benches have in common: the texts, the bodies, and how they are measured.

pub mod bodies;
pub mod commands;
pub mod count;
pub mod pages;
pub mod time;
pub mod worst;
