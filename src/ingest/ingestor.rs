//! The pipeline of an ingest.

use super::capture_file::file_of;
use super::classifier::ObjectClassifier;
use super::error::IngestError;
use super::known_shapes::KnownShapes;
use super::labels::RecordingLabels;
use super::prepare::{ObjectInfo, Preparation, PreparationCounts};
use super::recordings::Recordings;
use super::report::{IngestReport, NewShape};
use crate::case::{Case, Skipped};
use crate::finding::{Finding, FindingPolicy, Level};
use crate::interrupt::is_interrupted;
use crate::redact::{Key, Redactor};
use crate::runner::{Fault, Pool, Proof};
use crate::schema::Spec;
use crate::shape::capture_name;
use crate::store::{Capture, Corpus, StoreError};
use crate::subject::TypeSet;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;

/// The number of items that may wait between reading and redaction.
const QUEUE: usize = 8;
/// The most facts that a line of the index names.
const MOST_FACTS: usize = 8;
/// Progress is reported after this many objects.
const PROGRESS_EVERY: u64 = 64;

/// The settings of an ingest.
pub struct IngestOptions {
    /// The folder of the captures, which contains a folder for each component.
    pub into: PathBuf,
    /// The folder of the fuzzing seeds, which get a copy of each new capture.
    pub seeds: PathBuf,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Whether texts stay as they are, except for secrets and ids in them.
    pub keep_text: bool,
    /// Whether the report says which file each label stands for.
    pub show_names: bool,
    /// Decides the level of each finding, and whether it is expected.
    pub policy: FindingPolicy,
    /// Called with the file of a lock before another ingest is waited for.
    pub on_wait: fn(&Path),
    /// The command that shows the findings of a file again. The file is a capture, or in a dry run a recording.
    pub replay_command: Box<dyn Fn(&str) -> String>,
}

impl IngestOptions {
    /// The folder of the captures in a corpus: its subfolder `captures` if it exists, else the corpus itself.
    pub fn captures_in(corpus: &Path) -> PathBuf {
        let captures = corpus.join("captures");
        if captures.is_dir() { captures } else { corpus.to_owned() }
    }

    /// The usual folder of the seeds: `fuzz/seeds` of the project if the captures are in `corpus/captures`, else of the corpus.
    pub fn seeds_of(captures: &Path) -> PathBuf {
        let project = captures
            .parent()
            .and_then(Path::parent)
            .filter(|_| captures.ends_with("corpus/captures"));
        project.unwrap_or(captures).join("fuzz/seeds")
    }
}

/// How far an ingest has come.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct IngestProgress {
    /// The number of bytes of the recordings that have been read.
    pub bytes: u64,
    /// The number of objects that have been examined.
    pub objects: u64,
    /// The number of new shapes among them.
    pub new_shapes: usize,
    /// The number of objects in shapes that the corpus had before.
    pub known: u64,
}

/// Stores new recordings as captures of a corpus.
pub struct Ingestor {
    classifier: Arc<ObjectClassifier>,
    options: IngestOptions,
    key: Key,
    /// `None` in a dry run.
    corpus: Option<Corpus>,
    known_shapes: KnownShapes,
    /// The shapes that are new in this run, by fingerprint: their position in the report.
    new_shapes: HashMap<String, usize>,
    report: IngestReport,
}

impl Ingestor {
    /// Opens the corpus, or in a dry run only reads it, and adds captures to its index that an interrupted ingest left out. The
    /// objects are examined as the components of `spec` that the subjects of `type_set` are bound to.
    ///
    /// # Errors
    /// If a component cannot be read, or the corpus cannot be read or written.
    pub fn open(type_set: &TypeSet, spec: Arc<Spec>, options: IngestOptions) -> Result<Ingestor, IngestError> {
        let classifier = Arc::new(ObjectClassifier::new(type_set, spec)?);
        let mut corpus = match options.dry_run {
            true => None,
            false => Some(Corpus::open(&options.into, &options.seeds, options.on_wait)?),
        };
        let key = match &corpus {
            Some(corpus) => corpus.key().clone(),
            None => match Corpus::key_at(&options.into)? {
                Some(key) => key,
                None => Corpus::random_key()?,
            },
        };
        let known_shapes = KnownShapes::read(&options.into, &classifier);
        let mut report = IngestReport {
            dry_run: options.dry_run,
            into: options.into.display().to_string(),
            seeds: options.seeds.display().to_string(),
            classified: classifier.zero_counts(),
            ..IngestReport::default()
        };
        if let Some(corpus) = &mut corpus {
            report.index_lines_repaired = corpus.repair_index(&known_shapes.files)?;
            report.warnings = corpus.warnings();
        }
        Ok(Ingestor {
            classifier,
            options,
            key,
            corpus,
            known_shapes,
            new_shapes: HashMap::new(),
            report,
        })
    }

    /// Ingests recordings. `on_progress` is called from time to time.
    ///
    /// # Errors
    /// If the corpus cannot be written, or the objects cannot be examined.
    pub fn run(
        mut self,
        recordings: Recordings,
        pool: &Pool,
        mut on_progress: impl FnMut(IngestProgress),
    ) -> Result<IngestReport, IngestError> {
        let bytes_read = recordings.bytes_read();
        let classifier = Arc::clone(&self.classifier);
        let redactor = Redactor::new(self.key.clone(), self.options.keep_text);
        let preparation = Preparation::new(&classifier, redactor);
        let labels = RecordingLabels::new(self.key.clone(), self.options.show_names);
        let mut store_error = None;
        let result = std::thread::scope(|scope| {
            let (items_in, items) = sync_channel(QUEUE);
            let labels = &labels;
            scope.spawn(move || recordings.read(labels, &mut |item| !is_interrupted() && items_in.send(item).is_ok()));
            let prepared = items.into_iter().flat_map(|item| preparation.objects(item));
            pool.prove(prepared, |proof| {
                self.take(proof).map_err(|error| {
                    let fault = Fault::System(error.to_string());
                    store_error = Some(error);
                    fault
                })?;
                self.tell_progress(&bytes_read, &mut on_progress);
                Ok(())
            })
        });
        if let Some(error) = store_error {
            return Err(error.into());
        }
        result.map_err(IngestError::Run)?;
        self.report.interrupted = is_interrupted();
        self.report.names = labels.into_names();
        Ok(self.finish(preparation.finish()))
    }

