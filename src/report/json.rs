//! The report for programs: one JSON object, which `docs/report.schema.json` describes.

use super::causes::CauseEntry;
use super::digest::Digest;
use super::help::help_of;
use crate::runner::Event;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The version of the format. It is raised when a key changes its meaning or is gone, not when one is added.
pub const REPORT_VERSION: u32 = 1;

/// Inputs, questions and unions that are listed; the summary counts all. Findings have no limit.
const MOST_LISTED: usize = 100_000;

/// The report for programs. Findings are written immediately, so that any number of them needs bounded memory; the summary
/// follows at the end.
pub struct Json<W> {
    out: W,
    verb: &'static str,
    seed: Option<u64>,
    started: bool,
    findings: usize,
    skipped: Vec<Value>,
    unknown: Vec<Value>,
    unions: Vec<Value>,
}

impl<W: Write> Json<W> {
    /// A report that is written to `out` during the run. `seed` is the seed of generated cases.
    pub fn new(out: W, verb: &'static str, seed: Option<u64>) -> Json<W> {
        Json {
            out,
            verb,
            seed,
            started: false,
            findings: 0,
            skipped: Vec::new(),
            unknown: Vec::new(),
            unions: Vec::new(),
        }
    }

    /// Takes note of an event.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.start()?;
        match event {
            Event::Finding { finding, .. } => {
                self.out
                    .write_all(if self.findings == 0 { b"\n  " } else { b",\n  " })?;
                self.findings += 1;
                serde_json::to_writer(&mut self.out, finding).map_err(io::Error::from)?;
            }
            Event::Skipped(skipped) if self.skipped.len() < MOST_LISTED => self.skipped.push(json!(skipped)),
            Event::Unknown { case, code, reason } if self.unknown.len() < MOST_LISTED => {
                let case = case.label();
                self.unknown.push(json!({"case": case, "code": code, "reason": reason}));
            }
            // Unions without overlaps are only counted, in the summary.
            Event::Union(decided) if decided.overlapping.is_empty() && decided.unknown.is_empty() => {}
            Event::Union(decided) if self.unions.len() < MOST_LISTED => self.unions.push(json!(decided)),
            _ => {}
        }
        Ok(())
    }

    /// Writes what follows the findings.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn finish(&mut self, digest: &Digest<'_>) -> io::Result<()> {
        self.start()?;
        self.out.write_all(if self.findings == 0 { b"]" } else { b"\n ]" })?;
        let causes = digest.entries.iter().map(|entry| cause(entry, digest));
        self.list("causes", causes)?;
        let (skipped, unknown) = (std::mem::take(&mut self.skipped), std::mem::take(&mut self.unknown));
        self.member("skipped", &skipped)?;
        self.member("unknown", &unknown)?;
        self.member("document", &digest.facts.document)?;
        self.member("asked", &digest.facts.asked)?;
        if !digest.summary.fulfilled.is_empty() {
            self.member("fulfilled", &digest.summary.fulfilled)?;
        }
        if digest.summary.unions.is_some() {
            let listed = std::mem::take(&mut self.unions);
            self.member("unions", &listed)?;
        }
        self.member("summary", &numbers(digest))?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }

    /// Where the report goes.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn start(&mut self) -> io::Result<()> {
        if !self.started {
            self.started = true;
            let version = env!("CARGO_PKG_VERSION");
            write!(
                self.out,
                "{{\"wireproof\": \"{version}\", \"report_version\": {REPORT_VERSION}, \"verb\": \"{}\", \"seed\": {},\n \"findings\": [",
                self.verb,
                json!(self.seed)
            )?;
        }
        Ok(())
    }

    fn member(&mut self, key: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, ",\n \"{key}\": ")?;
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = Value>) -> io::Result<()> {
        write!(self.out, ",\n \"{key}\": [")?;
        let mut separator = "\n  ";
        for item in items {
            self.out.write_all(separator.as_bytes())?;
            serde_json::to_writer(&mut self.out, &item).map_err(io::Error::from)?;
            separator = ",\n  ";
        }
        self.out
            .write_all(if separator.starts_with(',') { b"\n ]" } else { b"]" })
    }
}

/// The numbers of a run, with those of its unions among them.
pub(super) fn numbers(digest: &Digest<'_>) -> Value {
    let mut numbers = json!(digest.summary);
    if let Value::Object(members) = &mut numbers {
        members.insert("causes".to_owned(), json!(digest.causes()));
        if let Some(unions) = &digest.summary.unions {
            let unions = json!(unions);
            members.extend(unions.as_object().cloned().unwrap_or_default());
        }
    }
    numbers
}

/// An entry, with the key that its findings have.
fn cause(entry: &CauseEntry, digest: &Digest<'_>) -> Value {
    let finding = &entry.finding;
    json!({
        "cause": finding.cause,
        "fingerprint": finding.fingerprint,
        "code": finding.code,
        "kind": finding.kind,
        "level": finding.level,
        "expected": finding.expected,
        "count": entry.count,
        "codes": entry.codes,
        "subjects": entry.subjects,
        "subject": finding.subject,
        "case": finding.case,
        "line": finding.line,
        "column": finding.column,
        "pointer": finding.pointer,
        "schema_pointer": finding.schema_pointer,
        "message": finding.message,
        "help": help_of(digest.facts.rules, finding),
        "replay": finding.replay,
    })
}
