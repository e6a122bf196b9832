//! Which keys were reported already.

use super::code::Code;
use super::kind::Kind;
use super::located::Finding;
use std::collections::BTreeSet;

/// The keys that are reported as lost, unread or refused, so that they are not reported again.
#[derive(Debug, Default, Clone)]
pub(crate) struct KnownKeys(BTreeSet<(String, String)>);

impl KnownKeys {
    pub(crate) fn of(findings: &[Finding]) -> KnownKeys {
        let mut known = KnownKeys::default();
        findings.iter().for_each(|finding| known.add(finding));
        known
    }

    pub(crate) fn add(&mut self, finding: &Finding) {
        let is_about_key =
            matches!(finding.code, Code::UnreadKey | Code::Rejected) || finding.kind == Some(Kind::DroppedKey);
        if is_about_key {
            self.0.insert(KnownKeys::key(finding));
        }
    }

    /// Whether the key that a finding is about is known.
    pub(crate) fn has(&self, finding: &Finding) -> bool {
        self.0.contains(&KnownKeys::key(finding))
    }

    fn key(finding: &Finding) -> (String, String) {
        (finding.subject.clone(), finding.pointer.in_every_item())
    }
}
