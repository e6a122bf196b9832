//! Reads the texts of documents and overlays.

use serde_json::Value;
use std::io::Read;
use std::path::Path;

use super::error::SpecError;
use super::limits::MAX_BYTES;
use super::{names, yaml};

/// The bytes of a file, if there are not too many.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, SpecError> {
    let name = path.display().to_string();
    let unreadable = |e: std::io::Error| SpecError::Unreadable {
        name: name.clone(),
        reason: e.to_string(),
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a text that is too long from one that just fits, also where the length of
    // the file is not known beforehand.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The text of a file that is to be read as a document or an overlay.
///
/// # Errors
///
/// [`SpecError::Unreadable`], [`SpecError::TooLarge`], or [`SpecError::Syntax`] where it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, SpecError> {
    let name = path.display().to_string();
    let bytes = read_file(path)?;
    within_limit(&name, &bytes)?;
    String::from_utf8(bytes).map_err(|e| not_utf8(&name, e.as_bytes(), e.utf8_error().valid_up_to()))
}

fn within_limit(name: &str, bytes: &[u8]) -> Result<(), SpecError> {
    let bytes = bytes.len() as u64;
    match bytes > MAX_BYTES {
        true => Err(SpecError::TooLarge {
            name: name.to_owned(),
            bytes,
        }),
        false => Ok(()),
    }
}

/// The value of a JSON or YAML text.
pub(super) fn parse_value(name: &str, bytes: &[u8]) -> Result<Value, SpecError> {
    within_limit(name, bytes)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| not_utf8(name, bytes, e.valid_up_to()))?;
    // A YAML flow mapping also starts with a brace, but what starts so and is no JSON is far more often JSON with a
    // mistake in it, and deserves the JSON reader's message.
    let value = if text.trim_start().starts_with(['{', '[', '"']) {
        serde_json::from_str(text).map_err(|e| SpecError::Syntax {
            name: name.to_owned(),
            line: e.line(),
            column: e.column(),
            reason: without_place(&e.to_string()),
        })
    } else {
        yaml::parse(name, text)
    }?;
    names::within_limits(name, bytes.len(), &value)?;
    Ok(value)
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> SpecError {
    let before = &bytes[..at];
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|b| **b != b'\n').count() + 1;
    SpecError::Syntax {
        name: name.to_owned(),
        line,
        column,
        reason: "the text is not UTF-8".to_owned(),
    }
}

/// serde_json ends its messages with the place, which the error holds already.
fn without_place(message: &str) -> String {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(text, _)| text)
        .to_owned()
}
