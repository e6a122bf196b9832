//! What the engine would ask next about a text, answered at once where nothing is wrong.
//!
//! Everything here is a shortcut: what is not certain stays open, and the engine asks for each part of it and sees each error.

use crate::attempt::{Attempt, Decoder, ReadError};
use crate::behaviour::Instance;
use crate::subject::Subject;

/// Whether every decoder reads the text as a value equal to the one that `from_str` gave. `from_slice` uses the code of `from_str`
/// where the slice is a text.
pub(super) fn all_read(subject: &Subject, text: &str, instance: &Instance) -> bool {
    let others = [Decoder::FromReader, Decoder::FromValue];
    let mut others = others.into_iter().filter(|other| subject.has_decoder(*other));
    others.all(|other| match subject.read(other, text) {
        Attempt::Done(read) => is_same(subject, instance, &read),
        Attempt::Refused(_) | Attempt::Crashed(_) => false,
    })
}

/// Whether every decoder refuses the text for the reason that `from_str` gave. A reader has consumed one byte more when it notices an
/// error, and a generic value visits its keys in another order, so that another error may come first.
pub(super) fn all_refuse(subject: &Subject, text: &str, error: &ReadError) -> bool {
    let others = [Decoder::FromReader, Decoder::FromValue, Decoder::FromValueText];
    let others = others.into_iter().filter(|other| subject.has_decoder(*other));
    let mut others = others.map(|other| (other, subject.read(other, text)));
    others.all(|(other, read)| match (other, read) {
        (Decoder::FromReader, Attempt::Refused(its)) => its.message == error.message,
        (_, Attempt::Refused(_)) => true,
        (_, Attempt::Done(_) | Attempt::Crashed(_)) => false,
    })
}

/// Whether what is written for a value reads back as an equal value, for which the same is written.
pub(super) fn is_stable(subject: &Subject, instance: &Instance, written: &str) -> bool {
    let Attempt::Done(again) = subject.read(Decoder::FromStr, written) else {
        return false;
    };
    let is_equal = subject
        .equal(instance, &again)
        .is_none_or(|equal| matches!(equal, Attempt::Done(true)));
    is_equal && matches!(subject.write(&again), Some(Attempt::Done(text)) if text == written)
}

/// Whether two values are equal, or written in the same way if the type does not compare.
fn is_same(subject: &Subject, a: &Instance, b: &Instance) -> bool {
    if let Some(equal) = subject.equal(a, b) {
        return matches!(equal, Attempt::Done(true));
    }
    match (subject.write(a), subject.write(b)) {
        (Some(Attempt::Done(a)), Some(Attempt::Done(b))) => a == b,
        _ => false,
    }
}
