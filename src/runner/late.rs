//! Cases that wireproof itself does not get through in time, or fails at.

use super::outcome::Outcome;
use crate::check::CASE_CHECKS;
use crate::finding::Code;
use std::time::Duration;

/// What is said of a case at which wireproof itself failed: nothing of the type, and what was not asked is counted.
pub(super) fn undecided(subjects: Vec<String>, reason: &str) -> Outcome {
    let of_a_case = CASE_CHECKS.iter().map(|check| check.code());
    Outcome {
        subjects,
        unknown: of_a_case.map(|code| (code, reason.to_owned())).collect(),
        ..Outcome::default()
    }
}

/// What is unknown of a case that was examined without its schema, because with it there was no end within `limit`.
pub(super) fn without_schema(limit: Duration) -> impl Iterator<Item = (Code, String)> {
    let reason = format!("the schema takes longer than {} s for the case", limit.as_secs_f64());
    unasked(&reason)
}

/// What is unknown of a case that was examined without its schema.
pub(super) fn unasked(reason: &str) -> impl Iterator<Item = (Code, String)> + use<> {
    let reason = reason.to_owned();
    [Code::SchemaViolation, Code::UndocumentedField, Code::EmitsInvalid]
        .into_iter()
        .map(move |code| (code, reason.clone()))
}
