//! Tools that a run may call.

use super::wire::{Json, Maybe, constant, names, object, union};

union! {
    /// A tool that a run may call.
    ///
    /// `#/components/schemas/RunObject/properties/tools/items`
    pub enum Tool by "type" {
        /// Runs code.
        CodeInterpreter(AssistantToolsCode) = "code_interpreter",
        /// Searches files.
        FileSearch(AssistantToolsFileSearch) = "file_search",
        /// Calls the caller's function.
        Function(AssistantToolsFunction) = "function",
    }
}

object! {
    /// The tool that runs code.
    ///
    /// `#/components/schemas/AssistantToolsCode`
    pub struct AssistantToolsCode {
        /// `code_interpreter`
        pub r#type: CodeInterpreterType,
    }
}

constant! {
    /// The tag of the code interpreter.
    pub struct CodeInterpreterType = "code_interpreter";
}

object! {
    /// The tool that searches files.
    ///
    /// `#/components/schemas/AssistantToolsFileSearch`
    pub struct AssistantToolsFileSearch {
        /// `file_search`
        pub r#type: FileSearchType,
        /// Its settings.
        pub file_search: Maybe<FileSearchOptions>,
    }
}

constant! {
    /// The tag of the file search.
    pub struct FileSearchType = "file_search";
}

object! {
    /// Settings of the file search.
    ///
    /// `#/components/schemas/AssistantToolsFileSearch/properties/file_search`
    pub struct FileSearchOptions {
        /// The most results, 1 to 50.
        pub max_num_results: Maybe<i64>,
        /// How results are ranked.
        pub ranking_options: Maybe<FileSearchRankingOptions>,
    }
}

object! {
    /// How results are ranked.
    ///
    /// `#/components/schemas/FileSearchRankingOptions`,
    /// `#/components/schemas/RunStepDetailsToolCallsFileSearchRankingOptionsObject`
    pub struct FileSearchRankingOptions {
        /// The ranker.
        pub ranker: Maybe<FileSearchRanker>,
        /// Results below this score are left out, 0 to 1.
        pub score_threshold: Maybe<f64>,
    }
}

names! {
    /// What ranks results. Servers also spell the dated one with hyphens.
    ///
    /// `#/components/schemas/FileSearchRanker`
    pub enum FileSearchRanker {
        /// The server's choice.
        Auto = "auto",
        /// The ranker of 2024-08-21.
        Default20240821 = "default_2024_08_21",
    }
}

object! {
    /// The tool that calls the caller's function.
    ///
    /// `#/components/schemas/AssistantToolsFunction`
    pub struct AssistantToolsFunction {
        /// `function`
        pub r#type: FunctionType,
        /// The function.
        pub function: FunctionObject,
    }
}

constant! {
    /// The tag of a function.
    pub struct FunctionType = "function";
}

object! {
    /// A function that the model may call.
    ///
    /// `#/components/schemas/FunctionObject`
    pub struct FunctionObject {
        /// Its name.
        pub name: String,
        /// What it does, for the model. Azure sends null.
        pub description: Maybe<String>,
        /// Its parameters: a JSON Schema.
        pub parameters: Maybe<Json>,
        /// Whether the model must keep to the schema.
        pub strict: Maybe<bool>,
    }
}
