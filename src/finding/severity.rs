//! How bad a finding is: the only place that decides it, for every verb.

use super::code::Code;
use super::kind::Kind;
use super::level::{Level, default_level};
use super::located::Finding;
use super::pattern::matches;
use serde::{Deserialize, Serialize};

/// Which level each finding gets in a run.
///
/// ```
/// use wireproof::finding::{Code, Level, SeverityOverride, SeverityPolicy};
///
/// let mut policy = SeverityPolicy::default();
/// policy.overrides.push(SeverityOverride {
///     code: Code::UndocumentedField,
///     kind: None,
///     subject: Some("Pet*".to_owned()),
///     level: Level::Error,
/// });
/// assert_eq!(policy.level_of(Code::UndocumentedField, None, "PetObject"), Level::Error);
/// assert_eq!(policy.level_of(Code::UndocumentedField, None, "Thread"), Level::Note);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityPolicy {
    /// Levels that differ from the defaults; the last one that matches a finding wins.
    pub overrides: Vec<SeverityOverride>,
    /// Whether warnings become errors, and `accepts_invalid` too unless an override names it.
    pub strict: bool,
    /// The lowest level at which a finding makes a run fail.
    pub fail_on: Level,
}

/// One entry of a [`SeverityPolicy`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityOverride {
    /// The code that it applies to.
    pub code: Code,
    /// The kind that it applies to; every kind if there is none.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The subjects that it applies to, where `*` stands for any characters; every subject if there is none.
    #[serde(default)]
    pub subject: Option<String>,
    /// The level of these findings.
    pub level: Level,
}

impl SeverityPolicy {
    /// The default levels, with warnings as errors if `strict`.
    pub fn with_strict(strict: bool) -> SeverityPolicy {
        SeverityPolicy {
            strict,
            ..SeverityPolicy::default()
        }
    }

    /// The level of a finding.
    pub fn level(&self, finding: &Finding) -> Level {
        self.level_of(finding.code, finding.kind, &finding.subject)
    }

    /// The level of findings of a code and kind in a subject.
    pub fn level_of(&self, code: Code, kind: Option<Kind>, subject: &str) -> Level {
        let chosen = self.overrides.iter().rev().find(|entry| {
            entry.code == code
                && (entry.kind.is_none() || entry.kind == kind)
                && entry.subject.as_deref().is_none_or(|pattern| matches(pattern, subject))
        });
        let level = chosen.map_or_else(|| default_level(code, kind), |entry| entry.level);
        let is_raised = level == Level::Warning || (code == Code::AcceptsInvalid && chosen.is_none());
        if self.strict && is_raised { Level::Error } else { level }
    }

    /// Whether a finding of this level makes a run fail.
    pub fn fails(&self, level: Level) -> bool {
        level >= self.fail_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(code: Code, kind: Option<Kind>, level: Level) -> SeverityOverride {
        SeverityOverride {
            code,
            kind,
            subject: None,
            level,
        }
    }

    #[test]
    fn strict_raises_warnings_and_accepted_invalid_texts_but_no_other_note() {
        let strict = SeverityPolicy::with_strict(true);
        assert_eq!(strict.level_of(Code::SchemaViolation, None, "A"), Level::Error);
        assert_eq!(strict.level_of(Code::AcceptsInvalid, None, "A"), Level::Error);
        assert_eq!(strict.level_of(Code::UndocumentedField, None, "A"), Level::Note);
        let special = Some(Kind::SpecialCase);
        assert_eq!(strict.level_of(Code::UntaggedAmbiguous, special, "A"), Level::Note);
    }

    #[test]
    fn the_last_matching_override_wins_and_a_kind_narrows_it() {
        let policy = SeverityPolicy {
            overrides: vec![
                entry(Code::Lossy, None, Level::Warning),
                entry(Code::Lossy, Some(Kind::AddedKey), Level::Note),
            ],
            ..SeverityPolicy::default()
        };
        assert_eq!(
            policy.level_of(Code::Lossy, Some(Kind::DroppedKey), "A"),
            Level::Warning
        );
        assert_eq!(policy.level_of(Code::Lossy, Some(Kind::AddedKey), "A"), Level::Note);
        assert_eq!(policy.level_of(Code::Rejected, None, "A"), Level::Error);
    }

    #[test]
    fn strict_leaves_an_explicit_note_alone() {
        let policy = SeverityPolicy {
            overrides: vec![entry(Code::AcceptsInvalid, None, Level::Note)],
            ..SeverityPolicy::with_strict(true)
        };
        assert_eq!(policy.level_of(Code::AcceptsInvalid, None, "A"), Level::Note);
    }

    #[test]
    fn the_failing_level_is_error_unless_said_otherwise() {
        assert!(SeverityPolicy::default().fails(Level::Error) && !SeverityPolicy::default().fails(Level::Warning));
        let policy = SeverityPolicy {
            fail_on: Level::Warning,
            ..SeverityPolicy::default()
        };
        assert!(policy.fails(Level::Warning) && !policy.fails(Level::Note));
    }
}
