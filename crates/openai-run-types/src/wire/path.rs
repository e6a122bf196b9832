//! Errors that say where: a JSON pointer in front of the message, grown on the way out.

use serde::de;
use std::fmt::Display;

/// How a message starts that is about the data, not about the text's syntax.
///
/// Only these are rewritten, because rewriting turns a `serde_json` error into one of category `Data`; an end of input
/// or a syntax error must keep its own category. The list is closed: the run types raise no other message. `serde_json` counts
/// a number that no float holds among the syntax errors, though JSON allows it; it is about the data.
const ABOUT_DATA: [&str; 6] = ["/", "invalid ", "missing key ", "key ", "not ", "number out of range"];
const ABOUT_SYNTAX: [&str; 3] = ["invalid number", "invalid escape", "invalid unicode"];

/// Puts `step` (a key or an index) in front of the pointer that `error` carries.
#[cold]
pub(crate) fn under<E: de::Error>(step: impl Display, error: E) -> E {
    let message = error.to_string();
    let starts = |list: &[&str]| list.iter().any(|start| message.starts_with(start));
    if !starts(&ABOUT_DATA) || starts(&ABOUT_SYNTAX) || message.starts_with("key must be") {
        return error;
    }
    let step = step.to_string().replace('~', "~0").replace('/', "~1");
    let colon = if message.starts_with('/') { "" } else { ": " };
    E::custom(format_args!("/{step}{colon}{message}"))
}
