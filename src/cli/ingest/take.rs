//! Takes objects in that were examined before and after redaction: new shapes are named and stored, known ones counted.

use super::super::inputs;
use super::file;
use super::prepare::{Prepared, RuleInfo};
use super::shelf::KnownShapes;
use crate::case::{Case, Skipped};
use crate::finding::Expectations;
use crate::finding::{Finding, Level};
use crate::redact::masked;
use crate::report::{Bar, IngestReport, NewShape, shell_quoted};
use crate::runner::{Fault, Proof};
use crate::shape::name;
use crate::store::{Capture, Corpus};
use std::collections::HashMap;
use std::path::PathBuf;

/// The most additions that a line of the index names.
const MOST_ADDS: usize = 8;

pub(super) struct Ingestor {
    pub(super) intake: IngestReport,
    pub(super) corpus: Option<Corpus>,
    /// What the corpus has, and what the run brought.
    pub(super) shelf: KnownShapes,
    pub(super) known: Expectations,
    pub(super) replay_options: Vec<String>,
    pub(super) into: PathBuf,
    /// Shapes of this run: their number in the report.
    pub(super) new: HashMap<String, usize>,
    /// Why nothing more can be stored.
    pub(super) trouble: Option<String>,
    pub(super) bar: Bar,
}

impl Ingestor {
    /// Takes one object in.
    pub(super) fn take(&mut self, proof: Proof<RuleInfo>) -> Result<(), Fault> {
        let Proof {
            case,
            outcome,
            differs,
            about,
        } = proof;
        let objects: u64 = {
            let count = self.intake.classified.entry(about.shape.component.clone()).or_default();
            *count += 1;
            self.intake.classified.values().sum()
        };
        if objects.is_multiple_of(64) {
            let (shapes, known) = (self.intake.shapes.len(), self.intake.known);
            self.bar.at(inputs::bytes_read(), || {
                format!("{objects} objects: {shapes} new shapes, {known} in known ones")
            });
        }
        if !differs.is_empty() {
            self.hold_back(
                &about,
                format!("redaction changes what is found: {}", differs.join(", ")),
            );
            return Ok(());
        }
        if outcome.skipped.is_some() {
            self.hold_back(&about, "cannot be examined".to_owned());
            return Ok(());
        }
        let fingerprint = about.shape.fingerprint();
        if let Some(shape) = self
            .new
            .get(&fingerprint)
            .and_then(|number| self.intake.shapes.get_mut(*number))
        {
            shape.objects += 1;
            self.intake.repeated += 1;
            return Ok(());
        }
        if self.shelf.has(&fingerprint) {
            self.intake.known += 1;
            let disagrees = outcome.findings.iter().any(|finding| finding.level == Level::Error);
            self.intake.known_disagree += u64::from(disagrees);
            return Ok(());
        }
        let unknown = outcome.unknown.len() as u64;
        if let Some(file) = self.store(&case, &about, fingerprint)? {
            self.intake.unknown += unknown;
            for finding in outcome.findings {
                let finding = self.dress(finding, &about, &file);
                self.intake.findings.push(finding);
            }
        }
        Ok(())
    }

    fn hold_back(&mut self, about: &RuleInfo, reason: String) {
        self.intake.held_back.push(Skipped {
            line: about.line,
            column: 1,
            ..Skipped::whole(masked(&about.file), reason)
        });
    }

    /// Stores the first object of a new shape. Gives its file below the corpus, unless another ingest was faster.
    fn store(&mut self, case: &Case, about: &RuleInfo, fingerprint: String) -> Result<Option<String>, Fault> {
        let shape = &about.shape;
        let Some((ending, text)) = file::of(case) else {
            self.hold_back(about, "no file would give it back as it is".to_owned());
            return Ok(None);
        };
        let new = self.shelf.added_by(shape);
        let name = name(shape, &new);
        let adds: Vec<String> = new.iter().map(ToString::to_string).collect();
        let file = match &mut self.corpus {
            None => format!("{}/{name}.{ending}", shape.component),
            Some(corpus) => {
                let capture = Capture {
                    component: &shape.component,
                    name: &name,
                    ending,
                    text: &text,
                    fingerprint: &fingerprint,
                    shape: &words(&adds),
                    seen: &about.seen,
                };
                match corpus.put(&capture) {
                    Ok(Some(file)) => file,
                    Ok(None) => {
                        self.shelf.enter(shape);
                        self.intake.known += 1;
                        return Ok(None);
                    }
                    Err(reason) => {
                        self.trouble = Some(reason.clone());
                        return Err(Fault(reason));
                    }
                }
            }
        };
        self.shelf.enter(shape);
        self.new.insert(fingerprint.clone(), self.intake.shapes.len());
        self.intake.shapes.push(NewShape {
            component: shape.component.clone(),
            file: file.clone(),
            stored: self.corpus.is_some(),
            fingerprint,
            adds,
            seen: about.seen.clone(),
            objects: 1,
        });
        Ok(Some(file))
    }

    /// A finding as it is reported: about the capture, which holds nothing private.
    fn dress(&mut self, mut finding: Finding, about: &RuleInfo, file: &str) -> Finding {
        let path = self.into.join(file).display().to_string();
        let mut words = vec!["wireproof".to_owned()];
        words.push(
            if self.corpus.is_some() {
                "check"
            } else {
                "ingest --dry-run"
            }
            .to_owned(),
        );
        words.extend(self.replay_options.iter().map(|argument| shell_quoted(argument)));
        words.push(match self.corpus.is_some() {
            true => shell_quoted(&path),
            false => shell_quoted(&masked(&about.file)),
        });
        finding.case = path;
        finding.replay = words.join(" ");
        finding.known = self.known.accepts(&finding);
        if self.intake.strict && finding.level == Level::Warning {
            finding.level = Level::Error;
        }
        finding
    }

    /// What the run came to.
    pub(super) fn close(mut self, prepared: Prepared) -> IngestReport {
        self.bar.finish();
        let intake = &mut self.intake;
        intake.recordings = prepared.recordings;
        intake.objects = prepared.objects;
        intake.redacted = serde_json::to_value(prepared.replaced).unwrap_or_default();
        intake.unclassified = prepared.unclassified;
        intake.left = prepared.left;
        intake.skipped = prepared.skipped;
        for skipped in prepared.held_back.first {
            intake.held_back.push(skipped);
        }
        self.intake
    }
}

/// What is new, for the index.
fn words(adds: &[String]) -> String {
    if adds.is_empty() {
        return "a new combination".to_owned();
    }
    let first = adds
        .iter()
        .take(MOST_ADDS)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    match adds.len().saturating_sub(MOST_ADDS) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}
