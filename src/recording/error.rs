//! Why a body cannot be read.

use super::limits::{MAX_BODY, MAX_WINDOW};

/// Why a body cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyError {
    #[error("invalid base64")]
    InvalidBase64,
    #[error("body is larger than {} MiB after decompression", MAX_BODY >> 20)]
    TooLarge,
    #[error("body is compressed more than four times")]
    TooManyEncodings,
    #[error("body is neither text nor compressed as its header says")]
    WrongEncoding,
    #[error("body is compressed with an unknown method")]
    UnknownEncoding,
    #[error("{0} body needs a larger window than {limit} MiB", limit = MAX_WINDOW >> 20)]
    WindowTooLarge(&'static str),
    #[error("{0} body is cut off or damaged")]
    Damaged(&'static str),
}
