//! Which tool the model calls.

use super::wire::{Maybe, names, object, union};

union! {
    /// Which tool the model calls: a mode, or one tool by name.
    ///
    /// `#/components/schemas/AssistantsApiToolChoiceOption`
    pub enum AssistantsApiToolChoiceOption by optional "type" or text
        /// A mode.
        Mode(ToolChoiceMode)
    {
        /// One tool.
        Named(AssistantsNamedToolChoice) = "function" | "code_interpreter" | "file_search",
    }
}

names! {
    /// How the model chooses.
    ///
    /// `#/components/schemas/AssistantsApiToolChoiceOption/oneOf/0`
    pub enum ToolChoiceMode {
        /// It calls no tool.
        None = "none",
        /// It chooses.
        Auto = "auto",
        /// It calls at least one.
        Required = "required",
    }
}

object! {
    /// The tool that the model must call.
    ///
    /// `#/components/schemas/AssistantsNamedToolChoice`
    pub struct AssistantsNamedToolChoice {
        /// The kind of tool.
        pub r#type: NamedToolType,
        /// Which function, when it is one.
        pub function: Maybe<NamedFunction>,
    }
}

names! {
    /// The kind of tool that the model must call.
    ///
    /// `#/components/schemas/AssistantsNamedToolChoice/properties/type`
    pub enum NamedToolType {
        /// The caller's function.
        Function = "function",
        /// The code interpreter.
        CodeInterpreter = "code_interpreter",
        /// The file search.
        FileSearch = "file_search",
    }
}

object! {
    /// A function by name.
    ///
    /// `#/components/schemas/AssistantsNamedToolChoice/properties/function`
    pub struct NamedFunction {
        /// Its name.
        pub name: String,
    }
}
