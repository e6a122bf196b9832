//! Events of a stream.

use super::delta::RunStepDeltaObject;
use super::run::RunObject;
use super::step::RunStepObject;
use super::wire::{Json, UnknownKeys, UnknownKind, constant, names, object, under, union};
use serde::de::DeserializeOwned;

union! {
    /// One event of a run's stream: its name and its data.
    ///
    /// Events about runs and steps are typed. Any other (a message, `error`, `done`, one that does not exist yet) is
    /// `Other`, kept whole.
    ///
    /// `#/components/schemas/AssistantStreamEvent`
    pub enum AssistantStreamEvent by "event" {
        /// Something happened to the run.
        Run(RunStreamEvent) = "thread.run.created" | "thread.run.queued" | "thread.run.in_progress"
            | "thread.run.requires_action" | "thread.run.completed" | "thread.run.incomplete" | "thread.run.failed"
            | "thread.run.cancelling" | "thread.run.cancelled" | "thread.run.expired",
        /// Something happened to a step.
        RunStep(RunStepStreamEvent) = "thread.run.step.created" | "thread.run.step.in_progress"
            | "thread.run.step.completed" | "thread.run.step.failed" | "thread.run.step.cancelled"
            | "thread.run.step.expired",
        /// Something was added to a step.
        RunStepDelta(RunStepDeltaStreamEvent) = "thread.run.step.delta",
    }
}

/// The data that ends a stream, by custom. It is not JSON, though it looks like the start of it.
const DONE: &str = "[DONE]";

impl AssistantStreamEvent {
    /// Makes an event of the two fields that a server-sent event has.
    ///
    /// Data that is not JSON, such as `[DONE]`, is kept as a string, where the event is about no run and the data does
    /// not begin as an object, an array or a string of JSON does: that is JSON which was cut off.
    ///
    /// # Errors
    /// When the event is about a run or a step, and its data is not one; when data is JSON that was cut off, or broken.
    /// The line and column of an error are those in `data`, its pointer starts with `/data`.
    pub fn from_sse(event: &str, data: &str) -> serde_json::Result<AssistantStreamEvent> {
        if let Some(event) = RunEventName::known(event) {
            return Ok(AssistantStreamEvent::Run(RunStreamEvent {
                event,
                data: read(data)?,
                unknown: UnknownKeys::default(),
            }));
        }
        if let Some(event) = RunStepEventName::known(event) {
            return Ok(AssistantStreamEvent::RunStep(RunStepStreamEvent {
                event,
                data: read(data)?,
                unknown: UnknownKeys::default(),
            }));
        }
        if event == "thread.run.step.delta" {
            return Ok(AssistantStreamEvent::RunStepDelta(RunStepDeltaStreamEvent {
                event: RunStepDeltaEventType,
                data: read(data)?,
                unknown: UnknownKeys::default(),
            }));
        }
        let must_be_json = event.starts_with("thread.run.") || data.trim_start().starts_with(['{', '[', '"']);
        let kept = match serde_json::from_str::<Json>(data) {
            Ok(json) => json,
            Err(error) if must_be_json && data != DONE => return Err(error),
            Err(_) => Json::from(data),
        };
        let mut keys = UnknownKeys::default();
        keys.push("event", Json::from(event));
        keys.push("data", kept);
        Ok(AssistantStreamEvent::Other(UnknownKind::new(
            Some(event.to_owned()),
            keys,
        )))
    }
}

fn read<T: DeserializeOwned>(data: &str) -> serde_json::Result<T> {
    serde_json::from_str(data).map_err(|error| under("data", error))
}

object! {
    /// Something happened to the run.
    ///
    /// `#/components/schemas/RunStreamEvent`
    pub struct RunStreamEvent {
        /// What happened.
        pub event: RunEventName,
        /// The run as it is now. Its status need not be the event's: recordings hold a `thread.run.completed` whose run
        /// is `incomplete`.
        pub data: RunObject,
    }
}

names! {
    /// What happened to a run.
    pub enum RunEventName {
        /// It was created.
        Created = "thread.run.created",
        /// It waits for its turn.
        Queued = "thread.run.queued",
        /// It works.
        InProgress = "thread.run.in_progress",
        /// It waits for the caller.
        RequiresAction = "thread.run.requires_action",
        /// It is done.
        Completed = "thread.run.completed",
        /// It ended before it was done.
        Incomplete = "thread.run.incomplete",
        /// It failed.
        Failed = "thread.run.failed",
        /// It is being cancelled.
        Cancelling = "thread.run.cancelling",
        /// It was cancelled.
        Cancelled = "thread.run.cancelled",
        /// It was not done in time.
        Expired = "thread.run.expired",
    }
}

object! {
    /// Something happened to a step.
    ///
    /// `#/components/schemas/RunStepStreamEvent`
    pub struct RunStepStreamEvent {
        /// What happened.
        pub event: RunStepEventName,
        /// The step as it is now.
        pub data: RunStepObject,
    }
}

names! {
    /// What happened to a step.
    pub enum RunStepEventName {
        /// It was created.
        Created = "thread.run.step.created",
        /// It works.
        InProgress = "thread.run.step.in_progress",
        /// It is done.
        Completed = "thread.run.step.completed",
        /// It failed.
        Failed = "thread.run.step.failed",
        /// It was cancelled.
        Cancelled = "thread.run.step.cancelled",
        /// It was not done in time.
        Expired = "thread.run.step.expired",
    }
}

object! {
    /// Something was added to a step.
    ///
    /// `#/components/schemas/RunStepStreamEvent/oneOf/2`
    pub struct RunStepDeltaStreamEvent {
        /// `thread.run.step.delta`
        pub event: RunStepDeltaEventType,
        /// What was added.
        pub data: RunStepDeltaObject,
    }
}

constant! {
    /// The tag of [`RunStepDeltaStreamEvent`].
    pub struct RunStepDeltaEventType = "thread.run.step.delta";
}
