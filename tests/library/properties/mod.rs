//! What must hold of any text: the exact trees, their comparison, the readers of captures, and the run types' promise
//! to lose nothing.

mod dice;
mod lossless;
mod shape;
mod shortcuts;
mod texts;
mod trees;
