//! What a stream adds to a step.
//!
//! In a delta every key below `delta` may be missing or null. So it shares no object type with the finished step, unless
//! that is as lenient. A union without its tag is kept whole, as `Other`.

use super::step::{MessageCreationType, ToolCallsType};
use super::tool::{CodeInterpreterType, FileSearchRankingOptions, FileSearchType, FunctionType};
use super::tool_call::{FileSearchContent, ImageType, LogsType};
use super::wire::{Maybe, names, object, union};

object! {
    /// What a stream adds to a step.
    ///
    /// `#/components/schemas/RunStepDeltaObject`
    pub struct RunStepDeltaObject {
        /// The step's id.
        pub id: String,
        /// `thread.run.step.delta`
        pub object: RunStepDeltaObjectType,
        /// What is added.
        pub delta: RunStepDelta,
    }
}

names! {
    /// `#/components/schemas/RunStepDeltaObject/properties/object`
    pub enum RunStepDeltaObjectType {
        /// An addition to a step.
        ThreadRunStepDelta = "thread.run.step.delta",
    }
}

object! {
    /// What is added.
    ///
    /// `#/components/schemas/RunStepDeltaObject/properties/delta`
    pub struct RunStepDelta {
        /// What is added to the details.
        pub step_details: Maybe<RunStepDeltaStepDetails>,
    }
}

union! {
    /// What is added to the details of a step.
    ///
    /// `#/components/schemas/RunStepDeltaObject/properties/delta/properties/step_details`
    pub enum RunStepDeltaStepDetails by optional "type" {
        /// A message is being written.
        MessageCreation(RunStepDeltaStepDetailsMessageCreationObject) = "message_creation",
        /// Tools are being called.
        ToolCalls(RunStepDeltaStepDetailsToolCallsObject) = "tool_calls",
    }
}

object! {
    /// A message is being written.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsMessageCreationObject`
    pub struct RunStepDeltaStepDetailsMessageCreationObject {
        /// `message_creation`
        pub r#type: MessageCreationType,
        /// The message.
        pub message_creation: Maybe<MessageCreationDelta>,
    }
}

object! {
    /// Which message is being written.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsMessageCreationObject/properties/message_creation`
    pub struct MessageCreationDelta {
        /// The message's id.
        pub message_id: Maybe<String>,
    }
}

object! {
    /// Tools are being called.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsObject`
    pub struct RunStepDeltaStepDetailsToolCallsObject {
        /// `tool_calls`
        pub r#type: ToolCallsType,
        /// What is added to the calls.
        pub tool_calls: Maybe<Vec<RunStepDeltaToolCall>>,
    }
}

union! {
    /// What is added to a tool call.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsObject/properties/tool_calls/items`
    pub enum RunStepDeltaToolCall by optional "type" {
        /// Code is being run.
        Code(RunStepDeltaStepDetailsToolCallsCodeObject) = "code_interpreter",
        /// Files are being searched.
        FileSearch(RunStepDeltaStepDetailsToolCallsFileSearchObject) = "file_search",
        /// The caller's function is being called.
        Function(RunStepDeltaStepDetailsToolCallsFunctionObject) = "function",
    }
}

object! {
    /// Code is being run.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsCodeObject`
    pub struct RunStepDeltaStepDetailsToolCallsCodeObject {
        /// Which of the step's calls.
        pub index: Maybe<i64>,
        /// Names the call.
        pub id: Maybe<String>,
        /// `code_interpreter`
        pub r#type: CodeInterpreterType,
        /// What is added.
        pub code_interpreter: Maybe<CodeInterpreterDelta>,
    }
}

object! {
    /// What is added to code and its outputs.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsCodeObject/properties/code_interpreter`
    pub struct CodeInterpreterDelta {
        /// More code.
        pub input: Maybe<String>,
        /// More outputs.
        pub outputs: Maybe<Vec<CodeInterpreterOutputDelta>>,
    }
}

union! {
    /// What is added to an output of code.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items`
    pub enum CodeInterpreterOutputDelta by optional "type" {
        /// Text.
        Logs(RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject) = "logs",
        /// An image.
        Image(RunStepDeltaStepDetailsToolCallsCodeOutputImageObject) = "image",
    }
}

object! {
    /// More text from code.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject`
    pub struct RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject {
        /// Which of the outputs.
        pub index: Maybe<i64>,
        /// `logs`
        pub r#type: LogsType,
        /// The text.
        pub logs: Maybe<String>,
    }
}

object! {
    /// An image from code.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsCodeOutputImageObject`
    pub struct RunStepDeltaStepDetailsToolCallsCodeOutputImageObject {
        /// Which of the outputs.
        pub index: Maybe<i64>,
        /// `image`
        pub r#type: ImageType,
        /// The image's file.
        pub image: Maybe<ImageFileDelta>,
    }
}

object! {
    /// A file that holds an image.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsCodeOutputImageObject/properties/image`
    pub struct ImageFileDelta {
        /// The file's id.
        pub file_id: Maybe<String>,
    }
}

object! {
    /// Files are being searched.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsFileSearchObject`
    pub struct RunStepDeltaStepDetailsToolCallsFileSearchObject {
        /// Which of the step's calls.
        pub index: Maybe<i64>,
        /// Names the call.
        pub id: Maybe<String>,
        /// `file_search`
        pub r#type: FileSearchType,
        /// What is added; often an empty object.
        pub file_search: Maybe<FileSearchDelta>,
    }
}

object! {
    /// What is added to a search.
    pub struct FileSearchDelta {
        /// How results are ranked.
        pub ranking_options: Maybe<FileSearchRankingOptions>,
        /// More of what was found.
        pub results: Maybe<Vec<FileSearchResultDelta>>,
    }
}

object! {
    /// What is added to one file found.
    pub struct FileSearchResultDelta {
        /// The file's id.
        pub file_id: Maybe<String>,
        /// The file's name.
        pub file_name: Maybe<String>,
        /// How well it fits, 0 to 1.
        pub score: Maybe<f64>,
        /// The parts that fit.
        pub content: Maybe<Vec<FileSearchContent>>,
    }
}

object! {
    /// The caller's function is being called.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsFunctionObject`
    pub struct RunStepDeltaStepDetailsToolCallsFunctionObject {
        /// Which of the step's calls.
        pub index: Maybe<i64>,
        /// Names the call.
        pub id: Maybe<String>,
        /// `function`
        pub r#type: FunctionType,
        /// What is added.
        pub function: Maybe<FunctionCallDelta>,
    }
}

object! {
    /// What is added to a function call.
    ///
    /// `#/components/schemas/RunStepDeltaStepDetailsToolCallsFunctionObject/properties/function`
    pub struct FunctionCallDelta {
        /// The function's name.
        pub name: Maybe<String>,
        /// More of the arguments.
        pub arguments: Maybe<String>,
        /// What the function answered.
        pub output: Maybe<String>,
    }
}
