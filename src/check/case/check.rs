//! A check of one case.

use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::Code;

/// Answers one question about a subject, a schema and a case.
pub trait CaseCheck: Sync {
    /// The code of its findings.
    fn code(&self) -> Code;

    /// Examines one case.
    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts);
}
