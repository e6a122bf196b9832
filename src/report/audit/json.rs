//! The report of an audit for programs: one JSON object.

use crate::audit::AuditResult;
use crate::finding::Level;
use crate::report::digest::Facts;
use crate::report::json::REPORT_VERSION;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn audit_json(out: &mut impl Write, result: &AuditResult, facts: &Facts) -> io::Result<()> {
    let left_out = result
        .left_out
        .iter()
        .map(|(name, reason)| json!({"name": name, "reason": reason}));
    let unknown = result.unknown.iter();
    let unknown = unknown.map(|(code, reason, count)| json!({"code": code, "reason": reason, "count": count}));
    let mut report = json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "report_version": REPORT_VERSION,
        "verb": "audit",
        "seed": facts.seed,
        "asked": facts.asked,
        "crates": result.crates,
        "findings": result.findings,
        "not_examined": left_out.collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
        "skipped": result.skipped,
        "summary": summary(result),
    });
    // A merged report is of several crates.
    if let ([only], Some(members)) = (&result.crates[..], report.as_object_mut()) {
        members.extend(json!(only).as_object().cloned().unwrap_or_default());
    }
    writeln!(out, "{report}")
}

/// The numbers. A finding of an audit is a cause, so the findings are counted as causes.
fn summary(result: &AuditResult) -> Value {
    let number = |level: Level| {
        let findings = result.findings.iter();
        findings
            .filter(|finding| finding.level == level && !finding.expected)
            .count()
    };
    let found = json!({
        "errors": number(Level::Error),
        "warnings": number(Level::Warning),
        "notes": number(Level::Note),
    });
    let mut numbers = json!(result.summary);
    if let Some(members) = numbers.as_object_mut() {
        members.extend(found.as_object().cloned().unwrap_or_default());
        members.insert("causes".to_owned(), found);
        members.insert("bound_types".to_owned(), json!(result.bound_types));
        members.insert("bound_schemas".to_owned(), json!(result.bound_schemas));
        members.insert("not_bound".to_owned(), json!(result.not_bound));
        members.insert("texts".to_owned(), json!(result.summary.objects));
        members.insert("repairable".to_owned(), json!(result.repairs.repairable));
        members.insert("repairs_proven".to_owned(), json!(result.repairs.proven));
        members.insert("repairs_untried".to_owned(), json!(result.repairs.untried));
        let expected = result.findings.iter().filter(|finding| finding.expected).count();
        members.insert("expected".to_owned(), json!(expected));
    }
    numbers
}
