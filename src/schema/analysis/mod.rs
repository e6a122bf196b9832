//! Analyses of documents: what captures exercise of them, what changed between two of them, what is wrong with one, and
//! which corrections captures suggest.

mod coverage;
mod dictionary;
mod diff;
mod lint;
mod propose;

pub use coverage::{Coverage, Feature, FeatureKind, Hole, Reasons, ReasonsError, Share, Spot, StaleReason};
pub use dictionary::dictionary;
pub use diff::{Answer, Change, ChangeKind, ChangedSchema, Compared, Difference, difference};
pub use lint::{Defect, DefectKind, Example, ExampleOutcome, ExampleSource, LintReport, lint};
pub use propose::{Correction, CorrectionKind, Proposal, Recorded, Uncorrected, propose};
