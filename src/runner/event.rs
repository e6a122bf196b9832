//! The events of a run, and who is told of them.

use super::decided::Decided;
use super::summary::Summary;
use crate::case::{Case, Skipped};
use crate::finding::{Code, Finding};
use std::io;

/// What happens in a run, in the order of the cases.
#[derive(Debug)]
pub enum Event<'a> {
    /// A check found something.
    Finding(&'a Finding),
    /// Something could not be examined.
    Skipped(&'a Skipped),
    /// A check could not decide, and why.
    Unknown(&'a Case, Code, &'a str),
    /// A union of the document was decided.
    Union(&'a Decided),
    /// One more object is done.
    Object(&'a Summary),
    /// The run is over.
    Over(&'a Summary),
}

/// Hears of what happens in a run.
pub trait Reporter {
    /// Something happened.
    ///
    /// # Errors
    /// When it cannot be written down; the run ends.
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()>;
}

/// Gives the command that shows a finding again. It is asked once for the findings of a case that have subject, level and
/// acceptance in common.
pub type Replay<'a> = Box<dyn FnMut(&Case, &Finding) -> String + 'a>;
