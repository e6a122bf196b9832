//! The result of one case.

use crate::case::Skipped;
use crate::finding::{Code, Finding};

/// The result of one case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The subjects that the case was examined with.
    pub subjects: Vec<String>,
    /// The findings.
    pub findings: Vec<Finding>,
    /// The checks that could not decide, with the reason.
    pub unknown: Vec<(Code, String)>,
    /// Why the case was not examined.
    pub skipped: Option<Skipped>,
}

impl Outcome {
    pub(super) fn skipped(skipped: Skipped) -> Outcome {
        Outcome {
            skipped: Some(skipped),
            ..Outcome::default()
        }
    }
}
