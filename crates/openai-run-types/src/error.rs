//! Why a run or a step failed.

use super::wire::{Maybe, names, object};

object! {
    /// Why a run or a step failed.
    ///
    /// A failure that says less than it should is still a failure: either part may be missing.
    ///
    /// `#/components/schemas/RunObject/properties/last_error`
    pub struct RunLastError {
        /// The kind of failure.
        pub code: Maybe<RunErrorCode>,
        /// The failure in words.
        pub message: Maybe<String>,
    }
}

names! {
    /// The kind of failure.
    ///
    /// `#/components/schemas/RunObject/properties/last_error/properties/code`
    pub enum RunErrorCode {
        /// The server's fault.
        ServerError = "server_error",
        /// Too many requests or tokens.
        RateLimitExceeded = "rate_limit_exceeded",
        /// The prompt was refused.
        InvalidPrompt = "invalid_prompt",
    }
}
