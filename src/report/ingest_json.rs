//! The report of an ingest for programs.

use super::ingest::{Groups, IngestReport, Listed};
use crate::case::Skipped;
use crate::finding::Level;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the report of an ingest as one JSON object.
///
/// # Errors
/// When it cannot be written.
pub fn intake_json(out: &mut impl Write, intake: &IngestReport) -> io::Result<()> {
    let stored = intake.shapes.iter().filter(|shape| shape.stored).count();
    let report = json!({
        "wireproof": env!("CARGO_PKG_VERSION"),
        "verb": "ingest",
        "seed": null,
        "dry_run": intake.dry_run,
        "into": intake.into,
        "seeds": intake.seeds,
        "steps": {
            "redact": {"objects": intake.classified.values().sum::<u64>(), "replaced": intake.redacted},
            "classify": {"components": intake.classified, "unclassified": intake.unclassified.total(), "left": intake.left.total()},
            "deduplicate": {"new": intake.shapes.len(), "repeated": intake.repeated, "known": intake.known},
            "examine": {
                "proven": intake.classified.values().sum::<u64>() - intake.held_back.count,
                "held_back": intake.held_back.count,
                "errors": intake.of_level(Level::Error),
                "warnings": intake.of_level(Level::Warning),
                "notes": intake.of_level(Level::Note),
                "unknown": intake.unknown,
                "known_disagree": intake.known_disagree,
            },
            "store": {"captures": stored, "index_lines_mended": intake.mended},
        },
        "shapes": intake.shapes,
        "findings": intake.findings,
        "unclassified": groups(&intake.unclassified),
        "left": groups(&intake.left),
        "held_back": listed(&intake.held_back),
        "skipped": listed(&intake.skipped),
        "summary": {
            "recordings": intake.recordings,
            "objects": intake.objects,
            "new": intake.shapes.len(),
            "known": intake.known,
            "stored": stored,
            "unclassified": intake.unclassified.total(),
            "left": intake.left.total(),
            "held_back": intake.held_back.count,
            "errors": intake.of_level(Level::Error),
            "warnings": intake.of_level(Level::Warning),
            "notes": intake.of_level(Level::Note),
            "unknown": intake.unknown,
            "skipped": intake.skipped.count,
        },
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn groups(groups: &Groups) -> Vec<Value> {
    let groups = groups.0.iter();
    groups
        .map(|(reason, (count, first))| json!({"reason": reason, "count": count, "first": first}))
        .collect()
}

fn listed(listed: &Listed<Skipped>) -> Value {
    json!(listed.first)
}
