//! What a rule is about, in words.

use super::code::Code;

/// What a rule is about, in words, for every report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleInfo {
    /// The code of the rule's findings.
    pub code: Code,
    /// The question that the rule answers.
    pub question: &'static str,
    /// One line that is true of every finding of the rule.
    pub summary: &'static str,
    /// Why such a finding matters.
    pub rationale: &'static str,
    /// How to repair it.
    pub fix: &'static str,
}
