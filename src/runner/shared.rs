//! What the threads of a run share, and what they send to each other.

use super::fault::Fault;
use super::guard::lock;
use super::outcome::Outcome;
use super::scope::Scope;
use crate::case::{Case, Skipped};
use crate::subject::{RemoteTypes, TypeProgram};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How many times as long as a type wireproof itself may take: validation and comparison of the largest text are slow,
/// and no fault of the type.
const OWN_SHARE: u32 = 6;

/// What all threads of a run share.
pub(super) struct Shared {
    program: TypeProgram,
    pub(super) scope: Arc<Scope>,
    /// A process that was started already, to learn what it holds.
    started: Mutex<Option<RemoteTypes>>,
    /// Whether cases are examined without their schemas from now on: too many took too long.
    pub(super) skips_schemas: AtomicBool,
}

impl Shared {
    /// `types` is a process of the program that was started already.
    pub(super) fn new(program: TypeProgram, types: RemoteTypes, scope: Scope) -> Shared {
        Shared {
            program,
            scope: Arc::new(scope),
            started: Mutex::new(Some(types)),
            skips_schemas: AtomicBool::new(false),
        }
    }

    /// Keeps a process for the next thread that needs one.
    pub(super) fn give_back(&self, types: RemoteTypes) {
        *lock(&self.started) = Some(types);
    }

    /// Calls types again that have been given up because they crashed too often.
    pub(super) fn reset_crashes(&self) {
        self.program.reset_crashes();
    }

    /// A subject process of one's own.
    pub(super) fn start_types(&self) -> Result<RemoteTypes, Fault> {
        match lock(&self.started).take() {
            Some(types) => Ok(types),
            None => Ok(RemoteTypes::start(&self.program)?),
        }
    }

    /// How long wireproof itself may be busy with a case.
    pub(super) fn own_limit(&self) -> Duration {
        self.program.limits().time.saturating_mul(OWN_SHARE)
    }
}

/// Cases that are examined one after the other, and where they stand among the batches of the run.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    pub(super) sequence: usize,
    pub(super) items: Arc<Vec<Result<Case, Skipped>>>,
}

/// Where a thread gets its batches, and where its answers go.
#[derive(Clone)]
pub(super) struct Channels {
    pub(super) batches: Arc<Mutex<Receiver<Batch>>>,
    pub(super) answers: Sender<Message>,
}

/// What the threads tell the run.
pub(super) enum Message {
    /// A batch is done.
    Answered(usize, Vec<Answer>),
    /// There were so many batches.
    Total(usize),
    /// No subject process can be started.
    Failed(Fault),
}

/// What was asked for, and what came of it.
pub(super) type Answer = (Result<Case, Skipped>, Outcome);
