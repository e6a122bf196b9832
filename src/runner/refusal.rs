//! Samples that are refused, or at which a type panics: for which value, and the smallest text in which it is.

use super::bug::Bug;
use crate::case::{Case, Places};
use crate::check::{Culprit, Remedy, culprit, missing_key, remedies};
use crate::finding::{Code, Finding, read_if, shortened};
use crate::generate::{Body, Failing, GeneratedValue};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Guide;
use crate::subject::{Attempt, CrashKind, Decoder, ReadError, Subject};

/// No more words of a place are tried.
const MOST_WORDS: usize = 24;
/// No more words that an error lists are tried.
const MOST_EXPECTED: usize = 4;

/// The value for which a type refuses a sample, or panics while it reads it, whichever the code says.
pub(super) fn culprit_of(subject: &Subject, guide: &Guide, failing: &Failing, code: Code) -> Option<Culprit> {
    let text = failing.sample.text();
    let message = failure(subject, &text, code).filter(|_| failing.mutant.is_none())?;
    let reads = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
    culprit(&text, reads, |pointer| words(guide, pointer, &message))
}

/// What a type says when it fails at a text in the way that a code is about.
fn failure(subject: &Subject, text: &str, code: Code) -> Option<String> {
    match (code, subject.read(Decoder::FromStr, text)) {
        (Code::Rejected, Attempt::Refused(error)) => Some(error.message),
        (Code::Panicked, Attempt::Crashed(crash)) if crash.kind == CrashKind::Panic => Some(crash.message),
        _ => None,
    }
}

/// The first of several values for which a type refuses a text: with another value in its place, the error is about what follows.
/// Only a type that reads its input in a row tells so much.
pub(super) fn first_culprit(subject: &Subject, guide: &Guide, whole: &GeneratedValue<'static>) -> Option<Culprit> {
    let text = whole.text();
    let refused = refusal(subject, &text)?;
    let place = error_place(&text, &refused)?;
    let is_behind = |remedy: &Remedy, pointer: &Pointer| {
        let Some(changed) = remedy.applied(whole, pointer) else {
            return false;
        };
        let text = changed.text();
        let Some(next) = refusal(subject, &text) else {
            return subject.read(Decoder::FromStr, &text).done().is_some();
        };
        // What misses a key says so at the end of an object around it. What buffers says everything there.
        let is_of_key = || missing_key(&next.message).is_some();
        error_place(&text, &next)
            .is_some_and(|next| next != *pointer && (!pointer.as_str().starts_with(next.as_str()) || is_of_key()))
    };
    // Where an object or an array begins that is refused, its first value may stand for it.
    let pointers = [place.clone(), place.parent()];
    let with_children = usize::from(["map", "sequence"].iter().any(|kind| refused.message.contains(kind)));
    for pointer in &pointers[..=with_children] {
        let steps: Vec<String> = pointer.steps().collect();
        let is_leaf = |value: &&GeneratedValue<'_>| value.children() == 0 || with_children == 1;
        let Some(value) = whole.below(&steps).filter(is_leaf) else {
            continue;
        };
        let null = Remedy::Becomes(GeneratedValue::plain(Body::Null));
        let others = remedies(value, words(guide, pointer, &refused.message)).into_iter();
        let mut all = std::iter::once(null).chain(others).chain([Remedy::LeftOut]);
        if let Some(remedy) = all.find(|remedy| is_behind(remedy, pointer)) {
            let pointer = pointer.clone();
            return Some(Culprit { pointer, remedy });
        }
    }
    None
}

/// The words that the document lists at a place, and those that the type says it expects.
pub(super) fn words(guide: &Guide, pointer: &Pointer, refused: &str) -> Vec<String> {
    let listed = guide.words(guide.at(pointer)).take(MOST_WORDS);
    listed.chain(expected(refused)).map(str::to_owned).collect()
}

/// The first words that an error says were expected, as serde and many types made by hand mark them.
fn expected(message: &str) -> impl Iterator<Item = &str> {
    let behind = message.split_once("expected").map_or("", |(_, behind)| behind);
    behind.split('`').skip(1).step_by(2).take(MOST_EXPECTED)
}

/// The value that an error of reading points to.
pub(super) fn error_place(text: &str, error: &ReadError) -> Option<Pointer> {
    let case = Case::new("refused", text);
    let tree = case.tree().ok()?;
    (error.line > 0).then(|| tree.pointer_to(case.offset_of(error.line, error.column)))
}

/// Whether a type fails at a sample for the same value.
pub(super) fn shows(subject: &Subject, failing: &Failing, code: Code, culprit: &Culprit) -> bool {
    let changed = || culprit.remedy.applied(&failing.sample, &culprit.pointer);
    let is_read = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
    failure(subject, &failing.text(), code).is_some()
        && changed().is_some_and(|changed| is_read(&changed.text_in(failing.style)))
}

pub(super) fn refusal(subject: &Subject, text: &str) -> Option<ReadError> {
    match subject.read(Decoder::FromStr, text) {
        Attempt::Refused(error) => Some(error),
        Attempt::Done(_) | Attempt::Crashed(_) => None,
    }
}

/// Places the finding of a code at the value for which the type fails, and returns the bug that it is then.
pub(super) fn placed(
    findings: &mut [Finding],
    case: &Case,
    (code, culprit): (Code, &Culprit),
    guide: &Guide,
) -> Option<Bug> {
    let finding = findings.iter_mut().find(|finding| finding.code == code)?;
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
