//! Steps of a run, and pages of them.

use super::error::RunLastError;
use super::run::ListObjectType;
use super::tool_call::RunStepToolCall;
use super::usage::CompletionUsage;
use super::wire::{Maybe, Metadata, constant, names, object, union};

object! {
    /// One step of a run.
    ///
    /// The keys that every recorded step carries must be there; any other may be missing.
    ///
    /// `#/components/schemas/RunStepObject`
    pub struct RunStepObject {
        /// Names the step.
        pub id: String,
        /// `thread.run.step`
        pub object: RunStepObjectType,
        /// When the step was created: seconds since 1970 (some servers send milliseconds).
        pub created_at: i64,
        /// The assistant that runs.
        pub assistant_id: String,
        /// The thread that the run works on.
        pub thread_id: String,
        /// The run that the step belongs to.
        pub run_id: String,
        /// The kind of step.
        pub r#type: RunStepType,
        /// How far the step is.
        pub status: RunStepStatus,
        /// What the step did.
        pub step_details: RunStepDetails,
        /// Why the step failed.
        pub last_error: Option<RunLastError>,
        /// When the step expired. In the schema; live servers do not send it.
        pub expired_at: Maybe<i64>,
        /// When the step will expire. Not in the schema; live servers send it.
        pub expires_at: Maybe<i64>,
        /// When the step was cancelled, in the unit of `created_at`.
        pub cancelled_at: Option<i64>,
        /// When the step failed, in the unit of `created_at`.
        pub failed_at: Option<i64>,
        /// When the step was completed, in the unit of `created_at`.
        pub completed_at: Option<i64>,
        /// Keys and values that the caller attached. Live servers do not send it.
        pub metadata: Maybe<Metadata>,
        /// Tokens used by the step.
        pub usage: Maybe<CompletionUsage>,
    }
}

object! {
    /// A page of steps.
    ///
    /// `#/components/schemas/ListRunStepsResponse`
    pub struct ListRunStepsResponse {
        /// `list`. Servers without pages may leave it out.
        pub object: Maybe<ListObjectType>,
        /// The steps.
        pub data: Vec<RunStepObject>,
        /// The first step's id; null on an empty page.
        pub first_id: Maybe<String>,
        /// The last step's id; null on an empty page.
        pub last_id: Maybe<String>,
        /// Whether another page follows. Some servers know no pages and leave it out.
        pub has_more: Maybe<bool>,
    }
}

names! {
    /// `#/components/schemas/RunStepObject/properties/object`
    pub enum RunStepObjectType {
        /// A step.
        ThreadRunStep = "thread.run.step",
    }
}

names! {
    /// The kind of a step.
    ///
    /// `#/components/schemas/RunStepObject/properties/type`
    pub enum RunStepType {
        /// A message is written.
        MessageCreation = "message_creation",
        /// Tools are called.
        ToolCalls = "tool_calls",
    }
}

names! {
    /// How far a step is.
    ///
    /// `#/components/schemas/RunStepObject/properties/status`
    pub enum RunStepStatus {
        /// Works.
        InProgress = "in_progress",
        /// Was cancelled.
        Cancelled = "cancelled",
        /// Failed.
        Failed = "failed",
        /// Is done.
        Completed = "completed",
        /// Was not done in time.
        Expired = "expired",
    }
}

union! {
    /// What a step did.
    ///
    /// `#/components/schemas/RunStepObject/properties/step_details`
    pub enum RunStepDetails by optional "type" {
        /// It wrote a message.
        MessageCreation(RunStepDetailsMessageCreationObject) = "message_creation",
        /// It called tools.
        ToolCalls(RunStepDetailsToolCallsObject) = "tool_calls",
    }
}

object! {
    /// A message was written.
    ///
    /// `#/components/schemas/RunStepDetailsMessageCreationObject`
    pub struct RunStepDetailsMessageCreationObject {
        /// `message_creation`
        pub r#type: MessageCreationType,
        /// The message.
        pub message_creation: MessageCreationDetails,
    }
}

constant! {
    /// The tag of a step that writes a message.
    pub struct MessageCreationType = "message_creation";
}

object! {
    /// Which message was written.
    ///
    /// `#/components/schemas/RunStepDetailsMessageCreationObject/properties/message_creation`
    pub struct MessageCreationDetails {
        /// The message's id; null where the message does not exist yet.
        pub message_id: Option<String>,
    }
}

object! {
    /// Tools were called.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsObject`
    pub struct RunStepDetailsToolCallsObject {
        /// `tool_calls`
        pub r#type: ToolCallsType,
        /// The calls; null on servers that write an empty list so.
        pub tool_calls: Option<Vec<RunStepToolCall>>,
    }
}

constant! {
    /// The tag of a step that calls tools.
    pub struct ToolCallsType = "tool_calls";
}
