//! Which findings a replay shows again, and which it does not.

use crate::case::{CaseKind, Saved, SavedFinding};
use crate::finding::Code;
use crate::interrupt::is_interrupted;
use crate::runner::{Event, NotReproduced, Reporter};
use std::cell::RefCell;
use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::rc::Rc;

/// What a replay has shown of the cases that are run in one way.
#[derive(Default)]
struct Shown {
    /// By the name of the case and the subject.
    findings: Vec<(String, String, SavedFinding)>,
    examined: HashSet<(String, String)>,
    /// The names of cases that could not be examined.
    skipped: HashSet<String>,
    /// The questions that could not be decided.
    unknown: HashSet<(String, Code)>,
}

/// Follows a replay.
#[derive(Default, Clone)]
pub(super) struct Reproduced(Rc<RefCell<Shown>>);

impl Reproduced {
    /// Forgets what was shown: other cases may have the same names.
    pub(super) fn start(&self) {
        *self.0.borrow_mut() = Shown::default();
    }

    /// The findings for which a case was saved and which are not shown any more. `path` is the file of the case.
    pub(super) fn missing(&self, path: &Path, saved: &Saved) -> Vec<NotReproduced> {
        let (shown, label) = (self.0.borrow(), saved.case.label().into_owned());
        let is_witness = saved.case.kind == CaseKind::Witness;
        let was_examined = match is_witness {
            true => !shown.skipped.contains(&saved.subject),
            false => shown.examined.contains(&(label.clone(), saved.subject.clone())),
        };
        if is_interrupted() || !was_examined {
            return Vec::new();
        }
        let is_shown = |wanted: &SavedFinding| {
            // That a type prints is told once in a run.
            let has_case = |case: &str| is_witness || wanted.code == Code::Prints || *case == label;
            let is_same = |(case, subject, found): &(String, String, SavedFinding)| {
                has_case(case) && *subject == saved.subject && wanted.is(found, saved.case.kind)
            };
            shown.findings.iter().any(is_same)
        };
        let is_open = |wanted: &SavedFinding| shown.unknown.contains(&(label.clone(), wanted.code));
        let missing = saved
            .found
            .iter()
            .filter(|wanted| !is_shown(wanted) && !is_open(wanted));
        let told = missing.map(|finding| NotReproduced {
            saved: Saved::printed_id(path),
            subject: saved.subject.clone(),
            code: finding.code,
            kind: finding.kind,
            pointer: finding.pointer.clone(),
        });
        told.collect()
    }
}

impl Reporter for Reproduced {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        let mut shown = self.0.borrow_mut();
        match event {
            Event::Finding { finding, .. } => {
                let (case, subject) = (finding.case.to_string(), finding.subject.to_string());
                shown.findings.push((case, subject, SavedFinding::of(finding)));
            }
            Event::Examined { case, subject, .. } => {
                shown
                    .examined
                    .insert((case.label().into_owned(), (*subject).to_owned()));
            }
            Event::Skipped(skipped) => {
                shown.skipped.insert(skipped.case.clone());
            }
            Event::Unknown { case, code, .. } => {
                shown.unknown.insert((case.label().into_owned(), *code));
            }
            _ => {}
        }
        Ok(())
    }
}
