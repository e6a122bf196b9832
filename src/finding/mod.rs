//! What a check says when its answer is bad.

mod expectations;

use crate::pointer::Pointer;
pub(crate) use expectations::matches;
pub use expectations::{Expectations, Unfulfilled};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Defines the codes of all checks, once.
macro_rules! codes {
    ($($(#[$doc:meta])* $Code:ident = $text:literal, $level:ident;)+) => {
        /// Which check a finding comes from.
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

            /// How bad a finding of this code is.
            pub fn level(self) -> Level {
                match self {
                    $(Code::$Code => Level::$level,)+
                }
            }
        }
    };
}

codes! {
    /// The type does not read what it must read.
    Rejected = "rejected", Error;
    /// What is written back is not what was read.
    Lossy = "lossy", Error;
    /// Valid text became invalid text.
    EmitsInvalid = "emits_invalid", Error;
    /// The type carries a documented key along, and does not read it.
    UnreadKey = "unread_key", Error;
    /// What was written is not read back as the same value, or not written the same again.
    Unstable = "unstable", Error;
    /// Text of one branch is read by another branch's variant.
    UntaggedShadowed = "untagged_shadowed", Error;
    /// The ways into the type do not agree.
    DecodersDisagree = "decoders_disagree", Error;
    /// Reading or writing panicked, overflowed the stack, or did not end.
    Panicked = "panicked", Error;
    /// A known deviation did not fire.
    UnfulfilledExpectation = "unfulfilled_expectation", Error;
    /// The capture does not satisfy the schema.
    SchemaViolation = "schema_violation", Warning;
    /// Several variants read the same text.
    UntaggedAmbiguous = "untagged_ambiguous", Warning;
    /// A variant never wins.
    UntaggedUnreachable = "untagged_unreachable", Warning;
    /// An overlay corrects what needs no correction.
    StaleOverlay = "stale_overlay", Warning;
    /// The type reads what the schema forbids.
    AcceptsInvalid = "accepts_invalid", Note;
    /// The capture carries a key that the schema does not name.
    UndocumentedField = "undocumented_field", Note;
}

impl Code {
    /// The code printed as `text`, if there is one.
    pub fn from_text(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Somebody is wrong, though not the type.
    Warning,
    /// The type is wrong.
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

/// One disagreement, with the place that shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Which check it comes from.
    pub code: Code,
    /// What sort of disagreement, for checks that tell several apart.
    pub kind: Option<String>,
    /// How bad it is.
    pub level: Level,
    /// The type set of the subject.
    pub type_set: String,
    /// The type under test.
    pub subject: String,
    /// The case that shows it: a file, an embedded file, or `-`.
    pub case: String,
    /// Where the case comes from.
    pub case_kind: String,
    /// Line of the case, from 1.
    pub line: usize,
    /// Column of the line in characters, from 1.
    pub column: usize,
    /// The value in the case's JSON.
    pub pointer: Pointer,
    /// Where the published document speaks of it.
    pub schema_pointer: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// The value that was read, as JSON, shortened.
    pub read: Option<String>,
    /// The value that was written, as JSON, shortened.
    pub wrote: Option<String>,
    /// Whether somebody accepted it.
    pub known: bool,
    /// The smallest text that shows it, for cases that were generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Variants and branches, if it is about a union.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub union: Option<Box<UnionTable>>,
    /// The command that shows it again.
    pub replay: String,
}

/// Variants and branches, as one text shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnionTable {
    /// Whether the first variant that reads a text takes it.
    pub untagged: bool,
    /// The variants, in the order of the enum.
    pub variants: Vec<VariantRow>,
    /// The branches, in the order of the document; none without a schema.
    pub branches: Vec<BranchRow>,
    /// Pointers to what is lost, or changed, when the enum writes what it read.
    pub lost: Vec<String>,
    /// The witness inside the smallest valid object around it, if a subject has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<WholeWitness>,
}

/// One variant of a [`UnionTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantRow {
    /// The variant's name.
    pub name: String,
    /// Whether its payload reads the text.
    pub reads: bool,
    /// Whether the enum picks it.
    pub picked: bool,
    /// The branch that it stands for.
    pub branch: Option<usize>,
}

/// One branch of a [`UnionTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRow {
    /// Its place in the union, and what the document calls it.
    pub name: String,
    /// Whether it allows the text.
    pub allows: bool,
    /// Where the text breaks it, if it does.
    pub violates: Option<String>,
}

/// A witness inside a whole object of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeWitness {
    /// The subject that reads the object.
    pub subject: String,
    /// Where the witness stands in it.
    pub pointer: Pointer,
    /// The object.
    pub text: String,
    /// The codes of what the checks find in it.
    pub codes: Vec<Code>,
}

/// As much of a JSON text as a report can use.
pub(crate) fn shortened(text: impl AsRef<str>) -> String {
    const ENOUGH: usize = 160;
    let text = text.as_ref();
    if text.len() <= ENOUGH {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(ENOUGH)])
}
