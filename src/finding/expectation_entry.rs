//! One entry of a file of expectations.

use super::code::Code;
use super::equality::Equality;
use super::kind::Kind;
use super::located::Finding;
use super::pattern::matches;
use serde::Deserialize;
use std::sync::Arc;

/// One entry of a file of expectations, and what came of it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) pattern: Pattern,
    /// The name of the file.
    pub(super) file: Arc<str>,
    pub(super) line: usize,
    /// Whether an input was examined that the entry is about.
    pub(super) within_reach: bool,
    pub(super) fulfilled: bool,
    /// Whether it is not reported if it is unfulfilled.
    pub(super) lenient: bool,
}

/// Which findings an entry matches. A key that is left out matches everything; `*` stands for any characters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pattern {
    pub(super) code: Code,
    pub(super) kind: Option<String>,
    pub(super) type_set: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) case: Option<String>,
    pub(super) pointer: Option<String>,
    pub(super) missing: Option<String>,
    pub(super) equal: Option<Equality>,
    pub(super) reason: String,
}

impl Pattern {
    pub(super) fn matches_subject(&self, type_set: &str, subject: &str) -> bool {
        matches_option(&self.type_set, type_set) && matches_option(&self.subject, subject)
    }

    pub(super) fn matches_place(&self, finding: &Finding) -> bool {
        matches_option(&self.kind, finding.kind.map_or("", Kind::as_str))
            && matches_option(&self.pointer, finding.pointer.as_str())
            && (self.missing.is_none() || matches_option(&self.missing, finding.missing.as_deref().unwrap_or_default()))
            && self.equal.is_none_or(|equality| finding.equal.contains(&equality))
    }

    /// Whether the reason is what `check --accept` writes for the user to replace.
    pub(super) fn lacks_a_reason(&self) -> bool {
        self.reason.trim().eq_ignore_ascii_case("todo")
    }

    /// The kind that it names, if no finding can have it.
    pub(super) fn unknown_kind(&self) -> Option<&str> {
        let kind = self
            .kind
            .as_deref()
            .filter(|kind| !kind.contains('*') && !kind.is_empty())?;
        Kind::from_text(kind).is_none().then_some(kind)
    }
}

fn matches_option(pattern: &Option<String>, text: &str) -> bool {
    pattern.as_deref().is_none_or(|pattern| matches(pattern, text))
}

/// Whether a pattern stands for one text only.
pub(super) fn is_literal(pattern: &str) -> bool {
    !pattern.contains('*')
}
