//! Expectations: findings that the user accepts, each with a reason.

use super::code::Code;
use super::expectation_entry::{Entry, Pattern};
use super::expectation_index::Index;
use super::located::Finding;
use serde::Deserialize;
use std::sync::Arc;

/// The expectations of one file.
///
/// ```
/// use wireproof::finding::Expectations;
///
/// let text = r#"
/// [[expect]]
/// code = "lossy"
/// pointer = "/metadata/*"
/// reason = "the metadata is only forwarded"
/// "#;
/// let mut expectations = Expectations::parse("expectations.toml", text)?;
/// expectations.examined("pets", "Pet", "rex.json");
/// assert_eq!(expectations.unfulfilled()[0].line, 2);
/// # Ok::<(), wireproof::finding::ExpectationsError>(())
/// ```
#[derive(Debug, Default)]
pub struct Expectations {
    name: String,
    entries: Vec<Entry>,
    index: Index,
}

/// A file of expectations that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}:{line}: {kind}")]
#[non_exhaustive]
pub struct ExpectationsError {
    /// The file.
    pub name: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: ExpectationsErrorKind,
}

/// What is wrong with a file of expectations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpectationsErrorKind {
    /// The text is not TOML, or an entry lacks a key or has an unknown one.
    #[error("{0}")]
    Syntax(String),
    /// An entry has an empty reason.
    #[error("entry without a reason")]
    NoReason,
    /// An entry names a kind that no finding has.
    #[error("unknown kind `{0}`")]
    UnknownKind(String),
}

/// An entry that matched no finding, although an input was examined that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfulfilled {
    /// The file.
    pub file: String,
    /// The line in the file, from 1.
    pub line: usize,
    /// The code of the expected finding.
    pub code: Code,
    /// The subject of the expected finding.
    pub subject: Option<String>,
    /// Why the finding is accepted.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    expect: Vec<toml::Spanned<Pattern>>,
}

impl Expectations {
    /// Reads expectations from TOML.
    ///
    /// # Errors
    /// When the text is not such a file, an entry has no reason, or it names a kind that no finding has.
    pub fn parse(name: &str, text: &str) -> Result<Expectations, ExpectationsError> {
        let mut lines = Lines::new(text);
        let at = |offset: usize, kind: ExpectationsErrorKind| ExpectationsError {
            name: name.to_owned(),
            line: Lines::new(text).of(offset),
            kind,
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let message = error.message().replace('\n', " ");
            let offset = error.span().map_or(0, |span| span.start);
            at(offset, ExpectationsErrorKind::Syntax(message))
        })?;
        let mut entries = Vec::new();
        for spanned in file.expect {
            let start = spanned.span().start;
            let pattern = spanned.into_inner();
            if pattern.reason.trim().is_empty() {
                return Err(at(start, ExpectationsErrorKind::NoReason));
            }
            if let Some(kind) = pattern.unknown_kind() {
                return Err(at(start, ExpectationsErrorKind::UnknownKind(kind.to_owned())));
            }
            entries.push(Entry {
                pattern,
                file: Arc::from(name),
                line: lines.of(start),
                within_reach: false,
                fulfilled: false,
                lenient: false,
            });
        }
        Ok(Expectations {
            name: name.to_owned(),
            entries,
            ..Expectations::default()
        })
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Notes that an input was examined under a subject: entries about both must now be fulfilled.
    pub fn examined(&mut self, type_set: &str, subject: &str, case: &str) {
        if self.entries.is_empty() {
            return;
        }
        for entry in self.index.reached(&self.entries, type_set, subject, case) {
            self.entries[entry].within_reach = true;
        }
    }

    /// Whether an entry matches the finding; the entry is then fulfilled.
    pub fn accepts(&mut self, finding: &Finding) -> bool {
        self.accepted_for(finding).is_some()
    }

    /// The reason of the entry that matches the finding; the entry is then fulfilled.
    pub fn accepted_for(&mut self, finding: &Finding) -> Option<&str> {
        if self.entries.is_empty() {
            return None;
        }
        let entry = self.index.first(&self.entries, finding)?;
        self.entries[entry].fulfilled = true;
        Some(&self.entries[entry].pattern.reason)
    }

    /// Whether an entry accepts that the type reads the same fault (`accepts_invalid`) in any input: a type that reads a
    /// fault may also write it.
    pub fn accepts_written(&self, finding: &Finding) -> bool {
        finding.code == Code::EmitsInvalid
            && self.entries.iter().any(|entry| {
                let pattern = &entry.pattern;
                pattern.code == Code::AcceptsInvalid
                    && pattern.matches_subject(&finding.type_set, &finding.subject)
                    && pattern.matches_place(finding)
            })
    }

    /// Adds the entries of another file.
    pub fn extend(&mut self, other: Expectations) {
        self.entries.extend(other.entries);
        // It is built when it is needed.
        self.index = Index::default();
    }

    /// Entries whose reason is still to be written: file and line.
    pub fn without_reason(&self) -> Vec<(String, usize)> {
        let open = self.entries.iter().filter(|entry| entry.pattern.lacks_a_reason());
        open.map(|entry| (entry.file.to_string(), entry.line)).collect()
    }

