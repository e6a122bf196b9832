//! Subjects × cases × checks, as a stream of events.
//!
//! wireproof's own work runs in threads of this process, each of which has a subject process of its own for the types: a stack
//! overflow or an endless loop in a type must be a finding, not the end of the run. [`Pool`] hands the cases out and gives the
//! answers in the order of the cases; [`CaseRunner`] is what a thread does with one.

mod ambiguity;
mod case_runner;

mod enums;
mod explore;
mod late;

mod pool;
#[cfg(feature = "ingest")]
mod prove;
mod run;
mod scope;
mod shrink;
mod state;
mod summary;
mod worker;

pub use ambiguity::{Ambiguity, Decided, Overlap, decide};
pub use case_runner::{CaseRunner, Outcome};

pub use crate::interrupt::{interrupt, is_interrupted};
pub use explore::{Exploration, Target, unexplored};
pub use pool::{Fault, Pool};
#[cfg(feature = "ingest")]
pub use prove::Proof;
pub use run::{Event, Replay, Reporter, Session};
pub use scope::{Choice, Scope};
pub use state::RunState;
pub use summary::{Explored, Summary, Unions};
