//! All reports of a run: one reads the findings as they come, the others are written from what was collected.

use super::collection::Collection;
use super::destination::Destination;
use super::digest::{Digest, Facts};
use super::format::ReportFormat;
use super::human::human;
use super::json::Json;
use crate::runner::{Event, Reporter, Summary};
use std::io::{self, Write};
use std::time::Instant;

/// A report that was asked for.
pub struct Output<'a> {
    /// The format.
    pub format: ReportFormat,
    /// Where it goes.
    pub destination: Destination<'a>,
}

/// All reports of a run.
pub struct Reporting<'a> {
    facts: Facts,
    collection: Collection,
    started: Instant,
    /// JSON, which is written as the findings come.
    streams: Vec<Json<Destination<'a>>>,
    /// Formats that are written at the end.
    at_end: Vec<Output<'a>>,
}

impl<'a> Reporting<'a> {
    /// The reports of a run.
    pub fn new(facts: Facts, outputs: Vec<Output<'a>>) -> Reporting<'a> {
        let (streams, at_end): (Vec<_>, Vec<_>) = outputs
            .into_iter()
            .partition(|output| output.format == ReportFormat::Json);
        let streams = streams
            .into_iter()
            .map(|output| Json::new(output.destination, facts.verb, facts.seed));
        Reporting {
            streams: streams.collect(),
            at_end,
            facts,
            collection: Collection::default(),
            started: Instant::now(),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let entries = self.collection.causes.sorted();
        let digest = Digest {
            facts: &self.facts,
            collection: &self.collection,
            entries: &entries,
            summary,
            took: self.started.elapsed(),
        };
        for mut stream in self.streams.drain(..) {
            stream.finish(&digest)?;
            stream.into_inner().finish()?;
        }
        for output in self.at_end.drain(..) {
            let Output {
                format,
                mut destination,
            } = output;
            render(format, &mut destination, &digest)?;
            destination.finish()?;
        }
        Ok(())
    }
}

/// Writes a report at once.
///
/// # Errors
/// When it cannot be written.
pub fn render(format: ReportFormat, out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    match format {
        ReportFormat::Human => human(out, digest),
        ReportFormat::Json => Ok(()),
    }
}

impl Reporter for Reporting<'_> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.collection.add(event);
        for stream in &mut self.streams {
            stream.on_event(event)?;
        }
        match event {
            Event::Finished(summary) => self.finish(summary),
            _ => Ok(()),
        }
    }
}
