//! Takes the findings of the runs of an audit, and folds them by their causes.

use crate::audit::Fold;
use crate::finding::Code;
use crate::report::coverage::skipped_line;
use crate::runner::{Event, Reporter};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

/// No more inputs that could not be examined are listed.
const MOST_SKIPPED: usize = 1000;

/// What was collected.
pub(crate) struct Collected<'a> {
    pub(crate) fold: Fold<'a>,
    pub(crate) unknown: BTreeMap<(Code, String), usize>,
    pub(crate) skipped: Vec<String>,
}

impl<'a> Collected<'a> {
    pub(crate) fn new(fold: Fold<'a>) -> Collected<'a> {
        Collected {
            fold,
            unknown: BTreeMap::new(),
            skipped: Vec::new(),
        }
    }
}

/// The reporter.
pub(crate) struct Collector<'a>(pub(crate) Rc<RefCell<Collected<'a>>>);

impl Reporter for Collector<'_> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        let mut collected = self.0.borrow_mut();
        match event {
            Event::Finding { case, finding } => collected.fold.add(*case, finding),
            Event::Unknown { code, reason, .. } => {
                *collected.unknown.entry((*code, (*reason).to_owned())).or_default() += 1;
            }
            Event::Skipped(skipped) if collected.skipped.len() < MOST_SKIPPED => {
                collected.skipped.push(skipped_line(skipped))
            }
            _ => {}
        }
        Ok(())
    }
}
