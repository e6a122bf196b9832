//! For which value a type refuses a capture.

use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::culprit::{Culprit, Remedy, culprit};
use crate::finding::read_if;
use crate::pointer::Pointer;
use crate::subject::{Attempt, Decoder, ReadError};
use std::cell::Cell;

/// So many bytes are read to find the value for which one text is refused.
const MOST_BYTES: usize = 4 << 20;
/// No more words of a place are tried.
const MOST_WORDS: usize = 24;

/// The value that a refusal is about.
pub(super) struct RefusalPlace {
    pub(super) pointer: Pointer,
    pub(super) offset: usize,
    /// The error's message, without the path.
    pub(super) message: String,
    /// The key that the type misses.
    pub(super) missing: Option<String>,
}

/// The place of a refusal: the path at the start of its message if that exists in the case, else the value for which the text is
/// refused, or the value at the error's position.
pub(super) fn refusal_place(context: &CheckContext<'_>, error: &ReadError) -> RefusalPlace {
    let message = error.message.as_str();
    if let Some((path, message)) = message.split_once(": ").filter(|(path, _)| path.starts_with('/')) {
        let pointer = Pointer::from(path);
        if let Some(node) = context.at(&pointer) {
            return RefusalPlace {
                offset: context.tree.start(node),
                pointer,
                message: message.to_owned(),
                missing: missing_key(message),
            };
        }
    }
    let place = place_of_error(context, error);
    at_culprit(context, &place).unwrap_or(place)
}

fn place_of_error(context: &CheckContext<'_>, error: &ReadError) -> RefusalPlace {
    let message = error.message.clone();
    let missing = missing_key(&message);
    if error.line == 0 {
        return RefusalPlace {
            pointer: Pointer::root(),
            offset: 0,
            message,
            missing,
        };
    }
    let offset = context.case.offset_of(error.line, error.column);
    let pointer = context.tree.pointer_to(offset);
    // Serde notices at the end of an object that a key is missing. Where the object begins is where the other checks report it.
    let start = context.at(&pointer).filter(|_| missing.is_some());
    RefusalPlace {
        offset: start.map_or(offset, |node| context.tree.start(node)),
        pointer,
        message,
        missing,
    }
}

/// The refusal at the value which, if it were another, would let the type read a capture. Where serde buffers, its error stands at
/// the end of what was buffered. An error inside of that value says more, and is left where it is. Samples are made small before
/// they are reported, and get their place then.
fn at_culprit(context: &CheckContext<'_>, place: &RefusalPlace) -> Option<RefusalPlace> {
    let schema = context.schema.filter(|_| context.case.kind == CaseKind::Capture)?;
    if context.tree.text().len() > MOST_BYTES {
        return None;
    }
    let left = Cell::new(MOST_BYTES);
    let reads = |text: &str| {
        let rest = left.get().checked_sub(text.len());
        left.set(rest.unwrap_or_default());
        let attempt = rest.map(|_| context.subject.read(Decoder::FromStr, text));
        // A type that crashes on texts like this one is not brought down for the place of an error.
        if let Some(Attempt::Crashed(_)) = attempt {
            left.set(0);
        }
        matches!(attempt, Some(Attempt::Done(_)))
    };
    let words = |pointer: &Pointer| {
        let guide = schema.guide();
        let words = guide.words(guide.at(pointer)).take(MOST_WORDS);
        words.map(str::to_owned).collect()
    };
    // Without its tag, a text may be read as something else: a change after which it is still valid says more.
    let stays_valid = |text: &str| serde_json::from_str(text).is_ok_and(|value| schema.is_valid(&value));
    let valid = context.is_valid() == Some(Ok(true));
    let found = valid.then(|| culprit(context.tree.text(), |text| reads(text) && stays_valid(text), words));
    let found = found.flatten().or_else(|| culprit(context.tree.text(), reads, words))?;
    if place.pointer.is_within(&found.pointer) || !is_named(&found, &place.message) {
        return None;
    }
    let node = context.at(&found.pointer)?;
    // The key may be missing in any object of the culprit.
    let missing = place
        .missing
        .clone()
        .filter(|_| found.pointer.is_within(&place.pointer));
    Some(RefusalPlace {
        offset: context.tree.start(node),
        message: read_if(&place.message, &found.remedy.text(&found.pointer)),
        missing,
        pointer: found.pointer,
    })
}

/// Whether the error is about the culprit. What must be left out is refused for its key, which the error then names; where it is one
/// of several keys that do not go together, or stands in a wrong order, another one is as much at fault.
fn is_named(found: &Culprit, message: &str) -> bool {
    let key = found.pointer.steps().last().unwrap_or_default();
    found.remedy != Remedy::LeftOut || message.contains(&format!("`{key}`"))
}

/// The key that is missing, as the errors of serde and of types made by hand name it.
pub(crate) fn missing_key(message: &str) -> Option<String> {
    let key = ["missing field `", "missing key `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))?;
    Some(key[..key.find('`')?].to_owned())
}
