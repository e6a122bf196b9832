//! Refused samples: which value is refused, and the smallest text in which it is.

use super::bug::Bug;
use crate::case::{Case, Places};
use crate::check::{Culprit, Remedy, culprit, remedies};
use crate::finding::{Code, Finding, read_if, shortened};
use crate::generate::{Body, Failing, GeneratedValue};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Guide;
use crate::subject::{Attempt, Decoder, ReadError, Subject};

/// No more words of a place are tried.
const MOST_WORDS: usize = 24;
/// No more words that an error lists are tried.
const MOST_EXPECTED: usize = 4;

/// The value for which a type refuses a sample.
pub(super) fn culprit_of(subject: &Subject, guide: &Guide, failing: &Failing) -> Option<Culprit> {
    let text = failing.sample.text();
    let refused = refusal(subject, &text).filter(|_| failing.mutant.is_none())?;
    let reads = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
    culprit(&text, reads, |pointer| words(guide, pointer, &refused.message))
}

/// The first of several values for which a type refuses a sample: with another value in its place, the error is about what follows.
/// Only a type that reads its input in a row tells so much.
pub(super) fn first_culprit(subject: &Subject, guide: &Guide, failing: &Failing) -> Option<Culprit> {
    let whole = &failing.sample;
    let text = whole.text();
    let refused = refusal(subject, &text)?;
    let pointer = error_place(&text, &refused)?;
    let steps: Vec<String> = pointer.steps().collect();
    let value = whole.below(&steps).filter(|value| value.children() == 0)?;
    let is_behind = |remedy: &Remedy| {
        let changed = remedy.applied(whole, &pointer);
        let place = changed.and_then(|changed| {
            let text = changed.text();
            error_place(&text, &refusal(subject, &text)?)
        });
        place.is_some_and(|place| place != pointer && !pointer.as_str().starts_with(place.as_str()))
    };
    let null = Remedy::Becomes(GeneratedValue::plain(Body::Null));
    let others = remedies(value, words(guide, &pointer, &refused.message)).into_iter();
    let remedy = std::iter::once(null).chain(others).find(is_behind)?;
    Some(Culprit { pointer, remedy })
}

/// The words that the document lists at a place, and those that the type says it expects.
fn words(guide: &Guide, pointer: &Pointer, refused: &str) -> Vec<String> {
    let listed = guide.words(guide.at(pointer)).take(MOST_WORDS);
    listed.chain(expected(refused)).map(str::to_owned).collect()
}

/// The first words that an error says were expected, as serde and many types made by hand mark them.
fn expected(message: &str) -> impl Iterator<Item = &str> {
    let behind = message.split_once("expected").map_or("", |(_, behind)| behind);
    behind.split('`').skip(1).step_by(2).take(MOST_EXPECTED)
}

/// The value that an error of reading points to.
fn error_place(text: &str, error: &ReadError) -> Option<Pointer> {
    let case = Case::new("refused", text);
    let tree = case.tree().ok()?;
    (error.line > 0).then(|| tree.pointer_to(case.offset_of(error.line, error.column)))
}

/// Whether a sample is refused for the same value.
pub(super) fn shows(subject: &Subject, failing: &Failing, culprit: &Culprit) -> bool {
    let changed = || culprit.remedy.applied(&failing.sample, &culprit.pointer);
    let is_read = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
    refusal(subject, &failing.text()).is_some()
        && changed().is_some_and(|changed| is_read(&changed.text_in(failing.style)))
}

fn refusal(subject: &Subject, text: &str) -> Option<ReadError> {
    match subject.read(Decoder::FromStr, text) {
        Attempt::Refused(error) => Some(error),
        Attempt::Done(_) | Attempt::Crashed(_) => None,
    }
}

/// Places the refusal among the findings of a text at the value that is refused, and returns the bug that it is then.
pub(super) fn placed(findings: &mut [Finding], case: &Case, culprit: &Culprit, guide: &Guide) -> Option<Bug> {
    let finding = findings.iter_mut().find(|finding| finding.code == Code::Rejected)?;
    finding.message = read_if(&finding.message, &culprit.remedy.text(&culprit.pointer));
    if finding.pointer != culprit.pointer {
        finding.missing = None;
        finding.pointer.clone_from(&culprit.pointer);
    }
    if let Ok(tree) = Tree::parse(&case.text)
        && let Some(node) = tree.at(&culprit.pointer)
    {
        (finding.line, finding.column) = Places::new(case).place(tree.start(node));
        finding.read = Some(shortened(tree.source(node)));
    }
    let was_own = finding.cause == finding.fingerprint;
    let bug = Bug::of(finding, guide);
    finding.fingerprint = bug.fingerprint();
    if was_own {
        finding.cause.clone_from(&finding.fingerprint);
    }
    Some(bug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_an_error_expects_are_found() {
        let found = |message: &str| expected(message).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found("unknown variant `a`, expected `0.3` or `1.0`"), ["0.3", "1.0"]);
        assert_eq!(
            found("unknown variant `a`, expected one of `b`, `c`, `d`, `e`, `f`").len(),
            4
        );
        assert!(found("missing field `id`").is_empty());
    }
}
