//! Expectations: findings that the user accepts, each with a reason.

use super::code::Code;
use super::kind::Kind;
use super::located::Finding;
use super::pattern::matches;
use serde::Deserialize;

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
    /// Whether an unfulfilled entry is not reported.
    lenient: bool,
    candidates: Candidates,
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
    /// The line in the file, from 1.
    pub line: usize,
    /// The code of the expected finding.
    pub code: Code,
    /// The subject of the expected finding.
    pub subject: Option<String>,
    /// Why the finding is accepted.
    pub reason: String,
}

#[derive(Debug)]
struct Entry {
    pattern: Pattern,
    line: usize,
    /// Whether an input was examined that the entry is about.
    within_reach: bool,
    fulfilled: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    expect: Vec<toml::Spanned<Pattern>>,
}

/// Which findings an entry matches. A key that is left out matches everything; `*` stands for any characters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    code: Code,
    kind: Option<String>,
    type_set: Option<String>,
    subject: Option<String>,
    case: Option<String>,
    pointer: Option<String>,
    reason: String,
}

/// The entries that can match, by subject and by input.
///
/// Patterns of subjects and inputs are matched once per subject and input, not once per object and finding: a file of JSON
/// lines holds thousands of objects.
#[derive(Debug, Default)]
struct Candidates {
    of_subject: Vec<Selection>,
    /// The input that `of_case` is about.
    case: String,
    of_case: Vec<Selection>,
}

/// The entries that can match findings in one subject, by index.
#[derive(Debug)]
struct Selection {
    type_set: String,
    subject: String,
    entries: Vec<usize>,
}

impl Expectations {
    /// Reads expectations from TOML.
    ///
    /// # Errors
    /// When the text is not such a file, an entry has no reason, or it names a kind that no finding has.
    pub fn parse(name: &str, text: &str) -> Result<Expectations, ExpectationsError> {
        let at = |offset: usize, kind: ExpectationsErrorKind| ExpectationsError {
            name: name.to_owned(),
            line: line_of(text, offset),
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
                line: line_of(text, start),
                within_reach: false,
                fulfilled: false,
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
        let (candidates, is_new) = self.candidates.of(&self.entries, type_set, subject, case);
        if is_new {
            for index in candidates {
                self.entries[*index].within_reach = true;
            }
        }
    }

    /// Whether an entry matches the finding; the entry is then fulfilled.
    pub fn accepts(&mut self, finding: &Finding) -> bool {
        if self.entries.is_empty() {
            return false;
        }
        let (type_set, subject) = (&finding.type_set, &finding.subject);
        let (candidates, _) = self.candidates.of(&self.entries, type_set, subject, &finding.case);
        let matching = candidates.iter().find(|index| {
            let pattern = &self.entries[**index].pattern;
            pattern.code == finding.code && pattern.matches_place(finding)
        });
        match matching {
            Some(index) => {
                self.entries[*index].fulfilled = true;
                true
            }
            None => false,
        }
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

    /// From now on, unfulfilled entries are not reported.
    pub fn ignore_unfulfilled(&mut self) {
        self.lenient = true;
    }

    /// The entries that matched no finding, although an input was examined that they are about.
    pub fn unfulfilled(&self) -> Vec<Unfulfilled> {
        let open = self
            .entries
            .iter()
            .filter(|entry| entry.within_reach && !entry.fulfilled);
        let reported = open.filter(|_| !self.lenient);
        let unfulfilled = reported.map(|entry| Unfulfilled {
            line: entry.line,
            code: entry.pattern.code,
            subject: entry.pattern.subject.clone(),
            reason: entry.pattern.reason.clone(),
        });
        unfulfilled.collect()
    }
}

impl Candidates {
    /// The entries that fit a subject and an input, and whether they were looked up for the first time since the input
    /// changed.
    fn of(&mut self, entries: &[Entry], type_set: &str, subject: &str, case: &str) -> (&[usize], bool) {
        if self.case != case {
            case.clone_into(&mut self.case);
            self.of_case.clear();
        }
        if let Some(at) = find(&self.of_case, type_set, subject) {
            return (&self.of_case[at].entries, false);
        }
        let of_subject = find(&self.of_subject, type_set, subject).unwrap_or_else(|| {
            let fits = |index: &usize| entries[*index].pattern.matches_subject(type_set, subject);
            let found = (0..entries.len()).filter(fits).collect();
            self.of_subject.push(Selection::new(type_set, subject, found));
            self.of_subject.len() - 1
        });
        let of_subject = self.of_subject[of_subject].entries.iter().copied();
        let fits = |index: &usize| matches_option(&entries[*index].pattern.case, case);
        let found = of_subject.filter(fits).collect();
        self.of_case.push(Selection::new(type_set, subject, found));
        (&self.of_case[self.of_case.len() - 1].entries, true)
    }
}

fn find(selections: &[Selection], type_set: &str, subject: &str) -> Option<usize> {
    let is_meant = |selection: &Selection| selection.subject == subject && selection.type_set == type_set;
    selections.iter().position(is_meant)
}

impl Selection {
    fn new(type_set: &str, subject: &str, entries: Vec<usize>) -> Selection {
        Selection {
            type_set: type_set.to_owned(),
            subject: subject.to_owned(),
            entries,
        }
    }
}

impl Pattern {
    fn matches_subject(&self, type_set: &str, subject: &str) -> bool {
        matches_option(&self.type_set, type_set) && matches_option(&self.subject, subject)
    }

    fn matches_place(&self, finding: &Finding) -> bool {
        matches_option(&self.kind, finding.kind.map_or("", Kind::as_str))
            && matches_option(&self.pointer, finding.pointer.as_str())
    }

    /// The kind that it names, if no finding can have it.
    fn unknown_kind(&self) -> Option<&str> {
        let kind = self
            .kind
            .as_deref()
            .filter(|kind| !kind.contains('*') && !kind.is_empty())?;
        Kind::from_text(kind).is_none().then_some(kind)
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or(text).matches('\n').count() + 1
}

fn matches_option(pattern: &Option<String>, text: &str) -> bool {
    pattern.as_deref().is_none_or(|pattern| matches(pattern, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingDraft, Location, SourceKind};

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
