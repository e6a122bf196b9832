//! The OpenAI run types: the type set that ships.
mod delta;
mod error;
mod event;
mod required_action;
mod response_format;
mod run;
mod step;
mod tool;
mod tool_call;
mod tool_choice;
mod usage;
mod wire;

use crate::subject;
use crate::subject::TypeSet;

pub use delta::*;
pub use error::*;
pub use event::*;
pub use required_action::*;
pub use response_format::*;
pub use run::*;
pub use step::*;
pub use tool::*;
pub use tool_call::*;
pub use tool_choice::*;
pub use usage::*;
pub use wire::{Json, Maybe, Metadata, UnknownKeys, UnknownKind};

/// The run types as a type set, each bound to its component of the published document.
///
/// The events of a stream are bound twice, once for runs and once for steps, and a third time for all others.
pub fn type_set() -> TypeSet {
    let subjects = vec![
        subject!(RunObject),
        subject!(ListRunsResponse),
        subject!(RunStepObject),
        subject!(ListRunStepsResponse),
        subject!(RunStepDeltaObject),
        subject!(AssistantStreamEvent as "RunStreamEvent"),
        subject!(AssistantStreamEvent as "RunStepStreamEvent"),
        subject!(AssistantStreamEvent for any event),
    ];
    TypeSet::new("runs", subjects)
}
