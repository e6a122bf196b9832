//! The assistants types of `async-openai`, as a program that holds types for wireproof.
#![allow(deprecated)] // The crate marks all its assistants types so.

use async_openai::types::assistants::*;
use wireproof_subject::{EnumSubject, TypeSet, serve, subject, tagged};

/// The published document, and where it is known to differ from what servers send: the same as for the embedded types.
const DOCUMENT: &str = include_str!("../../../corpus/schema/openai-runs.json");
const OVERLAY: &str = include_str!("../../../corpus/overlays/openai-runs.json");

fn main() {
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
    let mut unions = of_objects();
    unions.extend(of_words());
    let types = TypeSet::new(subjects)
        .named("async_openai")
        .with_enums(unions)
        .with_document("schema/openai-runs.json", DOCUMENT)
        .with_overlay("overlays/openai-runs.json", OVERLAY);
    serve(types)
}

/// Enums that go by a tag. Two of them have one untagged variant, which serde tries last.
fn of_objects() -> Vec<EnumSubject> {
    vec![
        tagged! {
            AssistantTools { CodeInterpreter, FileSearch, Function } => "RunObject/properties/tools/items"
        },
        tagged! {
            AssistantsApiToolChoiceOption { None, Auto, Required, Named } => "AssistantsApiToolChoiceOption"
        },
        tagged! {
            AssistantsApiResponseFormatOption { Auto, Format } => "AssistantsApiResponseFormatOption"
        },
        tagged! {
            StepDetails { MessageCreation, ToolCalls } => "RunStepObject/properties/step_details"
        },
        tagged! {
            RunStepDetailsToolCalls { CodeInterpreter, FileSearch, Function }
                => "RunStepDetailsToolCallsObject/properties/tool_calls/items"
        },
        tagged! {
            CodeInterpreterOutput { Logs, Image }
                => "RunStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items"
        },
        tagged! {
            DeltaStepDetails { MessageCreation, ToolCalls } => "RunStepDeltaObject/properties/delta/properties/step_details"
        },
        tagged! {
            RunStepDeltaStepDetailsToolCalls { CodeInterpreter, FileSearch, Function }
                => "RunStepDeltaStepDetailsToolCallsObject/properties/tool_calls/items"
        },
        tagged! {
            DeltaCodeInterpreterOutput { Logs, Image }
                => "RunStepDeltaStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items"
        },
    ]
}

/// Enums of words.
fn of_words() -> Vec<EnumSubject> {
    vec![
        tagged! {
            RunStatus {
                Queued, InProgress, RequiresAction, Cancelling, Cancelled, Failed, Completed, Incomplete, Expired,
            } => "RunObject/properties/status"
        },
        tagged! { RunStepType { MessageCreation, ToolCalls } => "RunStepObject/properties/type" },
        tagged! {
            LastErrorCode { ServerError, RateLimitExceeded, InvalidPrompt } => "RunObject/properties/last_error/properties/code"
        },
        tagged! {
            RunObjectIncompleteDetailsReason { MaxCompletionTokens, MaxPromptTokens }
                => "RunObject/properties/incomplete_details/properties/reason"
        },
        tagged! { TruncationObjectType { Auto, LastMessages } => "TruncationObject/properties/type" },
        tagged! {
            AssistantToolType { Function, CodeInterpreter, FileSearch } => "AssistantsNamedToolChoice/properties/type"
        },
        tagged! { FileSearchRanker { Auto, Default2024_08_21 } => "FileSearchRanker" },
    ]
}
