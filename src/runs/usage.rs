//! Tokens used.

use super::wire::object;

object! {
    /// Tokens that a run or a step used.
    ///
    /// `#/components/schemas/RunCompletionUsage`, `#/components/schemas/RunStepCompletionUsage`
    pub struct CompletionUsage {
        /// Tokens written.
        pub completion_tokens: i64,
        /// Tokens read.
        pub prompt_tokens: i64,
        /// Both.
        pub total_tokens: i64,
    }
}
