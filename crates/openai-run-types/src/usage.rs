//! Tokens used.

use super::wire::{Maybe, object};

object! {
    /// Tokens that a run or a step used.
    ///
    /// Servers that do not count all of them leave a part out, or send null.
    ///
    /// `#/components/schemas/RunCompletionUsage`, `#/components/schemas/RunStepCompletionUsage`
    pub struct CompletionUsage {
        /// Tokens written.
        pub completion_tokens: Maybe<i64>,
        /// Tokens read.
        pub prompt_tokens: Maybe<i64>,
        /// Both.
        pub total_tokens: Maybe<i64>,
    }
}
