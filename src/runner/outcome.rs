//! The result of one case.

use crate::case::Skipped;
use crate::finding::{Code, Finding};
use std::time::Duration;

/// The result of one case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The subjects that the case was examined with.
    pub subjects: Vec<String>,
    /// How long each of them took.
    pub took: Vec<(String, Duration)>,
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
