//! What a run makes of a finding: its level, and whether it is expected.

use super::expectations::Expectations;
use super::located::Finding;
use super::severity::SeverityPolicy;

/// The severities and the expectations of a run. Every verb applies them here and nowhere else.
#[derive(Debug, Default)]
pub struct FindingPolicy {
    /// Decides the level of each finding.
    pub severity: SeverityPolicy,
    /// Decides which findings are expected.
    pub expectations: Expectations,
}

impl FindingPolicy {
    /// Sets the level of a finding, and whether it is expected.
    pub fn apply(&mut self, finding: &mut Finding) {
        finding.level = self.severity.level(finding);
        finding.reason = self.expectations.accepted_for(finding).map(str::to_owned);
        finding.expected = finding.reason.is_some();
        if finding.is_told_once() && !finding.expected {
            finding.tell_once();
        }
    }

    /// Whether a finding makes the run fail.
    pub fn fails(&self, finding: &Finding) -> bool {
        !finding.expected && self.severity.fails(finding.level)
    }
}
