//! All reports of a run: one reads the findings as they come, the others are written from what was collected.

use super::causes::CauseEntry;
use super::collection::Collection;
use super::destination::Destination;
use super::digest::{Digest, Facts};
use super::extras::Extras;
use super::format::ReportFormat;
use super::github::github;
use super::html::html;
use super::human::human;
use super::json::Json;
use super::jsonl::JsonLines;
use super::junit::junit;
use super::markdown::markdown;
use super::sarif::sarif;
use crate::runner::{Event, Reporter, Summary};
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Instant;

/// A report that was asked for.
pub struct Output<'a> {
    /// The format.
    pub format: ReportFormat,
    /// Where it goes.
    pub destination: Destination<'a>,
}

/// A report that is written as the findings come.
enum Stream<'a> {
    Object(Json<Destination<'a>>),
    Lines(JsonLines<Destination<'a>>),
}

impl Stream<'_> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match self {
            Stream::Object(report) => report.on_event(event),
            Stream::Lines(report) => report.on_event(event),
        }
    }

    fn finish(self, digest: &Digest<'_>) -> io::Result<()> {
        match self {
            Stream::Object(mut report) => {
                report.finish(digest)?;
                report.into_inner().finish()
            }
            Stream::Lines(mut report) => {
                report.finish(digest)?;
                report.into_inner().finish()
            }
        }
    }
}

/// All reports of a run.
pub struct Reporting<'a> {
    facts: Facts,
    collection: Collection,
    extras: Rc<RefCell<Extras>>,
    started: Instant,
    /// Formats that are written as the findings come.
    streams: Vec<Stream<'a>>,
    /// Formats that are written at the end.
    at_end: Vec<Output<'a>>,
}

impl<'a> Reporting<'a> {
    /// The reports of a run. What the caller adds to `extras` is shown too.
    pub fn new(facts: Facts, outputs: Vec<Output<'a>>, extras: Rc<RefCell<Extras>>) -> Reporting<'a> {
        extras.borrow_mut().wanted = outputs.iter().any(|output| output.format == ReportFormat::Html);
        let (streams, at_end): (Vec<_>, Vec<_>) = outputs
            .into_iter()
            .partition(|output| matches!(output.format, ReportFormat::Json | ReportFormat::Jsonl));
        let streams = streams.into_iter().map(|output| match output.format {
            ReportFormat::Jsonl => Stream::Lines(JsonLines::new(output.destination)),
            _ => Stream::Object(Json::new(output.destination, facts.verb, facts.seed)),
        });
        Reporting {
            streams: streams.collect(),
            at_end,
            facts,
            collection: Collection::default(),
            extras,
            started: Instant::now(),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let extras = self.extras.borrow();
        let mut entries = self.collection.causes.sorted();
        if extras.wanted {
            add_excerpts(&mut entries, &extras);
        }
        let digest = Digest {
            facts: &self.facts,
            collection: &self.collection,
            entries: &entries,
            summary,
            took: self.started.elapsed(),
            coverage: extras.coverage.as_ref().map(|tracker| &tracker.coverage),
        };
        for stream in self.streams.drain(..) {
            stream.finish(&digest)?;
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

/// Adds the parts of the document that the entries are about; each is looked up once.
fn add_excerpts(entries: &mut [CauseEntry], extras: &Extras) {
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for entry in entries {
        if let Some(pointer) = &entry.finding.schema_pointer {
            let excerpt = known.entry(pointer.clone()).or_insert_with(|| extras.excerpt(pointer));
            entry.excerpt.clone_from(excerpt);
        }
    }
}

/// Writes a report at once.
///
/// # Errors
/// When it cannot be written.
pub fn render(format: ReportFormat, out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    match format {
        ReportFormat::Human => human(out, digest),
        // They are written as the findings come.
        ReportFormat::Json | ReportFormat::Jsonl => Ok(()),
        ReportFormat::Junit => junit(out, digest),
        ReportFormat::Sarif => sarif(out, digest),
        ReportFormat::Github => github(out, digest),
        ReportFormat::Markdown => markdown(out, digest),
        ReportFormat::Html => html(out, digest),
    }
}

impl Reporter for Reporting<'_> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.collection.add(event);
        self.extras.borrow_mut().add(event);
        for stream in &mut self.streams {
            stream.on_event(event)?;
        }
        match event {
            Event::Finished(summary) => self.finish(summary),
            _ => Ok(()),
        }
    }
}
