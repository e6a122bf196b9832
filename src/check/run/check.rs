//! A check of a whole run.

use crate::finding::{Code, Expectations, Finding, FindingDraft, Location, SourceKind};
use crate::schema::{ActionOutcome, Overlay};

/// Answers one question about a whole run.
pub trait RunCheck: Sync {
    /// The code of its findings.
    fn code(&self) -> Code;

    /// Examines a run that is over.
    fn check_run(&self, context: &RunContext<'_>) -> Vec<RunDraft>;
}

/// Everything that a check sees of a run.
#[derive(Debug, Clone, Copy)]
pub struct RunContext<'a> {
    /// The expectations, after all findings of the run.
    pub expectations: &'a Expectations,
    /// The overlays of the published document.
    pub overlays: &'a [AppliedOverlay],
    /// Whether the run ended early, so that findings may be missing.
    pub interrupted: bool,
}

/// An overlay, and what its actions did to the published document.
#[derive(Debug, Clone)]
pub struct AppliedOverlay {
    /// The overlay.
    pub overlay: Overlay,
    /// The outcome of each of its actions.
    pub outcomes: Vec<ActionOutcome>,
    /// The actions, by index, whose capture does not prove that they are needed, each with the reason.
    pub unproven: Vec<(usize, String)>,
}

/// A finding about a file that shapes a run.
#[derive(Debug, Clone)]
pub struct RunDraft {
    /// The finding.
    pub draft: FindingDraft,
    /// The subject of the finding, or the title of the file.
    pub subject: String,
    /// The file.
    pub file: String,
    /// The kind of the file.
    pub file_kind: SourceKind,
    /// The line in the file, from 1.
    pub line: usize,
}

impl RunDraft {
    /// Locates the finding in the file.
    pub fn locate(self) -> Finding {
        let location = Location {
            type_set: "",
            subject: &self.subject,
            case: &self.file,
            case_kind: self.file_kind,
            position: (self.line, 1),
        };
        Finding::new(self.draft, location)
    }
}