    fn tell_progress(&self, bytes_read: &AtomicU64, on_progress: &mut impl FnMut(IngestProgress)) {
        let objects: u64 = self.report.classified.values().sum();
        if objects.is_multiple_of(PROGRESS_EVERY) {
            on_progress(IngestProgress {
                bytes: bytes_read.load(Ordering::Relaxed),
                objects,
                new_shapes: self.report.shapes.len(),
                known: self.report.known,
            });
        }
    }

    /// Takes one object that has been examined.
    fn take(&mut self, proof: Proof<ObjectInfo>) -> Result<(), StoreError> {
        let Proof {
            case,
            outcome,
            differs,
            about: info,
        } = proof;
        *self.report.classified.entry(info.shape.component.clone()).or_default() += 1;
        if !differs.is_empty() {
            self.hold_back(
                &info,
                format!("redaction changes what is found: {}", differs.join(", ")),
            );
            return Ok(());
        }
        if outcome.skipped.is_some() {
            self.hold_back(&info, "cannot be examined".to_owned());
            return Ok(());
        }
        let fingerprint = info.shape.fingerprint();
        let repeats = self.new_shapes.get(&fingerprint);
        if let Some(shape) = repeats.and_then(|position| self.report.shapes.get_mut(*position)) {
            shape.objects += 1;
            self.report.repeated += 1;
            return Ok(());
        }
        if self.known_shapes.contains(&fingerprint) {
            self.report.known += 1;
            let severity = &self.options.policy.severity;
            let disagrees = outcome
                .findings
                .iter()
                .any(|finding| severity.level(finding) == Level::Error);
            self.report.known_disagree += u64::from(disagrees);
            return Ok(());
        }
        let unknown = outcome.unknown.len() as u64;
        if let Some(file) = self.store(&case, &info, fingerprint)? {
            self.report.unknown += unknown;
            for finding in outcome.findings {
                let finding = self.located_in_capture(finding, &info, &file);
                self.report.findings.push(finding);
            }
        }
        Ok(())
    }

    fn hold_back(&mut self, info: &ObjectInfo, reason: String) {
        self.report.held_back.push(Skipped {
            line: info.line,
            column: 1,
            ..Skipped::whole(&info.file, reason)
        });
    }

    /// Stores the first object of a new shape, and returns the path of its file below the corpus; `None` if it is held back, or
    /// another process has stored the shape in the meantime.
    fn store(&mut self, case: &Case, info: &ObjectInfo, fingerprint: String) -> Result<Option<String>, StoreError> {
        let shape = &info.shape;
        let Some((extension, text)) = file_of(case) else {
            self.hold_back(info, "no file format holds it unchanged".to_owned());
            return Ok(None);
        };
        let new_facts = self.known_shapes.new_facts(shape);
        let name = capture_name(shape, &new_facts);
        let adds: Vec<String> = new_facts.iter().map(ToString::to_string).collect();
        let file = match &mut self.corpus {
            None => Some(format!("{}/{name}.{extension}", shape.component)),
            Some(corpus) => corpus.put(&Capture {
                component: &shape.component,
                name: &name,
                extension,
                text: &text,
                fingerprint: &fingerprint,
                shape: &summary_of(&adds),
                seen: &info.seen,
            })?,
        };
        self.known_shapes.insert(shape);
        let Some(file) = file else {
            self.report.known += 1;
            return Ok(None);
        };
        self.new_shapes.insert(fingerprint.clone(), self.report.shapes.len());
        self.report.shapes.push(NewShape {
            component: shape.component.clone(),
            file: file.clone(),
            stored: self.corpus.is_some(),
            fingerprint,
            adds,
            seen: info.seen.clone(),
            objects: 1,
        });
        Ok(Some(file))
    }

    /// A finding as it is reported: it names the capture, which contains nothing private.
    fn located_in_capture(&mut self, mut finding: Finding, info: &ObjectInfo, file: &str) -> Finding {
        let path = self.options.into.join(file).display().to_string();
        finding.replay = match self.options.dry_run {
            true => (self.options.replay_command)(&info.file),
            false => (self.options.replay_command)(&path),
        };
        finding.case = path;
        self.options.policy.apply(&mut finding);
        finding
    }

    fn finish(self, counts: PreparationCounts) -> IngestReport {
        let mut report = self.report;
        report.recordings = counts.recordings;
        report.objects = counts.objects;
        report.redacted = serde_json::to_value(counts.replaced).unwrap_or_default();
        report.unclassified = counts.unclassified;
        report.ignored = counts.ignored;
        report.skipped = counts.skipped;
        report.held_back.append(counts.held_back);
        report
    }
}

/// The new facts of a shape, for the index.
fn summary_of(facts: &[String]) -> String {
    if facts.is_empty() {
        return "a new combination".to_owned();
    }
    let first: Vec<&str> = facts.iter().take(MOST_FACTS).map(String::as_str).collect();
    let first = first.join(", ");
    match facts.len().saturating_sub(MOST_FACTS) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}
