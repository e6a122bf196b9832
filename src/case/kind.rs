//! How cases come about.

use serde::{Deserialize, Serialize};

/// How a case came about, which decides on what may be expected of a type that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// It was recorded, or written by hand.
    Capture,
    /// It was generated, and the schema allows it.
    Sample,
    /// It was generated with exactly one fault, and is proven invalid.
    Mutant,
    /// It was generated to demonstrate one finding.
    Witness,
}

impl CaseKind {
    /// The kind as reports print it.
    pub fn as_str(self) -> &'static str {
        match self {
            CaseKind::Capture => "capture",
            CaseKind::Sample => "sample",
            CaseKind::Mutant => "mutant",
            CaseKind::Witness => "witness",
        }
    }
}
