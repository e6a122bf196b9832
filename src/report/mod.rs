//! Reports: listeners on the stream of a run's events.
//!
//! A report knows findings and events, never a check; the one line that a check says of itself comes in from outside.

mod group;
mod human;
mod json;
mod progress;
mod union;
mod words;

pub use human::{Human, Totals};
pub use json::Json;
pub use progress::Progress;
pub use words::{Words, harmless, shell_quoted};
