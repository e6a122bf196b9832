//! The enums of the assistants types: all that are untagged, and the two that go by a tag.

use api_openai::components::assistants_shared::*;
use api_openai::components::assistants_shared::{message, streaming_events as events};
use api_openai::components::common;
use api_openai::components::tools::Tool;
use wireproof_subject::{EnumSubject, tagged, untagged};

pub fn all() -> Vec<EnumSubject> {
    let mut all = of_runs();
    all.extend(of_deltas());
    all.extend(of_events());
    all.extend(of_messages());
    all
}

fn of_runs() -> Vec<EnumSubject> {
    vec![
        tagged! {
            Tool { ComputerUse, FileSearch, Function, WebSearch, .. } => "RunObject/properties/tools/items"
        },
        untagged! {
            AssistantsApiToolChoiceOption {
                String(String),
                Named(AssistantsNamedToolChoice),
            } => "AssistantsApiToolChoiceOption"
        },
        untagged! {
            AssistantsApiResponseFormatOption {
                Auto(String),
                Text(common::TextResponseFormatConfiguration),
                JsonObject(common::ResponseFormatJsonObject),
                JsonSchema(common::ResponseFormatJsonSchema),
            } => "AssistantsApiResponseFormatOption"
        },
        untagged! {
            RunStepDetails {
                MessageCreation(RunStepDetailsMessageCreationObject),
                ToolCalls(RunStepDetailsToolCallsObject),
            } => "RunStepObject/properties/step_details"
        },
        untagged! {
            RunStepToolCall {
                Code(RunStepDetailsToolCallsCodeObject),
                FileSearch(RunStepDetailsToolCallsFileSearchObject),
                Function(RunStepDetailsToolCallsFunctionObject),
            } => "RunStepDetailsToolCallsObject/properties/tool_calls/items"
        },
        untagged! {
            CodeInterpreterOutput {
                Logs(RunStepDetailsToolCallsCodeOutputLogsObject),
                Image(RunStepDetailsToolCallsCodeOutputImageObject),
            } => "RunStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items"
        },
    ]
}

fn of_deltas() -> Vec<EnumSubject> {
    vec![
        untagged! {
            RunStepDeltaDetails {
                MessageCreation(RunStepDeltaStepDetailsMessageCreationObject),
                ToolCalls(RunStepDeltaStepDetailsToolCallsObject),
            } => "RunStepDeltaObject/properties/delta/properties/step_details"
        },
        untagged! {
            RunStepDeltaToolCall {
                Code(RunStepDeltaStepDetailsToolCallsCodeObject),
                FileSearch(RunStepDeltaStepDetailsToolCallsFileSearchObject),
                Function(RunStepDeltaStepDetailsToolCallsFunctionObject),
            } => "RunStepDeltaStepDetailsToolCallsObject/properties/tool_calls/items"
        },
        untagged! {
            RunStepDeltaCodeInterpreterOutput {
                Logs(RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject),
                Image(RunStepDeltaStepDetailsToolCallsCodeOutputImageObject),
            } => "RunStepDeltaStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items"
        },
    ]
}

fn of_events() -> Vec<EnumSubject> {
    vec![
        untagged! {
            RunStreamEvent {
                Created(RunCreatedEvent),
                Queued(RunQueuedEvent),
                InProgress(RunInProgressEvent),
                RequiresAction(RunRequiresActionEvent),
                Completed(RunCompletedEvent),
                Incomplete(RunIncompleteEvent),
                Failed(RunFailedEvent),
                Cancelling(RunCancellingEvent),
                Cancelled(RunCancelledEvent),
                Expired(RunExpiredEvent),
            } => "RunStreamEvent"
        },
        untagged! {
            RunStepStreamEvent {
                Created(RunStepCreatedEvent),
                InProgress(RunStepInProgressEvent),
                Delta(RunStepDeltaEvent),
                Completed(RunStepCompletedEvent),
                Failed(RunStepFailedEvent),
                Cancelled(RunStepCancelledEvent),
                Expired(RunStepExpiredEvent),
            } => "RunStepStreamEvent"
        },
        untagged! { ThreadStreamEvent { Created(ThreadCreatedEvent) } },
        untagged! {
            events::MessageStreamEvent {
                Created(events::MessageCreatedEvent),
                InProgress(events::MessageInProgressEvent),
                Delta(events::MessageDeltaEvent),
                Completed(events::MessageCompletedEvent),
                Incomplete(events::MessageIncompleteEvent),
            }
        },
    ]
}

/// What events about messages carry. The document with the run types does not hold their schemas, so they are judged without
/// one. Some types the crate has twice, in two modules.
fn of_messages() -> Vec<EnumSubject> {
    vec![
        untagged! {
            MessageContent {
                ImageFile(MessageContentImageFileObject),
                ImageUrl(MessageContentImageUrlObject),
                Text(MessageContentTextObject),
                Refusal(MessageContentRefusalObject),
            }
        },
        untagged! {
            MessageDeltaContent {
                ImageFile(MessageDeltaContentImageFileObject),
                Text(MessageDeltaContentTextObject),
                Refusal(MessageDeltaContentRefusalObject),
                ImageUrl(MessageDeltaContentImageUrlObject),
            }
        },
        untagged! {
            MessageDeltaTextAnnotation {
                FileCitation(MessageDeltaContentTextAnnotationsFileCitationObject),
                FilePath(MessageDeltaContentTextAnnotationsFilePathObject),
            }
        },
        untagged! {
            message::MessageStreamEvent as "message::MessageStreamEvent" {
                Created(message::MessageCreatedEvent),
                InProgress(message::MessageInProgressEvent),
                Delta(message::MessageDeltaEvent),
                Completed(message::MessageCompletedEvent),
                Incomplete(message::MessageIncompleteEvent),
            }
        },
        untagged! {
            message::MessageDeltaContent as "message::MessageDeltaContent" {
                ImageFile(message::MessageDeltaContentImageFileObject),
                Text(message::MessageDeltaContentTextObject),
                Refusal(message::MessageDeltaContentRefusalObject),
                ImageUrl(message::MessageDeltaContentImageUrlObject),
            }
        },
        untagged! {
            message::MessageDeltaTextAnnotation as "message::MessageDeltaTextAnnotation" {
                FileCitation(message::MessageDeltaContentTextAnnotationsFileCitationObject),
                FilePath(message::MessageDeltaContentTextAnnotationsFilePathObject),
            }
        },
    ]
}
