//! What a case was saved for.

use super::kind::CaseKind;
use crate::finding::{Code, Finding, Kind};
use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};

/// A finding for which a case was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedFinding {
    /// The code.
    pub code: Code,
    /// The kind.
    pub kind: Option<Kind>,
    /// The place in the text.
    pub pointer: Pointer,
}

impl SavedFinding {
    /// What identifies a finding of a case.
    pub fn of(finding: &Finding) -> SavedFinding {
        SavedFinding {
            code: finding.code,
            kind: finding.kind,
            pointer: finding.pointer.clone(),
        }
    }

    /// Whether another finding of the same case is this one.
    pub fn is(&self, other: &SavedFinding, kind: CaseKind) -> bool {
        // An exploration finds out which value is refused, which a replay does not; and the place of a witness is that of its enum.
        let has_other_place = self.code == Code::Rejected || kind == CaseKind::Witness;
        self.code == other.code && self.kind == other.kind && (has_other_place || self.pointer == other.pointer)
    }
}
