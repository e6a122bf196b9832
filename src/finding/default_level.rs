//! The level of each code and kind where no policy says otherwise.

use super::code::Code;
use super::kind::Kind;
use super::level::Level;

/// The level of a code and kind where no policy says otherwise.
pub fn default_level(code: Code, kind: Option<Kind>) -> Level {
    let level = level_of(code, kind);
    // What the document leaves open is no error, whatever becomes of it; a crash is one.
    let at_most = kind.and_then(Kind::at_most).filter(|_| code != Code::Panicked);
    at_most.map_or(level, |most| level.min(most))
}

fn level_of(code: Code, kind: Option<Kind>) -> Level {
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
