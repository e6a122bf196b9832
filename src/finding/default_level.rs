//! The level of each code and kind where no policy says otherwise.

use super::code::Code;
use super::kind::{Kind, SourceKind};
use super::level::Level;

/// The level of a code and kind where no policy says otherwise. `source` is the kind of input that shows it.
pub fn default_level(code: Code, kind: Option<Kind>, source: SourceKind) -> Level {
    let level = level_of(code, kind);
    match kind.and_then(Kind::at_most) {
        // A crash is an error whatever the text.
        _ if code == Code::Panicked => level,
        // Servers send this key, and the type drops it: more than a possibility that the document leaves open.
        Some(most) if source == SourceKind::Capture => level.min(most.max(Level::Warning)),
        Some(most) => level.min(most),
        // The decoders differ about a text that the document forbids.
        None if source == SourceKind::Mutant && code == Code::DecodersDisagree => level.min(Level::Warning),
        None => level,
    }
}

fn level_of(code: Code, kind: Option<Kind>) -> Level {
    match (code, kind) {
        // A special case in front of the general one is usually intended.
        (Code::UntaggedAmbiguous, Some(Kind::SpecialCase)) => Level::Note,
        // Servers seldom repeat a key.
        (Code::DecodersDisagree, Some(Kind::DuplicateKey)) => Level::Note,
        // No text shows a difference: the type compares what it neither reads nor writes.
        (Code::Unstable, Some(Kind::Unequal)) => Level::Note,
        // The finding is accepted; only the reason is missing.
        (Code::UnfulfilledExpectation, Some(Kind::NoReason)) => Level::Warning,
        // Inferred from the output of `Debug`; every text comes back unchanged.
        (Code::UnreadKey, Some(Kind::Word | Kind::Swapped)) => Level::Warning,
        // Inferred from the names of variants; and a document may list what a type leaves to its variant for the rest.
        (Code::UntaggedShadowed, Some(Kind::Swapped)) | (Code::UntaggedUnreadBranch, Some(Kind::Word)) => {
            Level::Warning
        }
        // A text that a server sends stops the program only if it nests far.
        (Code::Panicked, Some(Kind::GrowingTime)) => Level::Warning,
        // Not a tolerance, but a value that the type can write and the document forbids.
        (Code::AcceptsInvalid, Some(Kind::OwnWord)) => Level::Warning,
        (
            Code::Rejected
            | Code::Lossy
            | Code::EmitsInvalid
            | Code::UnreadKey
            | Code::Unstable
            | Code::UntaggedShadowed
            | Code::UntaggedUnreadBranch
            | Code::DecodersDisagree
            | Code::Panicked
            | Code::UnfulfilledExpectation,
            _,
        ) => Level::Error,
        (Code::SchemaViolation | Code::UntaggedAmbiguous | Code::UntaggedUnreachable | Code::StaleOverlay, _) => {
            Level::Warning
        }
        (Code::AcceptsInvalid | Code::UndocumentedField | Code::Prints, _) => Level::Note,
    }
}

impl Code {
    /// The level of this code where neither a kind nor a policy says otherwise.
    pub fn level(self) -> Level {
        level_of(self, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_document_leaves_open_is_no_error_unless_it_crashes_the_type() {
        let level = |code, kind| default_level(code, Some(kind), SourceKind::Sample);
        assert_eq!(level(Code::Rejected, Kind::IntegerAsFloat), Level::Note);
        assert_eq!(level(Code::Rejected, Kind::UnboundedInteger), Level::Warning);
        assert_eq!(level(Code::AcceptsInvalid, Kind::UnboundedInteger), Level::Note);
        assert_eq!(level(Code::Panicked, Kind::EmptyText), Level::Error);
        assert_eq!(level(Code::Lossy, Kind::DroppedKey), Level::Error);
    }

    #[test]
    fn an_unknown_key_that_a_server_sent_is_a_warning() {
        let level = |source| default_level(Code::Lossy, Some(Kind::UnknownKey), source);
        assert_eq!(level(SourceKind::Sample), Level::Note);
        assert_eq!(level(SourceKind::Capture), Level::Warning);
    }

    #[test]
    fn what_only_invalid_texts_show_of_decoders_is_a_warning() {
        let level = |source| default_level(Code::DecodersDisagree, Some(Kind::FromValue), source);
        assert_eq!(level(SourceKind::Mutant), Level::Warning);
        assert_eq!(level(SourceKind::Sample), Level::Error);
    }

    #[test]
    fn what_no_text_shows_is_a_note() {
        let level = |kind| default_level(Code::Unstable, kind, SourceKind::Capture);
        assert_eq!(level(Some(Kind::Unequal)), Level::Note);
        assert_eq!(level(Some(Kind::Value)), Level::Error);
    }

    #[test]
    fn what_rests_on_debug_is_a_warning() {
        let level = |kind| default_level(Code::UnreadKey, kind, SourceKind::Sample);
        assert_eq!(level(Some(Kind::Swapped)), Level::Warning);
        assert_eq!(level(None), Level::Error);
    }
}
