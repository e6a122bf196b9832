//! The report for programs: one JSON object.

use crate::runner::{Event, Reporter};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

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

    fn start(&mut self) -> io::Result<()> {
        if !self.started {
            self.started = true;
            let version = env!("CARGO_PKG_VERSION");
            write!(
                self.out,
                "{{\"wireproof\": \"{version}\", \"verb\": \"{}\", \"seed\": {},\n \"findings\": [",
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
}

impl<W: Write> Reporter for Json<W> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.start()?;
        match event {
            Event::Finding { finding, .. } => {
                self.out
                    .write_all(if self.findings == 0 { b"\n  " } else { b",\n  " })?;
                self.findings += 1;
                serde_json::to_writer(&mut self.out, finding).map_err(io::Error::from)
            }
            Event::Skipped(skipped) => {
                self.skipped.push(json!(skipped));
                Ok(())
            }
            Event::Unknown { case, code, reason } => {
                self.unknown
                    .push(json!({"case": case.label(), "code": code, "reason": reason}));
                Ok(())
            }
            // Unions without overlaps are only counted, in the summary.
            Event::Union(decided) if decided.overlapping.is_empty() && decided.unknown.is_empty() => Ok(()),
            Event::Union(decided) => {
                self.unions.push(json!(decided));
                Ok(())
            }
            Event::Finished(summary) => {
                self.out.write_all(if self.findings == 0 { b"]" } else { b"\n ]" })?;
                let (skipped, unknown) = (std::mem::take(&mut self.skipped), std::mem::take(&mut self.unknown));
                self.member("skipped", &skipped)?;
                self.member("unknown", &unknown)?;
                let mut numbers = json!(summary);
                if let (Some(unions), Value::Object(members)) = (&summary.unions, &mut numbers) {
                    let unions = json!(unions);
                    members.extend(unions.as_object().cloned().unwrap_or_default());
                    let listed = std::mem::take(&mut self.unions);
                    self.member("unions", &listed)?;
                }
                self.member("summary", &numbers)?;
                self.out.write_all(b"}\n")?;
                self.out.flush()
            }
            _ => Ok(()),
        }
    }
}
