//! The levels of findings, and the level of each code and kind where no policy says otherwise.

use super::code::Code;
use super::kind::Kind;
use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; does not make an input unclean.
    Note,
    /// Something is wrong, but not necessarily in the type.
    Warning,
    /// The type is wrong.
    #[default]
    Error,
}

impl Level {
    /// The level as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The level of a code and kind where no policy says otherwise.
pub fn default_level(code: Code, kind: Option<Kind>) -> Level {
    match (code, kind) {
        // A special case in front of the general one is usually intended.
        (Code::UntaggedAmbiguous, Some(Kind::SpecialCase)) => Level::Note,
        (
            Code::Rejected
            | Code::Lossy
            | Code::EmitsInvalid
            | Code::UnreadKey
            | Code::Unstable
            | Code::UntaggedShadowed
            | Code::DecodersDisagree
            | Code::Panicked
            | Code::UnfulfilledExpectation,
            _,
        ) => Level::Error,
        (Code::SchemaViolation | Code::UntaggedAmbiguous | Code::UntaggedUnreachable | Code::StaleOverlay, _) => {
            Level::Warning
        }
        (Code::AcceptsInvalid | Code::UndocumentedField, _) => Level::Note,
    }
}

impl Code {
    /// The level of this code where neither a kind nor a policy says otherwise.
    pub fn level(self) -> Level {
        default_level(self, None)
    }
}
