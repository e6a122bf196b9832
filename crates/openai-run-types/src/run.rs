//! Runs, and pages of them.

use super::error::RunLastError;
use super::required_action::RunRequiredAction;
use super::response_format::AssistantsApiResponseFormatOption;
use super::tool::Tool;
use super::tool_choice::AssistantsApiToolChoiceOption;
use super::usage::CompletionUsage;
use super::wire::{Maybe, Metadata, names, object};

object! {
    /// A run of an assistant on a thread.
    ///
    /// The keys that every recorded run carries must be there; any other may be missing.
    ///
    /// `#/components/schemas/RunObject`
    pub struct RunObject {
        /// Names the run.
        pub id: String,
        /// `thread.run`
        pub object: RunObjectType,
        /// When the run was created: seconds since 1970 (some servers send milliseconds).
        pub created_at: i64,
        /// The thread that the run works on.
        pub thread_id: String,
        /// The assistant that runs.
        pub assistant_id: String,
        /// How far the run is.
        pub status: RunStatus,
        /// What the caller has to do before the run goes on.
        pub required_action: Maybe<RunRequiredAction>,
        /// Why the run failed.
        pub last_error: Option<RunLastError>,
        /// When the run will expire, in the unit of `created_at`.
        pub expires_at: Option<i64>,
        /// When the run started, in the unit of `created_at`.
        pub started_at: Option<i64>,
        /// When the run was cancelled, in the unit of `created_at`.
        pub cancelled_at: Option<i64>,
        /// When the run failed, in the unit of `created_at`.
        pub failed_at: Option<i64>,
        /// When the run was completed, in the unit of `created_at`.
        pub completed_at: Option<i64>,
        /// Why the run is incomplete.
        pub incomplete_details: Maybe<IncompleteDetails>,
        /// The model that ran.
        pub model: String,
        /// The instructions for this run. Live servers send null, against the schema.
        pub instructions: Option<String>,
        /// The tools that the run could call.
        pub tools: Vec<Tool>,
        /// Keys and values that the caller attached.
        pub metadata: Option<Metadata>,
        /// Tokens used so far.
        pub usage: Maybe<CompletionUsage>,
        /// The sampling temperature.
        pub temperature: Maybe<f64>,
        /// The share of probability mass that was sampled from.
        pub top_p: Maybe<f64>,
        /// The most prompt tokens that the run may use.
        pub max_prompt_tokens: Maybe<i64>,
        /// The most completion tokens that the run may use. Live servers go below the schema's minimum of 256.
        pub max_completion_tokens: Maybe<i64>,
        /// How the thread is cut before the run.
        pub truncation_strategy: Maybe<TruncationObject>,
        /// Which tool the model calls.
        pub tool_choice: Maybe<AssistantsApiToolChoiceOption>,
        /// Whether tools may be called side by side. Runs of early 2024 lack the key, against the schema.
        pub parallel_tool_calls: Maybe<bool>,
        /// The format that the model must answer in.
        pub response_format: Maybe<AssistantsApiResponseFormatOption>,
    }
}

object! {
    /// A page of runs.
    ///
    /// `#/components/schemas/ListRunsResponse`
    pub struct ListRunsResponse {
        /// `list`. Servers without pages may leave it out.
        pub object: Maybe<ListObjectType>,
        /// The runs.
        pub data: Vec<RunObject>,
        /// The first run's id; null on an empty page.
        pub first_id: Maybe<String>,
        /// The last run's id; null on an empty page.
        pub last_id: Maybe<String>,
        /// Whether another page follows. Some servers know no pages and leave it out.
        pub has_more: Maybe<bool>,
    }
}

names! {
    /// `#/components/schemas/RunObject/properties/object`
    pub enum RunObjectType {
        /// A run.
        ThreadRun = "thread.run",
    }
}

names! {
    /// The `object` of a page.
    pub enum ListObjectType {
        /// A page.
        List = "list",
    }
}

names! {
    /// How far a run is.
    ///
    /// `#/components/schemas/RunObject/properties/status`
    pub enum RunStatus {
        /// Waits for its turn.
        Queued = "queued",
        /// Works.
        InProgress = "in_progress",
        /// Waits for the caller.
        RequiresAction = "requires_action",
        /// Is being cancelled.
        Cancelling = "cancelling",
        /// Was cancelled.
        Cancelled = "cancelled",
        /// Failed.
        Failed = "failed",
        /// Is done.
        Completed = "completed",
        /// Ended before it was done.
        Incomplete = "incomplete",
        /// Was not done in time.
        Expired = "expired",
    }
}

object! {
    /// Why a run is incomplete.
    ///
    /// `#/components/schemas/RunObject/properties/incomplete_details`
    pub struct IncompleteDetails {
        /// The limit that was reached.
        pub reason: Maybe<IncompleteReason>,
    }
}

names! {
    /// The limit that a run reached.
    ///
    /// `#/components/schemas/RunObject/properties/incomplete_details/properties/reason`
    pub enum IncompleteReason {
        /// No more completion tokens.
        MaxCompletionTokens = "max_completion_tokens",
        /// No more prompt tokens.
        MaxPromptTokens = "max_prompt_tokens",
    }
}

object! {
    /// How a thread is cut before a run.
    ///
    /// `#/components/schemas/TruncationObject`
    pub struct TruncationObject {
        /// The way of cutting.
        pub r#type: Maybe<TruncationType>,
        /// How many messages are kept.
        pub last_messages: Maybe<i64>,
    }
}

names! {
    /// The way of cutting a thread.
    ///
    /// `#/components/schemas/TruncationObject/properties/type`
    pub enum TruncationType {
        /// The middle is dropped until the rest fits.
        Auto = "auto",
        /// The last messages are kept.
        LastMessages = "last_messages",
    }
}
