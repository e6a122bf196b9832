//! Subjects × cases × checks, as a stream of events.
//!
//! Types under test run in worker processes, because a stack overflow or an endless loop in one cannot be caught and must
//! be a finding, not the end of the run. [`Pool`] hands the cases out and gives the answers in the order of the cases;
//! [`Bench`] is what a worker does with one.

mod ambiguity;
mod bench;
mod crash;
mod crash_budget;
mod enums;
mod explore;
mod frame;
mod interrupt;
mod pool;
mod process;
#[cfg(feature = "ingest")]
mod prove;
mod run;
mod shrink;
mod state;
mod summary;
mod worker;

pub use ambiguity::{Ambiguity, Decided, Overlap, decide};
pub use bench::{Bench, Choice, Outcome, Step};
pub use crash_budget::CrashBudget;
pub use explore::{Exploration, Target, unexplored};
pub use interrupt::{interrupt, is_interrupted};
pub use pool::{Fault, Pool};
#[cfg(feature = "ingest")]
pub use prove::Proof;
pub use run::{Event, Replay, Reporter, Session};
pub use state::RunState;
pub use summary::{Explored, Summary, Unions};
pub use worker::serve;
