//! The report as a filter writes it: a line for each finding as it is found, and one with the numbers at the end.

use super::digest::Digest;
use super::json::{REPORT_VERSION, numbers};
use crate::runner::Event;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes each event as a line: an object whose only key says what it is.
pub struct JsonLines<W> {
    out: W,
}

impl<W: Write> JsonLines<W> {
    /// A report that is written to `out` during the run.
    pub fn new(out: W) -> JsonLines<W> {
        JsonLines { out }
    }

    /// Takes note of an event. Whoever reads the lines gets each of them immediately.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Finding { finding, .. } => self.line("finding", finding),
            Event::Skipped(skipped) => self.line("skipped", skipped),
            Event::Unknown { case, code, reason } => self.line(
                "unknown",
                &json!({"case": case.label(), "code": code, "reason": reason}),
            ),
            // Unions without overlaps are only counted, in the summary.
            Event::Union(decided) if decided.overlapping.is_empty() && decided.unknown.is_empty() => Ok(()),
            Event::Union(decided) => self.line("union", decided),
            _ => Ok(()),
        }
    }

    /// Writes the last line.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn finish(&mut self, digest: &Digest<'_>) -> io::Result<()> {
        self.line(
            "end",
            &json!({
                "wireproof": env!("CARGO_PKG_VERSION"),
                "report_version": REPORT_VERSION,
                "verb": digest.facts.verb,
                "seed": digest.facts.seed,
                "document": digest.facts.document,
                "asked": digest.facts.asked,
                "fulfilled": digest.summary.fulfilled,
                "summary": numbers(digest),
            }),
        )
    }

    /// Where the report goes.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn line(&mut self, key: &str, value: &impl Serialize) -> io::Result<()> {
        let line: Value = json!({key: value});
        serde_json::to_writer(&mut self.out, &line).map_err(io::Error::from)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}
