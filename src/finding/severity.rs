//! How bad a finding is: the only place that decides it, for every verb.

use super::code::Code;
use super::default_level::default_level;
use super::kind::{Kind, SourceKind};
use super::level::Level;
use super::located::Finding;
use super::pattern::matches;
use serde::{Deserialize, Serialize};

/// Which level each finding gets in a run.
///
/// ```
/// use wireproof::finding::{Code, Level, SeverityOverride, SeverityPolicy, SourceKind};
///
/// let mut policy = SeverityPolicy::default();
/// policy.overrides.push(SeverityOverride {
///     code: Some(Code::UndocumentedField),
///     kind: None,
///     subject: Some("Pet*".to_owned()),
///     level: Level::Error,
/// });
/// assert_eq!(policy.level_of(Code::UndocumentedField, None, "PetObject", SourceKind::Capture), Level::Error);
/// assert_eq!(policy.level_of(Code::UndocumentedField, None, "Thread", SourceKind::Capture), Level::Note);
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
    /// The code that it applies to; every code if there is none.
    #[serde(default)]
    pub code: Option<Code>,
    /// The kind that it applies to; every kind if there is none.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The subjects that it applies to, where `*` stands for any characters; every subject if there is none.
    #[serde(default)]
    pub subject: Option<String>,
    /// The level of these findings.
    pub level: Level,
}

/// A file of severities, as a type set brings it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeverityFile {
    #[serde(default)]
    severity: Vec<SeverityOverride>,
}

impl SeverityOverride {
    /// Reads the entries `[[severity]]` of a TOML text.
    ///
    /// # Errors
    /// If the text is not a list of such entries.
    pub fn parse(text: &str) -> Result<Vec<SeverityOverride>, toml::de::Error> {
        Ok(toml::from_str::<SeverityFile>(text)?.severity)
    }
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
        self.level_of(finding.code, finding.kind, &finding.subject, finding.case_kind)
    }

    /// The level of findings of a code and kind in a subject that a kind of input shows.
    pub fn level_of(&self, code: Code, kind: Option<Kind>, subject: &str, source: SourceKind) -> Level {
        let chosen = self.overrides.iter().rev().find(|entry| {
            entry.code.is_none_or(|other| other == code)
                && (entry.kind.is_none() || entry.kind == kind)
                && entry.subject.as_deref().is_none_or(|pattern| matches(pattern, subject))
        });
        let level = chosen.map_or_else(|| default_level(code, kind, source), |entry| entry.level);
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
            code: Some(code),
            kind,
            subject: None,
            level,
        }
    }

    #[test]
    fn strict_raises_warnings_and_accepted_invalid_texts_but_no_other_note() {
        let strict = SeverityPolicy::with_strict(true);
        assert_eq!(
            strict.level_of(Code::SchemaViolation, None, "A", SourceKind::Sample),
            Level::Error
        );
        assert_eq!(
            strict.level_of(Code::AcceptsInvalid, None, "A", SourceKind::Sample),
            Level::Error
        );
        assert_eq!(
            strict.level_of(Code::UndocumentedField, None, "A", SourceKind::Sample),
            Level::Note
        );
        let special = Some(Kind::SpecialCase);
        assert_eq!(
            strict.level_of(Code::UntaggedAmbiguous, special, "A", SourceKind::Sample),
            Level::Note
        );
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
            policy.level_of(Code::Lossy, Some(Kind::DroppedKey), "A", SourceKind::Sample),
            Level::Warning
        );
        assert_eq!(
            policy.level_of(Code::Lossy, Some(Kind::AddedKey), "A", SourceKind::Sample),
            Level::Note
        );
        assert_eq!(
            policy.level_of(Code::Rejected, None, "A", SourceKind::Sample),
            Level::Error
        );
    }

    #[test]
    fn a_kind_alone_is_moved_for_every_code() {
        let text = "[[severity]]\nkind = \"unknown_key\"\nlevel = \"error\"\n";
        let policy = SeverityPolicy {
            overrides: SeverityOverride::parse(text).unwrap(),
            ..SeverityPolicy::default()
        };
        let unknown = Some(Kind::UnknownKey);
        assert_eq!(
            policy.level_of(Code::Lossy, unknown, "A", SourceKind::Sample),
            Level::Error
        );
        assert_eq!(
            policy.level_of(Code::Rejected, unknown, "A", SourceKind::Sample),
            Level::Error
        );
        assert_eq!(
            SeverityPolicy::default().level_of(Code::Rejected, unknown, "A", SourceKind::Sample),
            Level::Note
        );
    }

    #[test]
    fn strict_leaves_an_explicit_note_alone() {
        let policy = SeverityPolicy {
            overrides: vec![entry(Code::AcceptsInvalid, None, Level::Note)],
            ..SeverityPolicy::with_strict(true)
        };
        assert_eq!(
            policy.level_of(Code::AcceptsInvalid, None, "A", SourceKind::Sample),
            Level::Note
        );
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
