//! The state of a run: its policy, its numbers and its reporter.

use super::counted_elsewhere::CountedElsewhere;
use super::event::{Event, Reporter};
use super::fault::Fault;
use super::status::Status;
use super::summary::{Explored, NotReproduced, Summary};
use crate::case::{Case, Skipped};
use crate::check::{AppliedOverlay, RUN_CHECKS, RunContext, RunDraft};
use crate::finding::{Code, Finding, FindingPolicy, Level, SeverityPolicy};
use crate::interrupt::is_interrupted;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The state of a run, of one session or of several.
///
/// Every finding passes through it on the way to the reporter; it decides the finding's level and whether it is expected.
pub struct RunState<'a> {
    pub(super) policy: FindingPolicy,
    pub(super) summary: Summary,
    overlays: Vec<AppliedOverlay>,
    reporter: Box<dyn Reporter + 'a>,
    /// Reporters that were added after the start.
    others: Vec<Box<dyn Reporter + 'a>>,
    /// Whether the run ends at the first finding that makes it fail.
    fail_fast: bool,
    /// Whether it has ended for that reason.
    stopped: Arc<AtomicBool>,
}

impl<'a> RunState<'a> {
    /// The state at the start of a run.
    pub fn new(policy: FindingPolicy, reporter: Box<dyn Reporter + 'a>) -> RunState<'a> {
        RunState {
            policy,
            summary: Summary::default(),
            overlays: Vec::new(),
            reporter,
            others: Vec::new(),
            fail_fast: false,
            stopped: Arc::default(),
        }
    }

    /// The same, for a run that ends at the first finding that makes it fail if `fail_fast`.
    #[must_use]
    pub fn with_fail_fast(self, fail_fast: bool) -> RunState<'a> {
        RunState { fail_fast, ..self }
    }

