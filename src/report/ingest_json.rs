//! The report of an ingest for programs.

use crate::case::Skipped;
use crate::finding::Level;
use crate::ingest::{CappedList, IngestReport, ReasonCounts};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the report of an ingest as one JSON object.
///
/// # Errors
/// When it cannot be written.
pub fn ingest_json(out: &mut impl Write, report: &IngestReport) -> io::Result<()> {
    let stored = report.shapes.iter().filter(|shape| shape.stored).count();
    let report = json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "verb": "ingest",
        "seed": null,
        "dry_run": report.dry_run,
        "into": report.into,
        "seeds": report.seeds,
        "steps": {
            "redact": {"objects": report.classified.values().sum::<u64>(), "replaced": report.redacted},
            "classify": {"components": report.classified, "unclassified": report.unclassified.total(), "ignored": report.ignored.total()},
            "deduplicate": {"new": report.shapes.len(), "repeated": report.repeated, "known": report.known},
            "examine": {
                "proven": report.classified.values().sum::<u64>() - report.held_back.count,
                "held_back": report.held_back.count,
                "errors": report.of_level(Level::Error),
                "warnings": report.of_level(Level::Warning),
                "notes": report.of_level(Level::Note),
                "unknown": report.unknown,
                "known_disagree": report.known_disagree,
            },
            "store": {"captures": stored, "index_lines_repaired": report.index_lines_repaired},
        },
        "warnings": report.warnings,
        "names": report.names.iter().map(|(label, name)| json!({"label": label, "file": name})).collect::<Vec<_>>(),
        "shapes": report.shapes,
        "findings": report.findings,
        "unclassified": groups(&report.unclassified),
        "ignored": groups(&report.ignored),
        "held_back": listed(&report.held_back),
        "skipped": listed(&report.skipped),
        "summary": {
            "recordings": report.recordings,
            "objects": report.objects,
            "new": report.shapes.len(),
            "known": report.known,
            "stored": stored,
            "unclassified": report.unclassified.total(),
            "ignored": report.ignored.total(),
            "held_back": report.held_back.count,
            "errors": report.of_level(Level::Error),
            "warnings": report.of_level(Level::Warning),
            "notes": report.of_level(Level::Note),
            "unknown": report.unknown,
            "skipped": report.skipped.count,
            "interrupted": report.interrupted,
        },
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn groups(groups: &ReasonCounts) -> Vec<Value> {
    let groups = groups.0.iter();
    groups
        .map(|(reason, (count, first))| json!({"reason": reason, "count": count, "first": first}))
        .collect()
}

fn listed(listed: &CappedList<Skipped>) -> Value {
    json!(listed.first)
}
