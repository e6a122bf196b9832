//! Reports of the parts of a run, read again as the events of one run.

use super::json::REPORT_VERSION;
use super::parts::{MergeError, body, heads, not_a_report};
use crate::case::Case;
use crate::finding::{AlikePlace, Code, Finding, Level};
use crate::runner::{Event, Reporter, Summary, Unions};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// Reports that are parts of one run.
#[derive(Debug)]
pub struct Merge {
    /// The verb of the run.
    pub verb: &'static str,
    /// The seed of generated cases.
    pub seed: Option<u64>,
    /// The name of the document.
    pub document: String,
    /// The rules that were checked.
    pub asked: Vec<Code>,
    paths: Vec<PathBuf>,
    summary: Summary,
    /// Expectations that were fulfilled in some part: file and line.
    fulfilled: HashSet<(String, usize)>,
}

const VERBS: [&str; 4] = ["check", "explore", "ambiguity", "replay"];

impl Merge {
    /// Reads the numbers of some reports.
    ///
    /// # Errors
    /// When one of them cannot be read, or they are not parts of one run.
    pub fn open(paths: &[PathBuf]) -> Result<Merge, MergeError> {
        let mut merge: Option<Merge> = None;
        for path in paths {
            for head in heads(path)? {
                let refused = |reason: String| not_a_report(path, reason);
                if head.report_version != REPORT_VERSION {
                    let reason = format!("a report of version {}, not {REPORT_VERSION}", head.report_version);
                    return Err(refused(reason));
                }
                let verb = VERBS.into_iter().find(|verb| *verb == head.verb);
                let verb = verb.ok_or_else(|| refused(format!("reports of `{}` cannot be merged", head.verb)))?;
                let merge = merge.get_or_insert_with(|| Merge {
                    verb,
                    seed: head.seed,
                    document: head.document,
                    asked: Vec::new(),
                    paths: paths.to_vec(),
                    summary: Summary::default(),
                    fulfilled: HashSet::new(),
                });
                if (merge.verb, merge.seed) != (verb, head.seed) {
                    let seed = |seed: Option<u64>| seed.map_or_else(String::new, |seed| format!(" with seed {seed}"));
                    let (theirs, ours) = (seed(head.seed), seed(merge.seed));
                    return Err(refused(format!(
                        "a report of `{verb}`{theirs}, beside one of `{}`{ours}",
                        merge.verb
                    )));
                }
                let asked: BTreeSet<Code> = merge.asked.iter().chain(&head.asked).copied().collect();
                merge.asked = asked.into_iter().collect();
                merge.fulfilled.extend(head.fulfilled);
                let mut summary = Summary::deserialize(&head.summary).map_err(|error| refused(error.to_string()))?;
                summary.unions = Unions::deserialize(&head.summary).ok();
                merge.summary.absorb(&summary);
            }
        }
        merge.ok_or_else(|| MergeError::NotAReport {
            path: "report merge".to_owned(),
            reason: "no report is named".to_owned(),
        })
    }

    /// Tells a reporter of the run: one report at a time is in memory. A bug that several parts of an exploration found is told once.
    /// `fails` says which levels make the run fail.
    ///
    /// # Errors
    /// When a report cannot be read, or the reporter fails.
    pub fn tell(mut self, reporter: &mut dyn Reporter, fails: impl Fn(Level) -> bool) -> Result<Summary, MergeError> {
        let written = |path: &Path, result: io::Result<()>| {
            result.map_err(|source| MergeError::Unreadable {
                path: path.display().to_string(),
                source,
            })
        };
        let mut told: HashSet<(String, bool)> = HashSet::new();
        let mut once: BTreeMap<String, Finding> = BTreeMap::new();
        for path in std::mem::take(&mut self.paths) {
            let body = body(&path)?;
            for finding in body.findings {
                if self.is_fulfilled_elsewhere(&finding) {
                    continue;
                }
                if !finding.alike.is_empty() || (self.verb == "explore" && finding.is_told_once()) {
                    join(&mut once, finding);
                    continue;
                }
                let is_bug = self.verb == "explore" || finding.code == Code::UnfulfilledExpectation;
                if is_bug && !told.insert((identity(&finding), finding.expected)) {
                    continue;
                }
                self.summary.add_finding(&finding, fails(finding.level));
                let event = Event::Finding {
                    case: None,
                    finding: &finding,
                };
                written(&path, reporter.on_event(&event))?;
            }
            for open in &body.unknown {
                let case = Case::new(open.case.as_str(), "");
                let (code, reason) = (open.code, open.reason.as_str());
                written(
                    &path,
                    reporter.on_event(&Event::Unknown {
                        case: &case,
                        code,
                        reason,
                    }),
                )?;
            }
            for skipped in &body.skipped {
                written(&path, reporter.on_event(&Event::Skipped(skipped)))?;
            }
            for decided in &body.unions {
                written(&path, reporter.on_event(&Event::Union(decided)))?;
            }
        }
        for finding in once.values() {
            self.summary.add_finding(finding, fails(finding.level));
            let event = Event::Finding { case: None, finding };
            written(Path::new("the merged report"), reporter.on_event(&event))?;
        }
        written(
            Path::new("the merged report"),
            reporter.on_event(&Event::Finished(&self.summary)),
        )?;
        Ok(self.summary)
    }

    /// Whether a finding says that an expectation is unfulfilled which another part fulfilled.
    fn is_fulfilled_elsewhere(&self, finding: &Finding) -> bool {
        finding.code == Code::UnfulfilledExpectation && self.fulfilled.contains(&(finding.case.clone(), finding.line))
    }
}

/// What a finding of an exploration, or about a file that shapes the run, is told once for.
fn identity(finding: &Finding) -> String {
    match finding.code {
        Code::UnfulfilledExpectation => format!("{}:{}", finding.case, finding.line),
        _ => finding.fingerprint.clone(),
    }
}

/// Joins findings that are told once for all places.
fn join(once: &mut BTreeMap<String, Finding>, finding: Finding) {
    let Some(first) = once.get_mut(&finding.fingerprint) else {
        once.insert(finding.fingerprint.clone(), finding);
        return;
    };
    let own = |finding: &Finding| AlikePlace {
        subject: finding.subject.clone(),
        pointer: finding.pointer.clone(),
    };
    let here = own(first);
    let places = first.alike.drain(..).chain([own(&finding)]).chain(finding.alike);
    let places: BTreeSet<AlikePlace> = places.filter(|place| *place != here).collect();
    first.alike = places.into_iter().collect();
}