    /// Notes findings to which the policy was applied: one of them may end the run.
    pub(super) fn stop_at(&mut self, findings: &[Finding]) {
        if self.fail_fast && findings.iter().any(|finding| self.policy.fails(finding)) {
            self.summary.stopped = true;
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the run has ended at a finding.
    pub(super) fn is_stopped(&self) -> bool {
        self.summary.stopped
    }

    /// A handle that tells the same to the thread that reads the cases.
    pub(super) fn stopped(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stopped)
    }

    /// Tells one more reporter of all further events.
    pub fn also_tell(&mut self, reporter: Box<dyn Reporter + 'a>) {
        self.others.push(reporter);
    }

    /// Decides the levels of all further findings.
    pub fn set_severity(&mut self, severity: SeverityPolicy) {
        self.policy.severity = severity;
    }

    /// Names files that another part of the run counts.
    pub fn set_counted_elsewhere(&mut self, files: CountedElsewhere) {
        self.summary.counted_elsewhere = files;
    }

    /// Notes findings for which cases were saved, and which these cases do not show any more.
    pub fn not_reproduced(&mut self, missing: Vec<NotReproduced>) {
        self.summary.not_reproduced.extend(missing);
    }

    /// Names the overlays of the document, which are examined at the end of the run.
    pub fn set_overlays(&mut self, overlays: Vec<AppliedOverlay>) {
        self.overlays = overlays;
    }

    /// Reports something that could not be examined.
    ///
    /// # Errors
    /// When the reporter fails.
    pub fn skip(&mut self, skipped: &Skipped) -> Result<(), Fault> {
        self.summary.skipped += 1;
        self.summary.unbound += usize::from(skipped.unbound);
        // Of what has no line, nothing was read: a folder without captures, or a file that cannot be opened.
        if skipped.line > 0 {
            self.summary.count_case(&skipped.case);
        }
        self.on_event(&Event::Skipped(skipped))
    }

    /// Ends the run: runs the checks of the run as a whole, and returns the numbers.
    ///
    /// # Errors
    /// When the reporter fails.
    pub fn close(mut self) -> Result<Summary, Fault> {
        self.summary.interrupted = is_interrupted();
        for check in RUN_CHECKS {
            // The findings of one check may fulfil an expectation before the next check runs.
            let drafts = check.check_run(&RunContext {
                expectations: &self.policy.expectations,
                overlays: &self.overlays,
                // What was not examined may have fulfilled an expectation.
                interrupted: self.summary.interrupted || self.summary.stopped,
            });
            for mut finding in drafts.into_iter().map(RunDraft::locate) {
                self.policy.apply(&mut finding);
                self.report(None, &finding)?;
            }
        }
        self.summary.fulfilled = self.policy.expectations.fulfilled();
        written(self.reporter.on_event(&Event::Finished(&self.summary)))?;
        Ok(self.summary)
    }

    /// Reports a finding to which the policy was applied.
    pub(super) fn report(&mut self, case: Option<&Case>, finding: &Finding) -> Result<(), Fault> {
        let fails = self.policy.fails(finding);
        self.summary.count(finding, fails);
        self.on_event(&Event::Finding { case, finding })
    }

    /// Reports a question that could not be decided.
    pub(super) fn unknown(&mut self, case: &Case, code: Code, reason: &str) -> Result<(), Fault> {
        self.summary.unknown += 1;
        self.on_event(&Event::Unknown { case, code, reason })
    }

    /// Adds how long the subjects of a case took.
    pub(super) fn count_times(&mut self, took: &[(String, Duration)]) {
        for (subject, took) in took {
            self.summary.count_time(subject, *took);
        }
    }

    pub(super) fn count_subject(&mut self, name: &str) {
        self.summary.count_subject(name);
    }

    /// Adds the numbers of an exploration. Generated cases are not counted as captures.
    pub(super) fn explored(&mut self, explored: Explored) {
        self.summary.cases = self.summary.objects;
        match &mut self.summary.explored {
            Some(earlier) => earlier.go_on(&explored),
            None => self.summary.explored = Some(explored),
        }
    }

    /// Reports the result of a case for each of its subjects. `findings` are those of the case, with the policy applied.
    pub(super) fn examined(
        &mut self,
        case: &Case,
        subjects: &[String],
        findings: &[Finding],
        has_unknown: bool,
    ) -> Result<(), Fault> {
        for subject in subjects {
            let failed = findings
                .iter()
                .any(|finding| finding.subject == *subject && is_bad(finding));
            let status = match (failed, has_unknown) {
                (true, _) => Status::Failed,
                (false, true) => Status::Unknown,
                (false, false) => Status::Passed,
            };
            self.summary.count_status(subject, status);
            self.on_event(&Event::Examined { case, subject, status })?;
        }
        self.summary.objects += 1;
        self.summary.clean += usize::from(!findings.iter().any(is_bad));
        written(self.reporter.on_event(&Event::Progress(&self.summary)))
    }

    pub(super) fn on_event(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        written(self.reporter.on_event(event))?;
        written(self.others.iter_mut().try_for_each(|reporter| reporter.on_event(event)))
    }
}

/// Whether a finding makes its case unclean.
fn is_bad(finding: &Finding) -> bool {
    finding.level > Level::Note && !finding.expected
}

fn written(result: io::Result<()>) -> Result<(), Fault> {
    result.map_err(|error| Fault::of_report(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingDraft, Location, SourceKind};
    use std::cell::RefCell;
    use std::rc::Rc;

    struct Statuses(Rc<RefCell<Vec<(String, String, Status)>>>);

    impl Reporter for Statuses {
        fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
            if let (Some(case), Some(status)) = (event.case(), event.status()) {
                let subject = event.subject().unwrap_or_default().to_owned();
                self.0.borrow_mut().push((case.into_owned(), subject, status));
            }
            Ok(())
        }
    }

    #[test]
    fn a_reporter_learns_the_result_of_each_case_and_subject() {
        let seen = Rc::default();
        let mut state = RunState::new(FindingPolicy::default(), Box::new(Statuses(Rc::clone(&seen))));
        let location = Location {
            type_set: "pets",
            subject: "Pet",
            case: "rex.json",
            case_kind: SourceKind::Capture,
            position: (1, 1),
        };
        let lossy = Finding::new(FindingDraft::new(Code::Lossy, "changed"), location);
        let note = Finding::new(FindingDraft::new(Code::UndocumentedField, "new"), location);
        let subjects = ["Pet".to_owned(), "Animal".to_owned()];
        let case = Case::new("rex.json", "{}");
        state.examined(&case, &subjects, &[note, lossy], false).unwrap();
        state.examined(&case, &subjects[1..], &[], true).unwrap();
        state.skip(&Skipped::whole("cut.json", "not JSON")).unwrap();
        let result = |case: &str, subject: &str, status| (case.to_owned(), subject.to_owned(), status);
        assert_eq!(
            *seen.borrow(),
            [
                result("rex.json", "Pet", Status::Failed),
                result("rex.json", "Animal", Status::Passed),
                result("rex.json", "Animal", Status::Unknown),
                result("cut.json", "", Status::Skipped),
            ]
        );
        assert_eq!((state.summary.objects, state.summary.clean), (2, 1));
    }
}
