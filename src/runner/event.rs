//! What happens in a run, and who is told.

use super::decided::Decided;
use super::status::Status;
use super::summary::Summary;
use crate::case::{Case, Skipped};
use crate::finding::{Code, Finding};
use std::borrow::Cow;
use std::io;

/// What happens in a run, in the order of the cases.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A check found something.
    Finding {
        /// The case that shows it; `None` if the finding is about a file that shapes the run.
        case: Option<&'a Case>,
        /// The finding.
        finding: &'a Finding,
    },
    /// A question could not be decided.
    Unknown {
        /// The case that the question is about.
        case: &'a Case,
        /// The code of the question.
        code: Code,
        /// The reason.
        reason: &'a str,
    },
    /// A subject examined a case. It comes after the case's findings and open questions.
    Examined {
        /// The case.
        case: &'a Case,
        /// The subject.
        subject: &'a str,
        /// The result.
        status: Status,
    },
    /// Something could not be examined.
    Skipped(&'a Skipped),
    /// The pairs of branches of a union were decided.
    Union(&'a Decided),
    /// One more object is done.
    Progress(&'a Summary),
    /// The run is over.
    Finished(&'a Summary),
}

impl Event<'_> {
    /// The result that the event reports, for events that end the examination of something.
    pub fn status(&self) -> Option<Status> {
        match self {
            Event::Examined { status, .. } => Some(*status),
            Event::Skipped(_) => Some(Status::Skipped),
            _ => None,
        }
    }

    /// The name of the case that the event is about, as reports show it.
    pub fn case(&self) -> Option<Cow<'_, str>> {
        match self {
            Event::Finding { finding, .. } => Some(Cow::Borrowed(&finding.case)),
            Event::Unknown { case, .. } | Event::Examined { case, .. } => Some(case.label()),
            Event::Skipped(skipped) => Some(Cow::Borrowed(&skipped.case)),
            Event::Union(_) | Event::Progress(_) | Event::Finished(_) => None,
        }
    }

    /// The subject that the event is about.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Event::Finding { finding, .. } => Some(&finding.subject),
            Event::Examined { subject, .. } => Some(subject),
            _ => None,
        }
    }
}

/// Is told what happens in a run.
///
/// ```
/// use std::io;
/// use wireproof::runner::{Event, Reporter, Status};
///
/// /// Lists the cases that passed.
/// #[derive(Default)]
/// struct Passed(Vec<String>);
///
/// impl Reporter for Passed {
///     fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
///         if let (Some(Status::Passed), Some(case)) = (event.status(), event.case()) {
///             self.0.push(case.into_owned());
///         }
///         Ok(())
///     }
/// }
/// ```
pub trait Reporter {
    /// Takes note of an event.
    ///
    /// # Errors
    /// When the report cannot be written; the run ends.
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()>;
}

/// Returns the command that reproduces a finding. It is called once for the findings of a case that have the same subject and
/// level, and are all expected or all unexpected.
pub type Replay<'a> = Box<dyn FnMut(&Case, &Finding) -> String + 'a>;
