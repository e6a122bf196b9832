//! A check of one enum.

use crate::check::drafts::Drafts;
use crate::enums::EnumAnalysis;
use crate::finding::Code;

/// Answers one question about an enum and its union.
pub trait EnumCheck: Sync {
    /// The codes of its findings.
    fn codes(&self) -> &'static [Code];

    /// Examines one enum.
    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts);
}
