//! What makes a finding the same finding in another run.

use super::code::Code;
use super::kind::Kind;
use crate::pointer::Pointer;
use sha2::{Digest, Sha256};

/// The value that a finding is about, with the indices folded; of a missing key, the place where it would be.
pub(super) fn place(pointer: &Pointer, missing: Option<&str>) -> String {
    let mut pointer = pointer.clone();
    missing.iter().for_each(|key| pointer.push(key));
    pointer.in_every_item()
}

/// What a reader's error says, where it distinguishes two faults at one place.
pub(super) fn words(code: Code, message: &str) -> String {
    match code {
        Code::Rejected => without_values(message),
        _ => String::new(),
    }
}

/// Stands between what a reader's error says and the change that lets the type read the text.
const READ_IF: &str = "; it is read if ";

/// The message of a refusal for one value: what the reader said, and what lets it read the text.
pub(crate) fn read_if(message: &str, remedy: &str) -> String {
    format!("{message}{READ_IF}{remedy}")
}

/// How the change ends that lets a text be read, where a key must go.
pub(crate) const LEFT_OUT: &str = " is left out";

/// What is said of a branch of a union behind its name.
pub(crate) const READ_BY_NONE: &str = " is read by no variant";

/// What a reader said, and what lets it read the text; `None` if that is not known.
pub(crate) fn remedy_of(message: &str) -> Option<(&str, &str)> {
    message.rsplit_once(READ_IF)
}

pub(super) fn kind_name(kind: Option<Kind>) -> &'static str {
    kind.map_or("", Kind::as_str)
}

/// A message without strings and numbers: they come from the value.
pub(crate) fn without_values(message: &str) -> String {
    let mut out = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for character in message.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                out.push('"');
            }
            _ if quoted => {}
            '0'..='9' | '-' | '.' => {}
            other => out.push(other),
        }
    }
    out
}

/// Sixteen hexadecimal digits that stand for some words.
pub(crate) fn hash(words: &[&str]) -> String {
    let mut digest = Sha256::new();
    for word in words {
        digest.update((word.len() as u64).to_le_bytes());
        digest.update(word.as_bytes());
    }
    let bytes = digest.finalize();
    bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
