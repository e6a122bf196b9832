//! The report of an audit for programs: one JSON object.

use crate::audit::{AuditFinding, AuditResult};
use crate::finding::Level;
use crate::report::json::REPORT_VERSION;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn audit_json(out: &mut impl Write, result: &AuditResult) -> io::Result<()> {
    let number = |level: Level| {
        let of_level = result
            .findings
            .iter()
            .filter(|finding| finding.level == level && !finding.expected);
        of_level.count()
    };
    let not_bound: serde_json::Map<String, Value> = result
        .not_bound
        .iter()
        .map(|(reason, count)| (reason.clone(), json!(count)))
        .collect();
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
        "crate": result.package,
        "version": result.version,
        "document": result.document,
        "findings": result.findings.iter().map(finding).collect::<Vec<_>>(),
        "not_examined": left_out.collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
        "skipped": result.skipped,
        "summary": {
            "bound_types": result.bound_types,
            "bound_schemas": result.bound_schemas,
            "not_bound": not_bound,
            "subjects": result.summary.subjects,
            "texts": result.summary.objects,
            "errors": number(Level::Error),
            "warnings": number(Level::Warning),
            "notes": number(Level::Note),
            "expected": result.findings.iter().filter(|finding| finding.expected).count(),
            "unknown": result.summary.unknown,
            "skipped": result.summary.skipped,
            "repairable": result.repairs.repairable,
            "repairs_proven": result.repairs.proven,
            "repairs_untried": result.repairs.untried,
        },
    });
    if result.summary.interrupted {
        report["summary"]["interrupted"] = true.into();
    }
    writeln!(out, "{report}")
}

fn finding(finding: &AuditFinding) -> Value {
    json!({
        "code": finding.code,
        "codes": finding.codes,
        "kind": finding.kind,
        "level": finding.level,
        "headline": finding.headline,
        "item": finding.item,
        "path": finding.path,
        "source": finding.span.as_ref().map(|span| json!({
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "text": finding.excerpt,
        })),
        "json": finding.json,
        "pointer": finding.pointer,
        "message": finding.message,
        "read": finding.read,
        "wrote": finding.wrote,
        "schema_pointer": finding.schema_pointer,
        "subjects": finding.subjects,
        "captures": finding.captures,
        "count": finding.count,
        "expected": finding.expected,
        "repair": finding.repair,
        "replay": finding.replay,
    })
}
