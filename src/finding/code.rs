//! The codes of the rules.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Defines the codes of all rules, once.
macro_rules! codes {
    ($($(#[$doc:meta])* $Code:ident = $text:literal;)+) => {
        /// The rule that a finding breaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $Code,)+
        }

        impl Code {
            /// All codes, in the order of reports.
            pub const ALL: &[Code] = &[$(Code::$Code),+];

            /// The code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$Code => $text,)+
                }
            }
        }
    };
}

codes! {
    /// The type does not read a text that it must read.
    Rejected = "rejected";
    /// The text that is written back differs from the text that was read.
    Lossy = "lossy";
    /// A valid text becomes an invalid text when it is read and written back.
    EmitsInvalid = "emits_invalid";
    /// The type preserves a documented key or word, but never deserializes it.
    UnreadKey = "unread_key";
    /// A written text does not read back as an equal value, or is written differently the second time.
    Unstable = "unstable";
    /// The text of one branch is read by the variant of another branch.
    UntaggedShadowed = "untagged_shadowed";
    /// No variant reads the texts of a branch.
    UntaggedUnreadBranch = "untagged_unread_branch";
    /// `from_str`, `from_slice`, `from_reader` and `from_value` disagree.
    DecodersDisagree = "decoders_disagree";
    /// The type's code panicked, overflowed the stack, ended the process or timed out.
    Panicked = "panicked";
    /// An expectation matched no finding.
    UnfulfilledExpectation = "unfulfilled_expectation";
    /// The capture violates the schema.
    SchemaViolation = "schema_violation";
    /// Several variants read the same text.
    UntaggedAmbiguous = "untagged_ambiguous";
    /// A variant is never picked.
    UntaggedUnreachable = "untagged_unreachable";
    /// An overlay action is not needed.
    StaleOverlay = "stale_overlay";
    /// The type reads a text that the schema forbids.
    AcceptsInvalid = "accepts_invalid";
    /// The capture has a key that the schema does not name.
    UndocumentedField = "undocumented_field";
    /// The type prints while it reads or writes.
    Prints = "prints";
}

impl Code {
    /// The code that is printed as `text`.
    pub fn from_text(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}
