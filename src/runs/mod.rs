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
