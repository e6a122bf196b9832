//! Why a run or a step failed.

use super::wire::{names, object};

object! {
    /// Why a run or a step failed.
    ///
    /// `#/components/schemas/RunObject/properties/last_error`
    pub struct RunLastError {
        /// The kind of failure.
        pub code: RunErrorCode,
        /// The failure in words.
        pub message: String,
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
