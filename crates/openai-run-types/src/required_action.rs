//! What a run waits for.

use super::wire::{Maybe, constant, object, union};

union! {
    /// What the caller has to do before a run goes on.
    ///
    /// `#/components/schemas/RunObject/properties/required_action`
    pub enum RunRequiredAction by optional "type" {
        /// Hand in what tools answered.
        SubmitToolOutputs(RequiredAction) = "submit_tool_outputs",
    }
}

object! {
    /// Tool calls whose outputs the run waits for.
    ///
    /// `#/components/schemas/RunObject/properties/required_action`
    pub struct RequiredAction {
        /// `submit_tool_outputs`
        pub r#type: SubmitToolOutputsType,
        /// The calls.
        pub submit_tool_outputs: SubmitToolOutputs,
    }
}

constant! {
    /// The tag of [`RequiredAction`].
    pub struct SubmitToolOutputsType = "submit_tool_outputs";
}

object! {
    /// The calls whose outputs are wanted.
    ///
    /// `#/components/schemas/RunObject/properties/required_action/properties/submit_tool_outputs`
    pub struct SubmitToolOutputs {
        /// The calls.
        pub tool_calls: Vec<RunToolCall>,
    }
}

union! {
    /// A call whose output is wanted.
    pub enum RunToolCall by optional "type" {
        /// A call of the caller's function.
        Function(RunToolCallObject) = "function",
    }
}

object! {
    /// A call of the caller's function.
    ///
    /// `#/components/schemas/RunToolCallObject`
    pub struct RunToolCallObject {
        /// Names the call.
        pub id: String,
        /// `function`
        pub r#type: super::tool::FunctionType,
        /// The call.
        pub function: RunToolCallFunction,
    }
}

object! {
    /// The function called, and with what.
    ///
    /// `#/components/schemas/RunToolCallObject/properties/function`
    pub struct RunToolCallFunction {
        /// The function's name.
        pub name: String,
        /// The arguments: JSON in a string, as the model wrote it, which may be broken. Some servers
        /// send none for a function without parameters.
        pub arguments: Maybe<String>,
    }
}
