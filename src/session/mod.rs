//! Subjects × cases × checks, as a stream of events.
//!
//! Types under test run in worker processes, because a stack overflow or an endless loop in one cannot be caught and must
//! be a finding, not the end of the run. [`Pool`] hands the cases out and gives the answers in the order of the cases;
//! [`Bench`] is what a worker does with one.

mod bench;
mod crash;
mod explore;
mod frame;
mod interrupt;
mod losses;
mod outline;
mod pool;
mod process;
mod record;
mod run;
mod shrink;
mod summary;
mod worker;

pub use bench::{Bench, Choice, Outcome, Step};
pub use explore::{Exploration, Target, unexplored};
pub use interrupt::{interrupt, is_interrupted};
pub use losses::Losses;
pub use pool::{Fault, Pool};
pub use record::Record;
pub use run::{Event, Listener, Replay, Session};
pub use summary::{Explored, Summary};
pub use worker::serve;
