//! What becomes of a key when a type reads and writes a text that has it.

use crate::check::context::CheckContext;
use crate::json::Tree;
use crate::pointer::Pointer;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The type writes the text without it.
    Lost,
    /// The type writes the same value.
    Kept,
    /// The type writes another value.
    Changed,
    /// The type does not write.
    NotWritten,
}

/// What became of the key at a pointer; `None` if the type does not read the text.
pub(super) fn fate(context: &CheckContext<'_>, pointer: &Pointer) -> Option<Fate> {
    context.read().done()?;
    let Some(written) = context.written() else {
        return Some(Fate::NotWritten);
    };
    let Ok(written) = Tree::parse(written) else {
        return Some(Fate::Changed);
    };
    if written.at(pointer).is_none() {
        return Some(Fate::Lost);
    }
    let is_changed = context.differences().is_none_or(|differences| {
        differences
            .iter()
            .any(|difference| difference.pointer.is_within(pointer))
    });
    Some(if is_changed { Fate::Changed } else { Fate::Kept })
}
