//! Texts of a subject that are looked at as its cases are.

use super::witness::witness_of;
use crate::check::context::CheckContext;
use crate::generate::{Failing, GeneratedValue, Style, shrink};
use crate::json::Tree;
use crate::schema::Schema;
use crate::subject::Subject;

/// Attempts to make a text smaller.
const ATTEMPTS: usize = 300;

/// Works with a text as with a sample of the subject.
pub(super) fn in_text<T>(
    subject: &Subject,
    schema: &Schema,
    text: &str,
    work: impl FnOnce(&CheckContext<'_>) -> T,
) -> Option<T> {
    let case = witness_of(subject.name(), text.to_owned());
    let tree = Tree::parse(text).ok()?;
    Some(work(&CheckContext::new(subject, Some(schema), &case, tree)))
}

/// The smallest text found that still shows it.
pub(super) fn small(text: &str, shows: impl Fn(&str) -> bool) -> Option<String> {
    let start = Failing {
        sample: GeneratedValue::read(text)?,
        mutant: None,
        style: Style::default(),
    };
    Some(
        shrink(start, ATTEMPTS, |failing| shows(&failing.sample.text()))
            .sample
            .text(),
    )
}
