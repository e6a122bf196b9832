//! What a check returns before it is located.

use super::code::Code;
use super::enum_table::UnionTable;
use super::equality::Equality;
use super::kind::Kind;
use crate::pointer::Pointer;

/// What a check found. It names a place in the text, but neither the subject nor the file.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingDraft {
    /// The rule.
    pub code: Code,
    /// What exactly is wrong, for rules that distinguish several faults.
    pub kind: Option<Kind>,
    /// The value in the text.
    pub pointer: Pointer,
    /// Where that value begins, in bytes from the start of the text.
    pub offset: usize,
    /// The key that is missing from that value, if the finding is about one.
    pub missing: Option<String>,
    /// The part of the published document that the finding is about.
    pub schema_pointer: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// The value that was read, as JSON.
    pub read: Option<String>,
    /// The value that was written, as JSON.
    pub wrote: Option<String>,
    /// As what both values are equal, although they differ as texts.
    pub equal: Vec<Equality>,
    /// The smallest text that shows the fault.
    pub witness: Option<String>,
    /// The variants and branches, for findings about an enum.
    pub table: Option<Box<UnionTable>>,
}

impl FindingDraft {
    /// A finding about a text as a whole.
    pub fn new(code: Code, message: impl Into<String>) -> FindingDraft {
        FindingDraft {
            code,
            kind: None,
            pointer: Pointer::root(),
            offset: 0,
            missing: None,
            schema_pointer: None,
            message: message.into(),
            read: None,
            wrote: None,
            equal: Vec::new(),
            witness: None,
            table: None,
        }
    }

    /// Says what exactly is wrong.
    #[must_use]
    pub fn kind(self, kind: Kind) -> FindingDraft {
        FindingDraft {
            kind: Some(kind),
            ..self
        }
    }

    /// Names the value in the text, and the byte where it begins.
    #[must_use]
    pub fn at(self, pointer: Pointer, offset: usize) -> FindingDraft {
        FindingDraft {
            pointer,
            offset,
            ..self
        }
    }

    /// Names the key that is missing.
    #[must_use]
    pub fn missing(self, missing: Option<String>) -> FindingDraft {
        FindingDraft { missing, ..self }
    }

    /// Names the part of the published document that the finding is about.
    #[must_use]
    pub fn schema_pointer(self, schema_pointer: Option<String>) -> FindingDraft {
        FindingDraft { schema_pointer, ..self }
    }

    /// Shows the value that was read.
    #[must_use]
    pub fn read(self, read: Option<String>) -> FindingDraft {
        FindingDraft { read, ..self }
    }

    /// Shows the value that was written.
    #[must_use]
    pub fn wrote(self, wrote: Option<String>) -> FindingDraft {
        FindingDraft { wrote, ..self }
    }

    /// Says as what both values are equal.
    #[must_use]
    pub fn equal(self, equal: Vec<Equality>) -> FindingDraft {
        FindingDraft { equal, ..self }
    }

    /// Shows a generated text as what was read and as the witness.
    #[must_use]
    pub fn witness(self, text: String) -> FindingDraft {
        FindingDraft {
            read: Some(text.clone()),
            witness: Some(text),
            ..self
        }
    }

    /// Adds the variants and branches of an enum.
    #[must_use]
    pub fn table(self, table: UnionTable) -> FindingDraft {
        FindingDraft {
            table: Some(Box::new(table)),
            ..self
        }
    }
}
