//! A finding: a draft, with the subject and the position in the input.

use super::code::Code;
use super::default_level::default_level;
use super::draft::FindingDraft;
use super::enum_table::UnionTable;
use super::equality::Equality;
use super::identity::{hash, kind_name, place, words};
use super::kind::{Kind, SourceKind};
use super::level::Level;
use super::shortened::shortened;
use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};

/// One disagreement between a type, its schema and a text, with the place that shows it.
///
/// Its `Display` is a block of several lines for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// What exactly is wrong, for rules that distinguish several faults.
    pub kind: Option<Kind>,
    /// How bad it is.
    pub level: Level,
    /// The type set of the subject.
    pub type_set: String,
    /// The type under test.
    pub subject: String,
    /// The name of the input: a file, an embedded file, or `-`.
    pub case: String,
    /// The kind of the input.
    pub case_kind: SourceKind,
    /// The line in the input, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The value in the JSON text.
    pub pointer: Pointer,
    /// The key that is missing from that value, if the finding is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// The part of the published document that the finding is about.
    pub schema_pointer: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// The value that was read, as JSON, shortened.
    pub read: Option<String>,
    /// The value that was written, as JSON, shortened.
    pub wrote: Option<String>,
    /// As what both values are equal, although they differ as texts. Only expectations ask for it, so no report has it.
    #[serde(skip)]
    pub equal: Vec<Equality>,
    /// Whether an expectation matches it.
    pub expected: bool,
    /// The reason of that expectation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Findings of one cause have the same key.
    #[serde(default)]
    pub cause: String,
    /// The same finding has the same fingerprint in every run, even if lines move.
    #[serde(default)]
    pub fingerprint: String,
    /// The smallest text that shows it, for generated inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// The variants and branches, for findings about an enum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub union: Option<Box<UnionTable>>,
    /// The command that reproduces it.
    pub replay: String,
    /// Other places where the same was found, if it is reported once for all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<AlikePlace>,
}

/// A place that a finding stands for, beside its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AlikePlace {
    /// The type under test.
    pub subject: String,
    /// The value in the JSON text.
    pub pointer: Pointer,
}

/// The subject and the input of a finding.
#[derive(Debug, Clone, Copy)]
pub struct Location<'a> {
    /// The type set of the subject.
    pub type_set: &'a str,
    /// The type under test.
    pub subject: &'a str,
    /// The name of the input.
    pub case: &'a str,
    /// The kind of the input.
    pub case_kind: SourceKind,
    /// The line and the column, from 1.
    pub position: (usize, usize),
}

impl Finding {
    /// Whether it is reported once for all places: it is below the level of an error, and nearly every crate is guilty of it in
    /// nearly every type.
    pub(crate) fn is_told_once(&self) -> bool {
        let is_open = self.kind.is_some_and(Kind::is_everywhere);
        let is_tolerant = self.code == Code::AcceptsInvalid && self.kind != Some(Kind::OwnWord);
        self.level < Level::Error && (is_open || is_tolerant)
    }

    /// Makes it one with all findings of its code and kind.
    pub(crate) fn tell_once(&mut self) {
        self.cause = hash(&[self.code.as_str(), kind_name(self.kind)]);
        self.fingerprint.clone_from(&self.cause);
    }

    /// Code, kind, subject, and the place in the schema and in the text, with the indices folded.
    fn computed_fingerprint(&self) -> String {
        hash(&[
            self.code.as_str(),
            kind_name(self.kind),
            &self.subject,
            self.schema_pointer.as_deref().unwrap_or_default(),
            &place(&self.pointer, self.missing.as_deref()),
            &words(self.code, &self.message),
        ])
    }

    /// Locates what a check found. The level is the default of the code, the kind and the kind of input.
    pub fn new(draft: FindingDraft, location: Location<'_>) -> Finding {
        let mut finding = Finding {
            code: draft.code,
            kind: draft.kind,
            level: default_level(draft.code, draft.kind, location.case_kind),
            type_set: location.type_set.to_owned(),
            subject: location.subject.to_owned(),
            case: location.case.to_owned(),
            case_kind: location.case_kind,
            line: location.position.0,
            column: location.position.1,
            pointer: draft.pointer,
            missing: draft.missing,
            schema_pointer: draft.schema_pointer,
            message: draft.message,
            read: draft.read.as_deref().map(shortened),
            wrote: draft.wrote.as_deref().map(shortened),
            equal: draft.equal,
            expected: false,
            reason: None,
            cause: String::new(),
            fingerprint: String::new(),
            witness: draft.witness,
            union: draft.table,
            replay: String::new(),
            alike: Vec::new(),
        };
        finding.fingerprint = finding.computed_fingerprint();
        finding.cause.clone_from(&finding.fingerprint);
        finding
    }
}