    /// The entries that matched a finding: file and line.
    pub fn fulfilled(&self) -> Vec<(String, usize)> {
        let fulfilled = self.entries.iter().filter(|entry| entry.fulfilled);
        fulfilled.map(|entry| (entry.file.to_string(), entry.line)).collect()
    }

    /// From now on, unfulfilled entries are not reported.
    pub fn ignore_unfulfilled(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.lenient = true);
    }

    /// The entries that matched no finding, although an input was examined that they are about.
    pub fn unfulfilled(&self) -> Vec<Unfulfilled> {
        let open = self
            .entries
            .iter()
            .filter(|entry| entry.within_reach && !entry.fulfilled);
        let reported = open.filter(|entry| !entry.lenient);
        let unfulfilled = reported.map(|entry| Unfulfilled {
            file: entry.file.to_string(),
            line: entry.line,
            code: entry.pattern.code,
            subject: entry.pattern.subject.clone(),
            reason: entry.pattern.reason.clone(),
        });
        unfulfilled.collect()
    }
}

/// Counts the lines of a text up to offsets that do not decrease.
struct Lines<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Lines<'t> {
        Lines {
            text,
            offset: 0,
            line: 1,
        }
    }

    /// The line of an offset, from 1.
    fn of(&mut self, offset: usize) -> usize {
        if offset < self.offset {
            *self = Lines::new(self.text);
        }
        let between = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.offset = offset;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Kind;
    use crate::finding::{Equality, FindingDraft, Location, SourceKind};

    fn finding(code: Code, subject: &str, case: &str) -> Finding {
        let location = Location {
            type_set: "t",
            subject,
            case,
            case_kind: SourceKind::Capture,
            position: (1, 1),
        };
        Finding::new(FindingDraft::new(code, "x").kind(Kind::AddedKey), location)
    }

    fn entry(keys: &str) -> String {
        format!("[[expect]]\ncode = \"lossy\"\nreason = \"intended\"\n{keys}\n")
    }

    #[test]
    fn an_entry_needs_a_reason_a_code_and_a_kind_that_exist() {
        let error = |text: &str| Expectations::parse("k.toml", text).unwrap_err();
        let no_reason = error("[[expect]]\ncode = \"lossy\"\nreason = \" \"\n");
        assert_eq!(no_reason.to_string(), "k.toml:1: entry without a reason");
        let no_code = error("\n[[expect]]\ncode = \"nonsense\"\nreason = \"x\"\n");
        assert_eq!(no_code.line, 3);
        assert!(no_code.to_string().contains("nonsense"), "{no_code}");
        let no_kind = error(&entry("kind = \"adde_key\""));
        assert_eq!(no_kind.kind, ExpectationsErrorKind::UnknownKind("adde_key".to_owned()));
        assert!(Expectations::parse("k.toml", &entry("kind = \"*_key\"")).is_ok());
    }

    #[test]
    fn a_difference_that_is_none_of_the_value_is_expected_where_the_entry_says_so() {
        let found = |read: &str, wrote: &str| Finding {
            equal: Equality::of(read, wrote),
            ..finding(Code::Lossy, "A", "x")
        };
        let text = entry("pointer = \"\"\nequal = \"timestamp\"");
        let mut expectations = Expectations::parse("k.toml", &text).unwrap();
        let mut is_expected = |read, wrote| expectations.accepts(&found(read, wrote));
        assert!(is_expected("2024-05-28T16:05:45Z", "2024-05-28T16:05:45+00:00"));
        assert!(!is_expected("2024-05-28T16:05:45Z", "2024-05-28T16:05:46Z"));
        assert!(!is_expected("HTTP://a/", "http://a/"));
        assert!(Expectations::parse("k.toml", &entry("equal = \"word\"")).is_err());
    }

    #[test]
    fn an_entry_is_unfulfilled_only_if_an_input_was_examined_that_it_is_about() {
        let text = entry("type_set = \"t\"\nsubject = \"A\"\ncase = \"x/*\"");
        let mut expectations = Expectations::parse("k.toml", &text).unwrap();
        expectations.examined("t", "A", "y/1.json");
        expectations.examined("t", "B", "x/1.json");
        expectations.examined("other", "A", "x/1.json");
        assert_eq!(expectations.unfulfilled(), []);
        expectations.examined("t", "A", "x/1.json");
        assert_eq!(expectations.unfulfilled().len(), 1);
        expectations.ignore_unfulfilled();
        assert_eq!(expectations.unfulfilled(), []);
    }

    #[test]
    fn an_entry_matches_by_every_key_that_it_has_whatever_came_before() {
        let text = entry("subject = \"A\"\ncase = \"x/*\"\nkind = \"added_*\"");
        let mut expectations = Expectations::parse("k.toml", &text).unwrap();
        for (code, subject, case, accepted) in [
            (Code::Lossy, "A", "y/1.json", false),
            (Code::Lossy, "A", "x/1.json", true),
            (Code::Lossy, "B", "x/1.json", false),
            (Code::Unstable, "A", "x/1.json", false),
            (Code::Lossy, "A", "x/2.json", true),
            (Code::Lossy, "A", "y/1.json", false),
        ] {
            expectations.examined("t", subject, case);
            let finding = finding(code, subject, case);
            assert_eq!(expectations.accepts(&finding), accepted, "{code} {subject} {case}");
        }
        assert_eq!(expectations.unfulfilled(), []);
    }
}
