//! Subjects × cases × checks, as a stream of events.
//!
//! wireproof's own work runs in threads of this process, each of which has a subject process of its own for the types: a stack
//! overflow or an endless loop in a type must be a finding, not the end of the run. [`Pool`] hands the cases out and gives the
//! answers in the order of the cases; [`CaseRunner`] is what a thread does with one.

mod ambiguity;
mod bug;
mod case_runner;
mod cases;
mod counted_elsewhere;
mod decided;
mod enums;
mod event;
mod explore;
mod fault;
mod guard;
mod late;
mod leeway;
mod outcome;
mod pool;
#[cfg(feature = "ingest")]
mod prove;
mod refusal;
mod report_bugs;
mod run;
mod scope;
mod shard;
mod shared;
mod shown;
mod shrink;
mod state;
mod status;
mod subjects;
mod summary;
mod wall;
mod worker;

pub use crate::interrupt::{interrupt, is_interrupted};
pub use ambiguity::{Ambiguity, decide};
pub use case_runner::CaseRunner;
pub use cases::Target;
pub use counted_elsewhere::CountedElsewhere;
pub use decided::{Decided, Overlap};
pub use event::{Event, Replay, Reporter};
pub use explore::{CauseOf, Exploration, ExploredPart, unexplored};
pub use fault::Fault;
pub use outcome::Outcome;
pub use pool::Pool;
#[cfg(feature = "ingest")]
pub use prove::Proof;
pub use run::Session;
pub use scope::{Choice, Scope};
pub use shard::Shard;
pub use state::RunState;
pub use status::Status;
pub use summary::{Explored, NotReproduced, ReadSamples, SubjectNumbers, Summary, Unions};
pub use wall::{Wall, by_property};
