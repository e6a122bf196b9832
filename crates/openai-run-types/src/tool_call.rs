//! Tool calls of a step.

use super::tool::{CodeInterpreterType, FileSearchRankingOptions, FileSearchType, FunctionType};
use super::wire::{Maybe, constant, names, object, union};

union! {
    /// A tool call of a step.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsObject/properties/tool_calls/items`
    pub enum RunStepToolCall by optional "type" {
        /// Code was run.
        Code(RunStepDetailsToolCallsCodeObject) = "code_interpreter",
        /// Files were searched.
        FileSearch(RunStepDetailsToolCallsFileSearchObject) = "file_search",
        /// The caller's function was called.
        Function(RunStepDetailsToolCallsFunctionObject) = "function",
    }
}

object! {
    /// Code was run.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsCodeObject`
    pub struct RunStepDetailsToolCallsCodeObject {
        /// Names the call.
        pub id: String,
        /// `code_interpreter`
        pub r#type: CodeInterpreterType,
        /// The code, and what it gave.
        pub code_interpreter: CodeInterpreterDetails,
    }
}

object! {
    /// Code, and what it gave.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsCodeObject/properties/code_interpreter`
    pub struct CodeInterpreterDetails {
        /// The code; null where it is not written yet.
        pub input: Option<String>,
        /// What it gave. Some servers send none before the code has run.
        pub outputs: Maybe<Vec<CodeInterpreterOutput>>,
    }
}

union! {
    /// What code gave.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items`
    pub enum CodeInterpreterOutput by optional "type" {
        /// Text.
        Logs(RunStepDetailsToolCallsCodeOutputLogsObject) = "logs",
        /// An image.
        Image(RunStepDetailsToolCallsCodeOutputImageObject) = "image",
    }
}

object! {
    /// Text that code gave.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsCodeOutputLogsObject`
    pub struct RunStepDetailsToolCallsCodeOutputLogsObject {
        /// `logs`
        pub r#type: LogsType,
        /// The text.
        pub logs: String,
    }
}

constant! {
    /// The tag of text output.
    pub struct LogsType = "logs";
}

object! {
    /// An image that code gave.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsCodeOutputImageObject`
    pub struct RunStepDetailsToolCallsCodeOutputImageObject {
        /// `image`
        pub r#type: ImageType,
        /// The image's file.
        pub image: ImageFileId,
    }
}

constant! {
    /// The tag of image output.
    pub struct ImageType = "image";
}

object! {
    /// A file that holds an image.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsCodeOutputImageObject/properties/image`
    pub struct ImageFileId {
        /// The file's id.
        pub file_id: String,
    }
}

object! {
    /// Files were searched.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsFileSearchObject`
    pub struct RunStepDetailsToolCallsFileSearchObject {
        /// Names the call.
        pub id: String,
        /// `file_search`
        pub r#type: FileSearchType,
        /// The search; often an empty object.
        pub file_search: Maybe<FileSearchDetails>,
    }
}

object! {
    /// A search, and what it found.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsFileSearchObject/properties/file_search`
    pub struct FileSearchDetails {
        /// How results were ranked.
        pub ranking_options: Maybe<FileSearchRankingOptions>,
        /// What was found.
        pub results: Maybe<Vec<FileSearchResult>>,
    }
}

object! {
    /// One file found.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsFileSearchResultObject`
    pub struct FileSearchResult {
        /// The file's id.
        pub file_id: String,
        /// The file's name; a file without one has been found as well.
        pub file_name: Maybe<String>,
        /// How well it fits, 0 to 1. Not every search scores.
        pub score: Maybe<f64>,
        /// The parts that fit; sent only on request.
        pub content: Maybe<Vec<FileSearchContent>>,
    }
}

object! {
    /// A part of a file.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsFileSearchResultObject/properties/content/items`
    pub struct FileSearchContent {
        /// `text`
        pub r#type: Maybe<FileSearchContentType>,
        /// The text.
        pub text: Maybe<String>,
    }
}

names! {
    /// The kind of a part of a file.
    pub enum FileSearchContentType {
        /// Text.
        Text = "text",
    }
}

object! {
    /// The caller's function was called.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsFunctionObject`
    pub struct RunStepDetailsToolCallsFunctionObject {
        /// Names the call.
        pub id: String,
        /// `function`
        pub r#type: FunctionType,
        /// The call.
        pub function: FunctionCallDetails,
    }
}

object! {
    /// The function called, with what, and what it answered.
    ///
    /// `#/components/schemas/RunStepDetailsToolCallsFunctionObject/properties/function`
    pub struct FunctionCallDetails {
        /// The function's name.
        pub name: String,
        /// The arguments: JSON in a string, as the model wrote it, which may be broken. Some servers
        /// send none for a function without parameters.
        pub arguments: Maybe<String>,
        /// What the function answered; null until that was handed in.
        pub output: Maybe<String>,
    }
}
